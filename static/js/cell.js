/** One cell of the score page: an input of the plain form, with what the other sources gave under it. */

import { hundredths, saysNotArisen } from "./figures.js";

export class Cell {
  constructor(input, marks, place) {
    this.input = input;
    this.box = input.closest("td");
    this.marks = marks;
    this.place = place;
    const [, member, criterion, version, ...rest] = input.name.split("-");
    const shown = rest.join("-");
    this.member = Number(member);
    this.criterion = Number(criterion);
    this.version = Number(version);
    this.key = marks.key(member, criterion);
    this.notArisen = shown.endsWith("n");
    const points = this.notArisen ? shown.slice(0, -1) : shown;
    this.baseline = points === "" ? null : Number(points);
    this.stored = input.defaultValue;
    marks.add(this);
  }

  text() {
    return this.input.value.trim();
  }

  /** Hundredths now typed; null when empty or not a number. */
  get value() {
    return hundredths(this.input.value);
  }

  /** Whether it says that the task did not arise. */
  get says() {
    return saysNotArisen(this.input.value, this.marks.words.notArisen);
  }

  get dirty() {
    if (this.text() === this.stored) return false;
    if (this.notArisen) return !this.says;
    return !(this.value !== null && this.value === this.baseline);
  }

  change() {
    return this.says ? { not_arisen: true } : { points: this.text() };
  }

  reset() {
    this.input.value = this.stored;
  }

  restore(entry) {
    if (entry.change.points !== undefined) this.input.value = entry.change.points;
    else if (entry.text) this.input.value = entry.text;
  }

  accept(cell, sent) {
    const typing = this.input === document.activeElement && this.text() !== sent && this.dirty;
    this.version = cell.version;
    this.baseline = cell.points.hundredths;
    this.notArisen = Boolean(cell.not_arisen);
    this.stored = this.notArisen ? this.marks.words.notArisen : cell.points.short;
    this.input.name = `c-${this.member}-${this.criterion}-${cell.version}-${this.baseline ?? ""}${this.notArisen ? "n" : ""}`;
    this.box.classList.toggle("not-arisen", this.notArisen);
    this.box.classList.remove("sought");
    if (!typing) this.input.value = this.stored;
    if (cell.unreasoned !== undefined) this.box.classList.toggle("unreasoned", cell.unreasoned);
    this.hint();
  }

  /** The arrows beside the points of the other sources. */
  hint() {
    for (const hint of this.box.querySelectorAll("[data-h]")) {
      const other = Number(hint.dataset.h);
      const bare = hint.textContent.replace(/ [▲▼]$/, "");
      const arrow = this.baseline === null || this.baseline === other ? "" : this.baseline > other ? " ▲" : " ▼";
      hint.textContent = bare + arrow;
    }
  }

  /** A rule that looks across the units gave other points; nobody typed here, the version is the same. */
  recalculated(cell) {
    this.accept({ ...cell, version: this.version, not_arisen: false }, null);
  }

  show(state, message = "") {
    this.sending = state === "saving" ? this.text() : null;
    for (const name of ["saving", "saved", "unsent", "wrong"]) this.box.classList.toggle(name, name === state);
    this.box.querySelector(".cell-error")?.remove();
    this.input.removeAttribute("aria-describedby");
    this.input.removeAttribute("aria-invalid");
    if (state !== "wrong") return;
    const error = document.createElement("em");
    error.className = "cell-error";
    error.id = `e-${this.member}-${this.criterion}`;
    error.textContent = message;
    this.box.append(error);
    this.input.setAttribute("aria-invalid", "true");
    this.input.setAttribute("aria-describedby", error.id);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }
}
