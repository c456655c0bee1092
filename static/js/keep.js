/**
 * Keep what was typed. A form with `data-keep` is remembered in this tab while it is filled, per person and
 * address. If the session ended when it was sent, or the page was left, coming back offers to put it in again.
 * Passwords and files are never kept; signing out forgets everything.
 */

const PREFIX = "typed:";
const person = document.body.dataset.person || "";

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type)
  );
}

function key(form) {
  return `${PREFIX}${person}:${location.pathname}:${form.id || form.getAttribute("action") || ""}`;
}

function read(form) {
  return fields(form).map((field) => [
    field.name,
    field.type === "checkbox" || field.type === "radio" ? field.checked
      : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value,
  ]);
}

function write(form, values) {
  fields(form).forEach((field, index) => {
    const [name, value] = values[index] || [];
    if (name !== field.name) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function stored(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function kept() {
  return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
}

function watch(form) {
  const name = key(form);
  const before = JSON.stringify(read(form));
  const draft = stored(name);
  const offer = form.querySelector("[data-keep-offer]");
  if (draft && offer && !form.hasAttribute("data-bound") && JSON.stringify(draft.values) !== before) {
    offer.hidden = false;
    offer.querySelector("[data-keep-restore]").addEventListener("click", () => {
      write(form, draft.values);
      offer.hidden = true;
    });
    offer.querySelector("[data-keep-drop]").addEventListener("click", () => {
      sessionStorage.removeItem(name);
      offer.hidden = true;
    });
  }
  const save = (sent) => {
    const values = read(form);
    if (JSON.stringify(values) === before && !sent) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ values, sent }));
  };
  form.addEventListener("input", () => save(false));
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", () => save(true));
}

if (person) {
  // A page came back after the form was sent, and it is not the sign-in page: the server has it.
  for (const name of kept()) {
    if (stored(name)?.sent) sessionStorage.removeItem(name);
  }
  document.querySelectorAll("form[data-keep]").forEach(watch);
} else {
  // The sign-in page: what was sent did not arrive.
  for (const name of kept()) {
    const draft = stored(name);
    if (draft) sessionStorage.setItem(name, JSON.stringify({ ...draft, sent: false }));
  }
}

document.querySelectorAll("form[data-forget]").forEach((form) => {
  form.addEventListener("submit", () => kept().forEach((name) => sessionStorage.removeItem(name)));
});
