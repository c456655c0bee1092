/** A unit's sheet: each line saves itself; the rail counts what is left. */

import { Entry } from "./entry.js";
import { fill } from "./figures.js";
import { Marks } from "./marks.js";
import { Totals } from "./totals.js";

const form = document.getElementById("sheet");
const marks = new Marks(form);

for (const element of form.querySelectorAll("[data-entry]")) {
  new Entry(element, marks, element.querySelector(".line-code").textContent);
}

const parents = new Map();
for (const element of form.querySelectorAll("[data-section], [data-entry]")) {
  parents.set(element.dataset.section || element.dataset.criterion, element.dataset.parent);
}

/** The section at the top that a line belongs to. */
function top(line) {
  while (parents.get(line)) line = parents.get(line);
  return line;
}

function countLeft() {
  const left = new Map();
  for (const line of form.querySelectorAll(".line-open")) {
    const section = top(line.dataset.criterion);
    left.set(section, (left.get(section) || 0) + 1);
  }
  for (const place of document.querySelectorAll("[data-left]")) {
    const count = left.get(place.dataset.left) || 0;
    place.textContent = count ? fill(marks.words.left, { count }) : "✓";
  }
}

function showTotal(total, asked) {
  if (!total) return;
  document.getElementById("sheet-total").textContent = total.points.text;
  document.getElementById("sheet-answered").textContent = `${total.answered}/${asked}`;
}

const sums = new Totals(form, (answer) => {
  const total = answer.members[form.dataset.member];
  showTotal(total, answer.asked);
  for (const place of total ? document.querySelectorAll(`[id^="s-${form.dataset.member}-"]`) : []) {
    place.textContent = total.sums[place.id.split("-")[2]]?.text || "–";
  }
});

marks.listen((answer) => {
  showTotal(answer.totals[form.dataset.member], answer.asked);
  countLeft();
  sums.later();
});
marks.offer();
