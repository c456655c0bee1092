/** One line of a sheet, or the drawer of a cell: points or figures, reason and evidence, saved together. */

/** A day as the server keeps it, as people write it. */
function shownDay(value) {
  return value ? value.split("-").reverse().join("/") : "";
}

export class Entry {
  constructor(element, marks, place) {
    const { member, criterion, version } = element.dataset;
    this.element = element;
    this.marks = marks;
    this.place = place;
    this.member = Number(member);
    this.criterion = Number(criterion);
    this.version = Number(version);
    this.key = marks.key(member, criterion);
    this.points = element.querySelector("[data-points]");
    this.reason = element.querySelector("[data-reason]");
    this.evidence = element.querySelector("[data-evidence]");
    this.inputs = [...element.querySelectorAll("[data-input]")];
    this.absent = element.querySelector("[data-absent]");
    this.said = element.querySelector("[data-said]");
    this.how = element.querySelector("[data-explanation]");
    this.remember();
    element.addEventListener("change", (event) => this.changed(event.target));
    element.querySelector("[data-copy]")?.addEventListener("click", (event) => this.copy(event));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.commit(event);
      else if (event.key === "Enter" && event.target.matches("input")) event.target.blur();
      if (event.key === "Escape" && event.target.matches("input, textarea")) this.undo(event);
    });
    marks.add(this);
  }

  fields() {
    return [this.points, this.reason, this.evidence, ...this.inputs];
  }

  remember() {
    this.stored = new Map(this.fields().map((field) => [field, field.value]));
  }

  /** Ctrl+Enter saves, also in a field of several lines, and stays there. */
  commit(event) {
    event.preventDefault();
    event.target.blur();
    event.target.focus({ preventScroll: true });
  }

  undo(event) {
    const before = this.stored.get(event.target);
    if (before !== undefined && before !== event.target.value) {
      event.target.value = before;
      event.stopPropagation();
    }
  }

  reset() {
    for (const [field, value] of this.stored) field.value = value;
  }

  /** The figures as the server reads them; null while one is missing. */
  figures() {
    const figures = {};
    for (const field of this.inputs) {
      const text = field.value.trim();
      if (!text && field.dataset.optional !== undefined) continue;
      if (!text) return null;
      figures[field.dataset.input] = field.dataset.kind === "yes-no" ? text === "yes" : text;
    }
    return figures;
  }

  changed(field) {
    if (this.inputs.includes(field)) {
      const empty = this.inputs.every((one) => !one.value.trim());
      const figures = this.figures();
      if (!figures && !empty) {
        this.pending = null;
        this.show("waiting", this.marks.words.allFigures);
        return;
      }
      this.pending = figures ? { inputs: figures } : { points: "" };
    } else if (field === this.points) {
      this.pending = { points: this.points.value.trim() };
    } else if (field === this.absent) {
      this.pending = { not_arisen: this.absent.checked };
      if (this.absent.checked && !this.reason.value.trim()) this.reason.value = this.absent.dataset.reasonAsked || "";
    }
    this.marks.save(this);
  }

  /** Last year's texts, behind what stands there already. */
  copy(event) {
    event.preventDefault();
    for (const [field, place] of [[this.reason, "reason"], [this.evidence, "evidence"]]) {
      const text = this.element.querySelector(`[data-before-${place}]`)?.innerText.trim();
      if (text) field.value = [field.value.trim(), text].filter(Boolean).join("\n");
    }
    this.marks.save(this);
  }

  text() {
    return this.points.value.trim();
  }

  change() {
    return { ...(this.pending || {}), reason: this.reason.value.trim(), evidence: this.evidence.value.trim() };
  }

  setReason(text) {
    this.reason.value = text;
  }

  restore(entry) {
    const { change } = entry;
    const { inputs, points, not_arisen } = change;
    this.pending = not_arisen !== undefined ? { not_arisen } : inputs ? { inputs } : points !== undefined ? { points } : null;
    if (this.absent && not_arisen !== undefined) this.absent.checked = not_arisen;
    if (change.points !== undefined) this.points.value = change.points;
    if (change.reason !== undefined) this.reason.value = change.reason;
    if (change.evidence !== undefined) this.evidence.value = change.evidence;
    for (const field of this.inputs) {
      const value = change.inputs?.[field.dataset.input];
      if (value !== undefined) field.value = value === true ? "yes" : value === false ? "no" : value;
    }
  }

  accept(cell) {
    this.version = cell.version;
    this.element.dataset.version = cell.version;
    this.pending = null;
    const untouched = (field) => field !== document.activeElement || field.value === this.stored.get(field);
    const put = (field, value) => {
      if (untouched(field)) field.value = value;
    };
    put(this.points, cell.points.short);
    if (cell.reason !== undefined && !this.reason.matches(":focus")) put(this.reason, cell.reason);
    if (cell.evidence !== undefined && !this.evidence.matches(":focus")) put(this.evidence, cell.evidence);
    for (const field of this.inputs) {
      const value = cell.inputs?.[field.dataset.input];
      put(field, value === true ? "yes" : value === false ? "no" : field.dataset.kind === "date" ? shownDay(value) : value ?? "");
    }
    if (this.how && cell.explanation !== undefined) this.how.textContent = cell.explanation;
    if (this.absent) this.absent.checked = Boolean(cell.not_arisen);
    const answered = cell.points.hundredths !== null || cell.not_arisen;
    this.element.classList.toggle("line-open", !answered || Boolean(cell.unreasoned));
    this.remember();
  }

  /** A rule that looks across the units gave other points; what a person typed here stays. */
  recalculated(cell) {
    if (this.points !== document.activeElement) this.points.value = cell.points.short;
    if (this.how && cell.explanation !== undefined) this.how.textContent = cell.explanation;
    this.stored.set(this.points, cell.points.short);
  }

  show(state, message = "") {
    const tones = { saved: "tone-done", wrong: "tone-late", unsent: "tone-back", waiting: "tone-back" };
    this.said.className = `line-said ${tones[state] || ""}`;
    this.said.textContent = state === "unsent" ? this.marks.words.unsentCell : state === "saving" ? this.marks.words.saving : message;
    this.points.toggleAttribute("aria-invalid", state === "wrong");
    if (state === "wrong") this.points.setAttribute("aria-invalid", "true");
  }

  focus() {
    this.points.focus();
  }
}
