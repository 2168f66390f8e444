// What the reader has changed: a coding, and values set at paths. With undo, and as a link.

export class State {
  constructor(scenario) {
    this.scenario = scenario;
    this.opened = scenario.coding;
    this.now = { coding: scenario.coding, changes: {} };
    this.package = {};
    this.past = [];
    this.future = [];
    this.listeners = [];
    this.lastPath = null;
    this.lastTime = 0;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  // Set several paths at once; null takes a change back. A slider that is being moved is one step
  // of undo, not a hundred.
  set(values, { settling = false } = {}) {
    const changes = { ...this.now.changes };
    for (const [path, value] of Object.entries(values)) {
      if (value === null) delete changes[path];
      else changes[path] = value;
    }
    const path = Object.keys(values).join(" ");
    const time = performance.now();
    const same = settling && path === this.lastPath && time - this.lastTime < 1500;
    this.#step({ ...this.now, changes }, same);
    this.lastPath = path;
    this.lastTime = time;
  }

  choose(coding) {
    this.#step({ ...this.now, coding }, false);
  }

  reset() {
    this.#step({ ...this.now, changes: {} }, false);
  }

  #step(next, same) {
    this.movedAt = performance.now();
    if (JSON.stringify(next) === JSON.stringify(this.now)) return;
    if (!same) this.past.push(this.now);
    this.future = [];
    this.now = next;
    this.lastPath = null;
    this.#tell();
  }

  undo() {
    if (!this.past.length) return;
    this.future.push(this.now);
    this.now = this.past.pop();
    this.lastPath = null;
    this.#tell();
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(this.now);
    this.now = this.future.pop();
    this.lastPath = null;
    this.#tell();
  }

  // The package is no change of the scenario, so undo leaves it alone.
  pick(chosen) {
    this.package = chosen;
    this.#tell();
  }

  // What a path holds now; undefined where nothing was changed. A change of a whole table answers
  // for the keys in it.
  changed(path) {
    const { changes } = this.now;
    if (path in changes) return changes[path];
    const [above, key] = split(path);
    const held = changes[above];
    return held && typeof held === "object" && !Array.isArray(held) ? held[key] : undefined;
  }

  text() {
    return JSON.stringify({ ...this.now, package: this.package });
  }

  link() {
    return `#state=${encodeURIComponent(this.text())}`;
  }

  // Take over a state from a link or a file; anything that is none is told apart by an error.
  restore(text, decode = (same) => same) {
    const held = read(text, decode);
    if (!isTable(held) || !isTable(held.changes) || !isTable(held.package ?? {})) throw new Error("it holds no state of this page.");
    if (!Object.entries(held.changes).every(legal)) throw new Error("it holds a change that cannot be one.");
    if (!Object.hasOwn(this.scenario.codings, held.coding)) throw new Error(`the scenario has no coding “${held.coding}”.`);
    const known = ([id, option]) => this.scenario.issues.find((one) => one.id === id)?.options.some((one) => one.id === option);
    this.package = Object.fromEntries(Object.entries(held.package ?? {}).filter(known));
    this.#step({ coding: held.coding, changes: held.changes }, false);
  }

  restoreFromLink(hash) {
    if (hash.startsWith("#state=")) this.restore(hash.slice(7), decodeURIComponent);
  }

  #tell() {
    for (const listener of this.listeners) listener(this);
  }
}

// What the page itself reads of changes must be what it writes; the rest is judged by the server.
const legal = ([path, value]) => value !== null && (!path.startsWith("only.") || (Array.isArray(value) && value.every((one) => typeof one === "string")));

const isTable = (held) => typeof held === "object" && held !== null && !Array.isArray(held);

function read(text, decode) {
  try {
    return JSON.parse(decode(text));
  } catch {
    return null;
  }
}

function split(path) {
  const end = path.lastIndexOf(".");
  return [path.slice(0, end), path.slice(end + 1)];
}
