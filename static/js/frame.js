/** Small behaviours of the frame. Each is asked for in the markup by `data-behaviour`, and each page works without. */

/** A menu made of <details>: closes on Escape, on a click elsewhere, and when the focus leaves it. */
function menu(details) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      details.querySelector("summary").focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
}

/** A disclosure: Escape closes it. */
function disclosure(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape") details.open = false;
  });
}

/** “/” puts the cursor into the search. */
function shortcut(input) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

/** A row that scrolls in its own box shows its current item. */
function showCurrent(row) {
  const current = row.querySelector("[aria-current]");
  if (!current || row.scrollWidth <= row.clientWidth) return;
  const offset = current.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft += offset - (row.clientWidth - current.offsetWidth) / 2;
}

/** A form that is sent once: a second click while it is under way does nothing. */
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // Back from the browser's memory: the form may be sent anew.
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

/** A button that opens the <dialog> it names in `data-dialog`. */
function opener(button) {
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog)?.showModal());
}

/** A filter form that sends itself when a choice changes; its button is for those without scripts. */
function filters(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

const behaviours = { menu, disclosure, shortcut, "show-current": showCurrent, once, opener, filters };

/** Start the behaviours inside an element; each element gets each once. */
export function start(root) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(" ")) {
      const key = `started${name.replace("-", "")}`;
      if (!behaviours[name] || element.dataset[key]) continue;
      element.dataset[key] = "yes";
      behaviours[name](element);
    }
  }
}

start(document);
document.addEventListener("content-changed", (event) => start(event.target));
