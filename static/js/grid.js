/** The score page: moving about, saving cells, live totals, folding sections, the drawer, the paste. */

import { Cell } from "./cell.js";
import { Drawer } from "./drawer.js";
import { hundredths, written } from "./figures.js";
import { Marks } from "./marks.js";
import { paste } from "./paste.js";
import { Totals } from "./totals.js";

const form = document.getElementById("scores");
const table = form.querySelector(".score-grid");
const { decimal } = form.dataset;
const marks = new Marks(form);
const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.line);
const units = new Map([...table.tHead.rows[0].cells].slice(1).map((head) => [head.id.slice(1), head.textContent.trim()]));
const cells = new Map();
const columns = new Map([...units.keys()].map((member) => [member, []]));

for (const row of rows) {
  const code = row.querySelector(".line-code").textContent;
  for (const input of row.querySelectorAll("td > input")) {
    const cell = new Cell(input, marks, `${units.get(input.name.split("-")[1])}, ${code}`);
    cells.set(input, cell);
    columns.get(String(cell.member)).push(cell);
  }
}

const drawer = new Drawer(document.getElementById("drawer"), form, marks, (member, line) => {
  const row = rows.find((one) => one.dataset.line === String(line));
  return `${units.get(String(member))}, ${row.querySelector(".line-code").textContent}`;
});

// --- Totals ------------------------------------------------------------------------------------

const parents = new Map(rows.map((row) => [row.dataset.line, row.dataset.parent]));
const totals = new Map();
const sums = new Map();
for (const member of units.keys()) totals.set(member, hundredths(document.getElementById(`t-${member}`).textContent) || 0);
for (const place of table.querySelectorAll("[data-sum]")) if (place.dataset.sum) sums.set(place.id, Number(place.dataset.sum));

/** While typing: the server's figures plus what is typed and not saved. The server answers with its own. */
function preview(member) {
  let total = totals.get(member) || 0;
  const changed = new Map();
  let dirty = false;
  for (const cell of columns.get(member)) {
    if (!cell.dirty || (cell.value === null && cell.text() !== "")) continue;
    const difference = (cell.value || 0) - (cell.baseline || 0);
    dirty = true;
    total += difference;
    for (let line = parents.get(String(cell.criterion)); line; line = parents.get(line)) {
      changed.set(line, (changed.get(line) || 0) + difference);
    }
  }
  const place = document.getElementById(`t-${member}`);
  place.textContent = total || dirty || place.textContent ? written(total, decimal) : "";
  place.classList.toggle("preview", dirty);
  for (const line of new Set(parents.values())) {
    const sum = line && document.getElementById(`s-${member}-${line}`);
    if (!sum) continue;
    const difference = changed.get(line);
    const stored = sums.get(sum.id);
    sum.textContent = difference || stored !== undefined ? written((stored || 0) + (difference || 0), decimal) : "";
    sum.classList.toggle("preview", Boolean(difference));
  }
}

/** The total of one member and how many lines it answers. */
function showTotal(member, total, asked) {
  totals.set(member, total.points.hundredths);
  document.getElementById(`t-${member}`).textContent = total.answered ? total.points.text : "";
  const answered = document.getElementById(`k-${member}`);
  answered.textContent = `${total.answered}/${asked}`;
  answered.classList.toggle("whole", total.answered >= asked);
}

/** All of them, with ranks and section sums. */
const all = new Totals(form, (answer) => {
  for (const [member, total] of Object.entries(answer.members)) {
    if (!units.has(member)) continue;
    showTotal(member, total, answer.asked);
    document.getElementById(`k-rank-${member}`).textContent = total.rank || "–";
    for (const line of new Set(parents.values())) {
      const id = `s-${member}-${line}`;
      if (total.sums[line]) sums.set(id, total.sums[line].hundredths);
      else sums.delete(id);
    }
    preview(member);
  }
});

marks.listen((answer) => {
  for (const [member, total] of Object.entries(answer.totals)) {
    if (units.has(member)) showTotal(member, total, answer.asked);
  }
  for (const { member, criterion, points } of answer.recalculated || []) {
    const text = document.querySelector(`#c-${member}-${criterion}.fixed > span`);
    if (text) text.textContent = points.short;
  }
  for (const cell of answer.saved) {
    addToSums(cell);
    drawer.refresh(cell.member, cell.criterion);
  }
  for (const member of Object.keys(answer.totals)) if (units.has(member)) preview(member);
  all.later();
});

const known = new Map([...cells.values()].map((cell) => [cell.key, cell.baseline || 0]));

/** What a saved cell adds to the sums above it, until the server's own figures come. */
function addToSums({ member, criterion, points }) {
  const key = marks.key(member, criterion);
  if (!known.has(key)) return;
  const difference = (points.hundredths || 0) - known.get(key);
  known.set(key, points.hundredths || 0);
  for (let line = parents.get(String(criterion)); line; line = parents.get(line)) {
    const id = `s-${member}-${line}`;
    sums.set(id, (sums.get(id) || 0) + difference);
  }
}

