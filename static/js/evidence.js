/** Files of evidence: pages are turned in place, and the files of a line open beside the sheet. */

import { fill } from "./figures.js";

function turn(link) {
  const view = link.closest(".piece-view");
  const pages = Number(view.dataset.pages);
  const page = Math.min(pages, Math.max(1, Number(view.dataset.page) + Number(link.dataset.turn)));
  const picture = view.dataset.pictures.replace(/0\/$/, `${page}/`);
  view.dataset.page = page;
  const image = view.querySelector("img");
  image.src = picture;
  image.alt = image.alt.replace(/\d+$/, page);
  view.querySelector(".piece-picture").href = picture;
  view.querySelector("[data-said]").textContent = fill(view.dataset.words, { page, pages });
  for (const other of view.querySelectorAll("[data-turn]")) {
    const target = page + Number(other.dataset.turn);
    other.hidden = target < 1 || target > pages;
  }
  if (link.hidden) view.querySelector("[data-turn]:not([hidden])")?.focus();
}

class Beside {
  constructor(layout) {
    this.layout = layout;
    this.box = null;
  }

  async open(link) {
    let answer;
    try {
      answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    } catch {
      answer = null;
    }
    if (!answer?.ok) {
      // The page itself says what is in the way, or asks to sign in.
      location.assign(link.href);
      return;
    }
    this.link = link;
    if (!this.box) {
      this.box = document.createElement("aside");
      this.box.className = "drawer";
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.close();
      });
      this.box.addEventListener("click", (event) => {
        if (event.target.closest("[data-close]")) this.close();
      });
    }
    this.box.innerHTML = await answer.text();
    this.box.setAttribute("aria-label", this.box.querySelector("h2").textContent);
    this.layout.append(this.box);
    this.layout.classList.add("has-beside");
    this.box.scrollTop = 0;
    link.closest("[data-entry]")?.scrollIntoView({ block: "nearest" });
    this.box.querySelector("[data-close]").focus({ preventScroll: true });
  }

  close() {
    this.box.remove();
    this.layout.classList.remove("has-beside");
    this.link.closest("[data-entry]")?.scrollIntoView({ block: "nearest" });
    this.link.focus();
  }
}

const layout = document.querySelector(".sheet-layout");
const beside = layout && new Beside(layout);

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-turn], a[data-files]");
  if (!link || (link.dataset.files && !beside)) return;
  event.preventDefault();
  if (link.dataset.turn) turn(link);
  else beside.open(link);
});
