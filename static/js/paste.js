/** A block from Excel: what it changes is shown first, by the rules of the server; one step takes it back. */

import { fill, hundredths, saysNotArisen } from "./figures.js";
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
  // What somebody else changed while this page was open, by cell: said in the list, and decided there.
  let meanwhile = new Map();

  const post = (changes, preview) =>
    send(form.dataset.block, { body: { group: form.dataset.group, source: form.dataset.source, preview, changes } });

  /** Which cells the block falls on, and what lies outside. Empty places of the block are left out. */
  function plan(lines, start) {
    const all = groups.checked ? rows.filter((row) => !row.hidden) : visible();
    const top = all.indexOf(start.closest("tr"));
    const left = boxesOf(start.closest("tr")).indexOf(start);
    const found = [];
    const outside = [];
    let same = 0;
    lines.forEach((line, down) => line.forEach((text, right) => {
      const typed = text.trim();
      if (!typed) return;
      const row = all[top + down];
      if (row?.classList.contains("group-row")) return;
      const box = row && boxesOf(row)[left + right];
      const cell = box && cells.get(box.querySelector("input"));
      if (!cell) outside.push({ box, typed });
      else if (cell.notArisen ? saysNotArisen(typed, words.notArisen) : hundredths(typed) !== null && hundredths(typed) === cell.baseline) same += 1;
      else found.push({ cell, typed });
    }));
    return { found, outside, same };
  }

  function changes(found, why = "") {
    return found.map(({ cell, typed }) => ({
      member: cell.member, criterion: cell.criterion, version: cell.version,
      ...(saysNotArisen(typed, words.notArisen) ? { not_arisen: true } : { points: typed }), ...(why ? { reason: why } : {}),
    }));
  }

  const keyOf = ({ member, criterion }) => `${member}-${criterion}`;

  /** Take what stands now into the page, so that the list shows whose points would be replaced. */
  function learn(refused, found) {
    for (const { cell } of found) {
      const one = refused.get(keyOf(cell));
      if (!one?.current) continue;
      cell.accept(one.current, cell.text());
      meanwhile.set(keyOf(cell), one.error);
    }
  }

  /** Ask the server what it would refuse; returns the refusals by cell, or null when it does not answer. */
  async function refusals(found, again = true) {
    if (!found.length) return new Map();
    try {
      await post(changes(found), true);
      return new Map();
    } catch (error) {
      if (!(error instanceof Refused) || !error.data.cells) return null;
      const refused = new Map(error.data.cells.map((one) => [keyOf(one), one]));
      if (!again || ![...refused.values()].some((one) => one.current)) return refused;
      learn(refused, found);
      return refusals(found, false);
    }
  }

  function row(body, texts, tone = "") {
    const line = body.insertRow();
    if (tone) line.className = tone;
    for (const [place, value] of texts.entries()) {
      const box = line.insertCell();
      box.textContent = value;
      if (place === 2 || place === 3) box.className = "n";
    }
  }

  const codeOf = (box) => box.closest("tr").querySelector(".line-code").textContent;

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
    const parts = [fill(words.pasteCells, { count: planned.found.length - hard, same: planned.same })];
    if (planned.outside.length) parts.push(fill(words.pasteOutside, { count: planned.outside.length }));
    if (hard) parts.push(fill(words.pasteWrong, { count: hard }));
    text.textContent = parts.join(" ");
    reason.hidden = ![...wrong.values()].some((one) => one.field === "reason");
    button.disabled = !planned.found.length || hard > 0;
    const order = [...planned.found].sort((one, other) => wrong.has(keyOf(other.cell)) - wrong.has(keyOf(one.cell)));
    for (const { cell, typed } of order.slice(0, SHOWN)) {
      const error = wrong.get(keyOf(cell));
      const said = [meanwhile.get(keyOf(cell)), error?.error].filter(Boolean).join(" ");
      const texts = [codeOf(cell.box), units.get(String(cell.member)), cell.stored || words.empty, typed, said];
      row(body, texts, error && error.field !== "reason" ? "wrong" : "");
    }
    for (const { box, typed } of planned.outside.slice(0, SHOWN)) {
      const now = box ? box.querySelector("span")?.textContent || words.empty : "";
      const place = box ? [codeOf(box), units.get(box.id.split("-")[1])] : ["–", "–"];
      row(body, [...place, now, typed, box ? fill(words.pasteLeft, { why: box.title.trim() }) : words.pasteBeyond], "left-out");
    }
    const more = Math.max(0, order.length - SHOWN) + Math.max(0, planned.outside.length - SHOWN);
    if (more) row(body, [fill(words.pasteMore, { count: more }), "", "", "", ""]);
    return planned;
  }

  async function offer(lines, start) {
    const all = rows.filter((row) => !row.hidden);
    groups.checked = lines.length > visible().length - visible().indexOf(start.closest("tr")) &&
      lines.length <= all.length - all.indexOf(start.closest("tr"));
    groups.closest("label").hidden = all.length === visible().length;
    dialog.querySelector("#paste-reason").value = "";
    meanwhile = new Map();
    let planned = show(lines, start);
    const again = () => {
      planned = show(lines, start);
    };
    groups.addEventListener("change", again);
    // Nothing is lost: while the server does not take the block, its list stays open.
    while ((await ask(dialog)) === "save") {
      if (await saved((await planned).found)) break;
      if (!dialog.querySelector("[data-text]").dataset.later) again();
      delete dialog.querySelector("[data-text]").dataset.later;
    }
    groups.removeEventListener("change", again);
    start.querySelector("input").focus();
  }

  /** Save the block; returns whether the server has it. */
  async function saved(found) {
    const why = reason.hidden ? "" : dialog.querySelector("#paste-reason").value.trim();
    const text = dialog.querySelector("[data-text]");
    try {
      const answer = await post(changes(found, why), false);
      marks.accept(answer);
      const versions = new Map(answer.saved.map((one) => [keyOf(one), one.version]));
      undo = answer.before.map((one) => ({ ...one, version: versions.get(keyOf(one)) }));
      undoBar.hidden = false;
      undoBar.querySelector("[data-undo-text]").textContent = fill(words.pasted, { count: answer.saved.length });
      marks.say(fill(words.saved, { time: answer.at }), "tone-done");
      return true;
    } catch (error) {
      marks.say(fill(words.refused, { message: said(error) }), "tone-late");
      if (!error.data?.cells) {
        text.textContent = `${words.pasteLater} ${error.message || ""}`;
        text.dataset.later = "yes";
      }
      return false;
    }
  }

  function said(error) {
    const first = error.data?.cells?.[0];
    if (!(error instanceof Refused)) return words.pasteLater;
    return first ? `${error.message} ${first.error}` : error.message || words.trouble;
  }

  undoBar.querySelector("[data-undo]").addEventListener("click", async () => {
    try {
      const answer = await post(undo, false);
      marks.accept(answer);
      marks.say(words.undone, "tone-done");
      undo = null;
      undoBar.hidden = true;
    } catch (error) {
      marks.say(fill(words.refused, { message: said(error) }), "tone-late");
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
