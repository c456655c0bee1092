/** Totals, ranks and section sums, asked for a moment after the last save: saving itself answers with less. */

import { send } from "./http.js";

const PAUSE = 600;

export class Totals {
  /** `show` is called with the answer: { asked, members: { key: { points, answered, rank, sums } } }. */
  constructor(form, show) {
    this.form = form;
    this.show = show;
    this.turn = 0;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  async load() {
    const mine = ++this.turn;
    const { group, source, page = "1", member = "" } = this.form.dataset;
    const query = new URLSearchParams({ group, source, ...(member ? { member } : { page }) });
    let answer;
    try {
      answer = await send(`${this.form.dataset.totals}?${query}`, { method: "GET" });
    } catch {
      // The next save asks again; until then the page shows what it knew.
      return;
    }
    if (mine === this.turn) this.show(answer);
  }
}
