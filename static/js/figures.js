/** Points as whole hundredths: scripts never compute with fractions, and the server's figures always win. */

const TYPED = /^([+-]?)(\d{1,7})(?:[.,](\d{1,2}))?$/;

/** Whole hundredths of what was typed; null when it is empty or not a number the server would take. */
export function hundredths(text) {
  const match = TYPED.exec(text.trim().replace("\u00a0", "").replace("\u2212", "-"));
  if (!match) return null;
  const [, sign, whole, fraction = ""] = match;
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  return sign === "-" ? -value : value;
}

/** Hundredths as text with two places: 950 → “9,50”. */
export function written(value, decimal) {
  const size = Math.abs(value);
  const text = `${Math.floor(size / 100)}${decimal}${String(size % 100).padStart(2, "0")}`;
  return value < 0 ? `-${text}` : text;
}

/** Whether somebody typed that the task did not arise: the word of the page, or the short forms in use. */
export function saysNotArisen(text, word) {
  return ["kps", "n/a", "na", word.toLowerCase()].includes(text.trim().toLowerCase());
}

/** Put values into the places `{name}` of a sentence. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
