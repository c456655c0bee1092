/** A block from Excel: what it changes is shown first, by the rules of the server; one step takes it back. */

import { fill, hundredths } from "./figures.js";
import { Refused, send } from "./http.js";
import { ask } from "./marks.js";

const SHOWN = 300;

/** Rows and columns of a copied block; a single figure is no block. */
function block(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  return lines.length > 1 || lines[0].length > 1 ? lines : null;
}

export function paste({ form, table, marks, cells, rows, units, visible, boxesOf }) {
  const dialog = document.getElementById("paste");
  const { words } = marks;
  const groups = dialog.querySelector("[data-groups]");
  const button = dialog.querySelector("[data-save]");
  const reason = dialog.querySelector("[data-reason]");
  const undoBar = document.getElementById("undo");
  let undo = null;
  let turn = 0;

  const post = (changes, preview) =>
    send(form.dataset.block, { body: { group: form.dataset.group, source: form.dataset.source, preview, changes } });

  /** Which cells the block falls on, and what lies outside. Empty places of the block are left out. */
  function plan(lines, start) {
    const all = groups.checked ? rows.filter((row) => !row.hidden) : visible();
    const top = all.indexOf(start.closest("tr"));
    const left = boxesOf(start.closest("tr")).indexOf(start);
    const found = [];
    let outside = 0;
    let same = 0;
    lines.forEach((line, down) => line.forEach((text, right) => {
      const typed = text.trim();
      if (!typed) return;
      const row = all[top + down];
      if (row?.classList.contains("group-row")) return;
      const input = row && boxesOf(row)[left + right]?.querySelector("input");
      const cell = input && cells.get(input);
      if (!cell) outside += 1;
      else if (hundredths(typed) !== null && hundredths(typed) === cell.baseline) same += 1;
      else found.push({ cell, typed });
    }));
    return { found, outside, same };
  }

  function changes(found, why = "") {
    return found.map(({ cell, typed }) => ({
      member: cell.member, criterion: cell.criterion, version: cell.version, points: typed, ...(why ? { reason: why } : {}),
    }));
  }

  /** Ask the server what it would refuse; returns the refusals by cell, or null when it does not answer. */
  async function refusals(found) {
    if (!found.length) return new Map();
    try {
      await post(changes(found), true);
      return new Map();
    } catch (error) {
      if (!(error instanceof Refused) || !error.data.cells) return null;
      return new Map(error.data.cells.map((one) => [`${one.member}-${one.criterion}`, one]));
    }
  }

  async function show(lines, start) {
    const mine = ++turn;
    const planned = plan(lines, start);
    const wrong = await refusals(planned.found);
    if (mine !== turn) return planned;
    const text = dialog.querySelector("[data-text]");
    const body = dialog.querySelector("tbody");
    body.replaceChildren();
    if (wrong === null) {
      text.textContent = words.trouble;
      button.disabled = true;
      return planned;
    }
    const hard = [...wrong.values()].filter((one) => one.field !== "reason").length;
    const parts = [fill(words.pasteCells, { count: planned.found.length, same: planned.same })];
    if (planned.outside) parts.push(fill(words.pasteOutside, { count: planned.outside }));
    if (hard) parts.push(fill(words.pasteWrong, { count: hard }));
    text.textContent = parts.join(" ");
    reason.hidden = ![...wrong.values()].some((one) => one.field === "reason");
    button.disabled = !planned.found.length || hard > 0;
    const order = [...planned.found].sort((one, other) => wrong.has(`${other.cell.member}-${other.cell.criterion}`) - wrong.has(`${one.cell.member}-${one.cell.criterion}`));
    for (const { cell, typed } of order.slice(0, SHOWN)) {
      const error = wrong.get(`${cell.member}-${cell.criterion}`);
      const line = body.insertRow();
      if (error && error.field !== "reason") line.className = "wrong";
      const [unit, code] = [units.get(String(cell.member)), cell.place.split(", ").at(-1)];
      for (const [place, value] of [code, unit, cell.stored || words.empty, typed, error ? error.error : ""].entries()) {
        const box = line.insertCell();
        box.textContent = value;
        if (place === 2 || place === 3) box.className = "n";
      }
    }
    return planned;
  }

  async function offer(lines, start) {
    const all = rows.filter((row) => !row.hidden);
    groups.checked = lines.length > visible().length - visible().indexOf(start.closest("tr")) &&
      lines.length <= all.length - all.indexOf(start.closest("tr"));
    groups.closest("label").hidden = all.length === visible().length;
    dialog.querySelector("#paste-reason").value = "";
    let planned = show(lines, start);
    const again = () => {
      planned = show(lines, start);
    };
    groups.addEventListener("change", again);
    const choice = await ask(dialog);
    groups.removeEventListener("change", again);
    if (choice !== "save") return start.querySelector("input").focus();
    const { found } = await planned;
    const why = reason.hidden ? "" : dialog.querySelector("#paste-reason").value.trim();
    try {
      const answer = await post(changes(found, why), false);
      marks.accept(answer);
      const versions = new Map(answer.saved.map((one) => [`${one.member}-${one.criterion}`, one.version]));
      undo = answer.before.map((one) => ({ ...one, version: versions.get(`${one.member}-${one.criterion}`) }));
      undoBar.hidden = false;
      undoBar.querySelector("[data-undo-text]").textContent = fill(words.pasted, { count: answer.saved.length });
      marks.say(fill(words.saved, { time: answer.at }), "tone-done");
    } catch (error) {
      marks.say(error.message ? fill(words.refused, { message: said(error) }) : words.trouble, "tone-late");
    }
    return start.querySelector("input").focus();
  }

  function said(error) {
    const first = error.data?.cells?.[0];
    return first ? `${error.message} ${first.error}` : error.message;
  }

  undoBar.querySelector("[data-undo]").addEventListener("click", async () => {
    try {
      const answer = await post(undo, false);
      marks.accept(answer);
      marks.say(words.undone, "tone-done");
      undo = null;
      undoBar.hidden = true;
    } catch (error) {
      marks.say(error.message ? fill(words.refused, { message: said(error) }) : words.trouble, "tone-late");
    }
  });

  table.addEventListener("paste", (event) => {
    const start = event.target.closest("td.cell");
    const lines = start && block(event.clipboardData.getData("text/plain"));
    if (!lines || !start.querySelector("input")) return;
    event.preventDefault();
    offer(lines, start);
  });
}
