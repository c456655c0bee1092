/** What was typed and is not yet on the server: kept on this machine, per person and year, until it is. */

export class Unsent {
  constructor(year) {
    this.name = `marks:${document.body.dataset.person || ""}:${year}`;
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) || {};
    } catch {
      return {};
    }
  }

  write(entries) {
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.name, JSON.stringify(entries));
      else localStorage.removeItem(this.name);
    } catch {
      // A full or forbidden store: the page itself still holds what was typed.
    }
  }

  put(key, entry) {
    this.write({ ...this.all(), [key]: entry });
  }

  drop(key) {
    const { [key]: _gone, ...rest } = this.all();
    this.write(rest);
  }

  get size() {
    return Object.keys(this.all()).length;
  }
}