// --- Typing ------------------------------------------------------------------------------------

table.addEventListener("input", (event) => {
  const cell = cells.get(event.target);
  if (cell) preview(String(cell.member));
});

/** Save what a cell holds, once: leaving it after Enter does not send it again. */
function commit(cell) {
  if (!cell || cell.sending === cell.text()) return;
  if (cell.dirty) marks.save(cell);
  else {
    cell.reset();
    cell.show("");
  }
}

table.addEventListener("change", (event) => commit(cells.get(event.target)));

table.addEventListener("focusin", (event) => {
  const box = event.target.closest("td.cell");
  if (!box) return;
  if (cells.has(event.target)) event.target.select();
  const [, member, line] = box.id.split("-");
  current = { member, line };
  drawer.follow(member, line);
  document.getElementById("open-drawer").disabled = false;
});

// --- Moving ------------------------------------------------------------------------------------

let current = null;

function boxesOf(row) {
  return [...row.querySelectorAll("td.cell")];
}

function visible() {
  return rows.filter((row) => !row.hidden && !row.classList.contains("group-row"));
}

function go(box) {
  if (!box) return;
  const target = box.querySelector("input") || box;
  target.focus();
  if (target.select) target.select();
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function move(box, down, right) {
  const row = box.closest("tr");
  const column = boxesOf(row).indexOf(box) + right;
  const all = visible();
  const next = all[all.indexOf(row) + down];
  if (next) go(boxesOf(next)[column]);
}

function enter(box, input, down) {
  commit(cells.get(input));
  move(box, down, 0);
}

/** Ctrl+Enter saves and stays in the cell. */
function stay(input) {
  commit(cells.get(input));
  input.select();
}

function atStart(input) {
  return input.selectionStart === 0;
}

function atEnd(input) {
  return input.selectionEnd === input.value.length;
}

table.addEventListener("keydown", (event) => {
  const box = event.target.closest("td.cell");
  if (!box || event.altKey || event.metaKey) return;
  const input = event.target.matches("input") ? event.target : null;
  const row = box.closest("tr");
  const whole = !input || (atStart(input) && atEnd(input));
  const all = visible();
  const acts = event.ctrlKey ? {
    Enter: () => input && stay(input),
    Home: () => whole && go(boxesOf(all[0])[0]),
    End: () => whole && go(boxesOf(all.at(-1)).at(-1)),
  } : {
    ArrowDown: () => move(box, 1, 0),
    ArrowUp: () => move(box, -1, 0),
    ArrowRight: () => (!input || whole || atEnd(input)) && move(box, 0, 1),
    ArrowLeft: () => (!input || whole || atStart(input)) && move(box, 0, -1),
    Enter: () => (input ? enter(box, input, event.shiftKey ? -1 : 1) : open(box)),
    Home: () => whole && go(boxesOf(row)[0]),
    End: () => whole && go(boxesOf(row).at(-1)),
    F2: () => open(box),
    Escape: () => escape(input),
  };
  const act = acts[event.key];
  if (act && act() !== false) event.preventDefault();
});

function escape(input) {
  const cell = cells.get(input);
  if (cell && input.value !== cell.stored) {
    cell.reset();
    cell.show("");
    input.select();
    preview(String(cell.member));
    return true;
  }
  return drawer.close();
}

function open(box) {
  const [, member, line] = box.id.split("-");
  drawer.open(member, line);
}

table.addEventListener("dblclick", (event) => {
  const box = event.target.closest("td.cell");
  if (box) open(box);
});
document.getElementById("open-drawer").addEventListener("click", () => current && drawer.open(current.member, current.line));
drawer.closed = () => current && go(document.getElementById(`c-${current.member}-${current.line}`));

// Where nothing can be typed the first cell is the way in for the keyboard.
if (!cells.size) table.querySelector("td.cell")?.setAttribute("tabindex", "0");

// --- Sections ----------------------------------------------------------------------------------

const foldsName = `folds:${form.dataset.year}:${form.dataset.group}`;
const folded = new Set(JSON.parse(sessionStorage.getItem(foldsName) || "[]"));

function fold() {
  for (const row of rows) {
    let hidden = false;
    for (let line = row.dataset.parent; line; line = parents.get(line)) hidden = hidden || folded.has(line);
    row.hidden = hidden;
    row.querySelector(".fold")?.setAttribute("aria-expanded", String(!folded.has(row.dataset.line)));
  }
}

for (const button of table.querySelectorAll(".fold")) {
  const row = button.closest("tr");
  button.disabled = false;
  button.setAttribute("aria-labelledby", row.cells[0].id);
  button.addEventListener("click", () => {
    if (!folded.delete(row.dataset.line)) folded.add(row.dataset.line);
    sessionStorage.setItem(foldsName, JSON.stringify([...folded]));
    fold();
  });
}
fold();

paste({ form, table, marks, cells, rows, units, visible, boxesOf });
marks.offer();
for (const member of units.keys()) preview(member);
