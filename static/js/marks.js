/**
 * Save marks one after the other, each with the version the page saw. A place on the page that shows a mark is an
 * “adapter”: { key, place, version, text(), change(), show(state, message), accept(cell, sent), restore(change) }.
 * Nothing typed is lost: it stays in `Unsent` until the server has it or the person gives it up.
 */

import { csrfToken, Refused, send, SessionEnded } from "./http.js";
import { fill, saysNotArisen } from "./figures.js";
import { Unsent } from "./unsent.js";

// Without a word of the server: again after so many seconds, then after twice as many, up to a minute.
const RETRY = 8;
const LONGEST = 60;

/** Ask with a native dialog; resolves with the value of the button, “” for Escape. */
export function ask(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}

export class Marks {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.words);
    this.status = document.getElementById("status");
    this.bar = document.getElementById("kept");
    this.unsent = new Unsent(form.dataset.year);
    this.adapters = new Map();
    this.queue = new Map();
    this.running = false;
    this.listeners = [];
    this.token = null;
    this.tries = 0;
    this.bar.querySelector("[data-kept-send]").addEventListener("click", () => this.sendKept());
    this.bar.querySelector("[data-kept-drop]").addEventListener("click", () => this.dropKept());
    window.addEventListener("online", () => this.sendKept());
    window.addEventListener("focus", () => {
      // Signing in again, in another tab, changes the token.
      if (this.token !== null && this.token !== csrfToken()) this.sendKept();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const box of form.querySelectorAll(".plain-save")) box.hidden = true;
  }

  key(member, criterion) {
    return `${this.form.dataset.source}:${member}-${criterion}`;
  }

  add(adapter) {
    if (!this.adapters.has(adapter.key)) this.adapters.set(adapter.key, new Set());
    this.adapters.get(adapter.key).add(adapter);
  }

  remove(adapter) {
    this.adapters.get(adapter.key)?.delete(adapter);
  }

  /** Called with every answer of the server after a save. */
  listen(listener) {
    this.listeners.push(listener);
  }

  say(text, tone = "") {
    this.status.textContent = text;
    this.status.className = `grid-status ${tone}`;
  }

  /** Save what an adapter holds now. */
  save(adapter, extra = {}) {
    const job = { adapter, text: adapter.text(), change: { ...adapter.change(), ...extra } };
    this.keep(adapter.key, job);
    this.queue.set(adapter.key, job);
    adapter.show("saving");
    this.run();
  }

  keep(key, { adapter, text, change }) {
    const [source, cell] = key.split(":");
    const [member, criterion] = cell.split("-").map(Number);
    const group = adapter.group || this.form.dataset.group;
    this.unsent.put(key, { source, group, member, criterion, text, change, version: adapter.version, place: adapter.place });
  }

  async run() {
    if (this.running) return;
    this.running = true;
    try {
      while (this.queue.size) {
        const [key, job] = this.queue.entries().next().value;
        this.queue.delete(key);
        if (!(await this.sendOne(key, job))) break;
      }
    } finally {
      this.running = false;
    }
  }

  body(key, job) {
    const [source, cell] = key.split(":");
    const [member, criterion] = cell.split("-").map(Number);
    const group = job.adapter.group || this.form.dataset.group;
    return { group, source, member, criterion, version: job.adapter.version, ...job.change };
  }

  /** Returns whether to go on with the next one. */
  async sendOne(key, job) {
    const { adapter } = job;
    this.say(this.words.saving);
    let answer;
    try {
      answer = await send(this.form.dataset.save, { body: this.body(key, job) });
    } catch (error) {
      return this.failed(key, job, error);
    }
    this.token = null;
    this.tries = 0;
    this.unsent.drop(key);
    this.accept(answer, job);
    const points = this.told(answer.saved[0]) || this.words.empty;
    this.say(fill(this.words.savedCell, { time: answer.at, place: adapter.place, points }), "tone-done");
    this.showKept();
    return true;
  }

  /** What a cell holds, in the words of the page; empty when it holds nothing. */
  told(cell) {
    return cell.not_arisen ? this.words.notArisen : cell.points.short;
  }

  /** Show what stands now wherever the page shows it. */
  accept(answer, job = null) {
    for (const cell of answer.saved) {
      const key = this.key(cell.member, cell.criterion);
      for (const adapter of this.adapters.get(key) || []) {
        adapter.accept(cell, job && job.adapter === adapter ? job.text : null);
        adapter.show("saved", fill(this.words.saved, { time: answer.at }));
      }
    }
    for (const cell of answer.recalculated || []) {
      for (const adapter of this.adapters.get(this.key(cell.member, cell.criterion)) || []) adapter.recalculated?.(cell);
    }
    for (const listener of this.listeners) listener(answer);
  }

  async failed(key, job, error) {
    const { adapter } = job;
    if (error instanceof SessionEnded) {
      this.token = csrfToken();
      return this.stranded(key, job, this.words.ended);
    }
    if (!(error instanceof Refused)) {
      this.retry();
      return this.stranded(key, job, this.words.unsent);
    }
    if (error.passing) return this.stranded(key, job, this.words.busy, this.retry(error.wait));
    if (error.status >= 500) return this.stranded(key, job, this.words.trouble);
    if (error.status === 409 && error.data.current) return this.conflict(key, job, error);
    if (error.status === 422 && error.data.field === "reason") return this.reason(key, job, error);
    this.unsent.drop(key);
    adapter.show("wrong", error.message);
    this.say(`${adapter.place}: ${fill(this.words.refused, { message: error.message })}`, "tone-late");
    return true;
  }

  /** Nothing goes through now: mark this one and all that wait. */
  stranded(key, job, sentence, seconds = 0) {
    for (const waiting of [job, ...this.queue.values()]) waiting.adapter.show("unsent");
    this.queue.clear();
    this.showKept();
    this.say(fill(sentence, { count: this.unsent.size, seconds }), "tone-back");
    return false;
  }

  /** Send again after the seconds the server asked for, or after ever longer pauses; not all pages at once. */
  retry(wait = null) {
    const pause = wait ?? Math.min(LONGEST, RETRY * 2 ** this.tries);
    this.tries += 1;
    const seconds = pause + Math.random() * Math.max(1, pause / 2);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendKept(), seconds * 1000);
    return Math.ceil(seconds);
  }

  async conflict(key, job, error) {
    const { adapter } = job;
    const { current } = error.data;
    const same = current.not_arisen
      ? saysNotArisen(adapter.text(), this.words.notArisen)
      : current.points.short === adapter.text() || current.points.text === adapter.text();
    if (same) {
      // The same figure arrived by another way, for example by a first try whose answer was lost.
      job.change = { ...job.change, points: undefined, not_arisen: undefined };
    } else {
      const values = {
        who: current.who, time: current.when, place: adapter.place,
        points: this.told(current) || this.words.nothing, mine: adapter.text() || this.words.nothing,
      };
      const dialog = document.getElementById("conflict");
      dialog.querySelector("[data-text]").textContent = fill(current.who ? this.words.conflict : this.words.conflictFile, values);
      dialog.querySelector("[data-note]").textContent = current.reason;
      const choice = await ask(dialog);
      if (choice !== "mine") {
        this.unsent.drop(key);
        const [member, criterion] = key.split(":")[1].split("-").map(Number);
        const cell = { ...current, member, criterion };
        for (const one of this.adapters.get(key) || []) {
          one.accept(cell, one.text());
          one.show("");
        }
        this.say(error.message);
        adapter.focus?.();
        return true;
      }
    }
    for (const one of this.adapters.get(key) || [adapter]) one.version = current.version;
    adapter.version = current.version;
    this.keep(key, job);
    return this.sendOne(key, job);
  }

  async reason(key, job, error) {
    const { adapter } = job;
    const dialog = document.getElementById("ask-reason");
    const text = dialog.querySelector("textarea");
    dialog.querySelector("[data-text]").textContent = `${adapter.place}: ${error.message}`;
    text.value = "";
    const choice = await ask(dialog);
    if (choice !== "save" || !text.value.trim()) {
      this.unsent.drop(key);
      adapter.show("wrong", error.message);
      this.say(`${adapter.place}: ${fill(this.words.refused, { message: error.message })}`, "tone-late");
      adapter.focus?.();
      return true;
    }
    job.change = { ...job.change, reason: text.value.trim() };
    adapter.setReason?.(text.value.trim());
    this.keep(key, job);
    return this.sendOne(key, job);
  }

  /** After the page is ready: put back what an earlier visit could not send, and offer to send it. */
  offer() {
    for (const [key, entry] of Object.entries(this.unsent.all())) {
      for (const adapter of this.adapters.get(key) || []) {
        adapter.restore(entry);
        adapter.version = entry.version;
        adapter.show("unsent");
      }
    }
    this.showKept();
  }

  showKept() {
    const waiting = Object.keys(this.unsent.all()).filter((key) => !this.queue.has(key)).length;
    this.bar.hidden = waiting === 0;
    this.bar.querySelector("[data-kept-text]").textContent = fill(this.words.kept, { count: waiting });
  }

  sendKept() {
    clearTimeout(this.timer);
    for (const [key, entry] of Object.entries(this.unsent.all())) {
      if (this.queue.has(key)) continue;
      const here = [...(this.adapters.get(key) || [])].find((one) => one.text() === entry.text);
      // A mark of another tab of this page is sent all the same.
      const adapter = here || {
        key, place: entry.place, version: entry.version, group: entry.group,
        text: () => entry.text, show() {}, accept() {},
      };
      this.queue.set(key, { adapter, text: entry.text, change: entry.change });
      adapter.show("saving");
    }
    this.run();
  }

  dropKept() {
    const kept = this.unsent.all();
    this.unsent.write({});
    for (const key of Object.keys(kept)) {
      for (const adapter of this.adapters.get(key) || []) {
        adapter.reset();
        adapter.show("");
      }
    }
    this.showKept();
    this.say("");
  }
}
