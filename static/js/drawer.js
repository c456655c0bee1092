/** One cell in full beside the grid: loaded when opened, follows the focus, saves like a line of a sheet. */

import { Entry } from "./entry.js";
import "./evidence.js";

const PAUSE = 200;

export class Drawer {
  constructor(box, form, marks, placeOf) {
    this.box = box;
    this.form = form;
    this.marks = marks;
    this.placeOf = placeOf;
    this.entry = null;
    this.shown = "";
    this.closed = () => {};
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.leave();
    });
  }

  leave() {
    this.close();
    this.closed();
  }

  /** Returns false when there was nothing to close. */
  close() {
    if (this.box.hidden) return false;
    this.box.hidden = true;
    this.clear();
    return true;
  }

  clear() {
    if (this.entry) this.marks.remove(this.entry);
    this.entry = null;
    this.shown = "";
  }

  async open(member, line) {
    this.box.hidden = false;
    await this.load(member, line);
    (this.box.querySelector("[data-input], [data-points]") || this.box.querySelector("[data-close]"))?.focus();
  }

  /** The focus moved: an open drawer comes along. */
  follow(member, line) {
    if (this.box.hidden || this.shown === `${member}-${line}`) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(member, line), PAUSE);
  }

  /** A mark was saved: its history is longer now. Nobody's typing is disturbed. */
  refresh(member, line) {
    if (this.shown !== `${member}-${line}` || this.box.contains(document.activeElement)) return;
    this.load(member, line);
  }

  async load(member, line) {
    const wanted = `${member}-${line}`;
    this.clear();
    this.shown = wanted;
    const query = new URLSearchParams({ member, criterion: line, source: this.form.dataset.source });
    let answer;
    try {
      answer = await fetch(`${this.form.dataset.detail}?${query}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    } catch {
      this.box.textContent = this.marks.words.trouble;
      return;
    }
    if (answer.status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
    if (this.shown !== wanted) return;
    if (!answer.ok) {
      this.box.textContent = this.marks.words.trouble;
      return;
    }
    this.box.innerHTML = await answer.text();
    const element = this.box.querySelector("[data-entry]");
    if (element) this.entry = new Entry(element, this.marks, this.placeOf(member, line));
  }
}
