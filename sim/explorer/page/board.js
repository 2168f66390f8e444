// The board: issues as rows of options; what every party holds of each; pins and red lines.

import { at, capital, dot, h } from "./elements.js";

const FIRMNESS = [0, 0.5, 1]; // what a click goes through: no line, a soft one, a firm one

export class Board {
  constructor(scenario, state, { onPick }) {
    Object.assign(this, { scenario, state, onPick });
    this.linesOf = "";
    this.onTable = {};
    this.cells = new Map();
    this.#build();
    state.onChange(() => this.draw());
    this.draw();
  }

  // Another coding may value options, and draw lines, otherwise.
  take(scenario) {
    this.scenario = scenario;
    this.#build();
    this.draw();
  }

  // ---- what holds now -------------------------------------------------------------------------

  allowed(issue) {
    const only = this.state.changed(`only.${issue.id}`);
    return new Set(only ?? issue.options.filter((one) => one.allowed).map((one) => one.id));
  }

  firmness(party, issue, option) {
    const held = this.state.changed(`${linePath(party, issue.id)}.${option.id}`);
    return held === undefined ? option.marks[party].firmness ?? 0 : middle(held);
  }

  // ---- what a reader does ---------------------------------------------------------------------

  pin(issue, option) {
    const allowed = this.allowed(issue);
    const pinned = allowed.size === 1 && allowed.has(option.id);
    this.#permit(issue, pinned ? null : [option.id]);
  }

  ruleOut(issue, option) {
    const allowed = this.allowed(issue);
    if (allowed.has(option.id)) allowed.delete(option.id);
    else allowed.add(option.id);
    if (allowed.size) this.#permit(issue, issue.options.map((one) => one.id).filter((id) => allowed.has(id)));
  }

  #permit(issue, options) {
    const stated = issue.options.filter((one) => one.allowed).map((one) => one.id);
    const same = options && options.join() === stated.join();
    this.state.set({ [`only.${issue.id}`]: same ? null : options });
  }

  // A line keeps its order: along the issue it may fall and then rise, never the reverse. Making an
  // option firmer makes those beyond it at least as firm, easing it those before it at most so.
  setLine(party, issue, option, firm) {
    const row = issue.options.map((one) => this.firmness(party, issue, one));
    const place = issue.options.indexOf(option);
    const ideal = issue.options.findIndex((one) => one.marks[party].ideal);
    row[place] = firm;
    const away = place < ideal ? -1 : 1;
    for (let k = place + away; k >= 0 && k < row.length; k += away) row[k] = Math.max(row[k], firm);
    for (let k = place - away; k >= 0 && k < row.length && k !== ideal - away; k -= away) row[k] = Math.min(row[k], firm);
    this.#setRow(party, issue, row);
  }

  // Move the end of a line from one option to another: it takes its firmness along.
  moveLine(party, issue, from, to) {
    const row = issue.options.map((one) => this.firmness(party, issue, one));
    const ideal = issue.options.findIndex((one) => one.marks[party].ideal);
    const firm = row[from];
    const away = from < ideal ? -1 : 1;
    if (!firm || to === ideal || (to < ideal) !== (from < ideal)) return;
    for (let k = ideal + away; k !== to; k += away) row[k] = 0;
    for (let k = to; k !== from + away && k >= 0 && k < row.length; k += away) row[k] = Math.max(row[k], firm);
    this.#setRow(party, issue, row);
  }

  dropLine(party, issue) {
    this.#setRow(party, issue, issue.options.map(() => 0));
  }

  // Once a line is touched all of it is taken as certain: ranges of its other options could cross
  // a number that was moved.
  #setRow(party, issue, row) {
    const stated = issue.options.map((option) => option.marks[party].firmness);
    const back = row.every((firm, k) => firm === (stated[k] ?? 0));
    const values = {};
    issue.options.forEach((option, k) => {
      if (stated[k] === null && !row[k] && this.state.changed(`${linePath(party, issue.id)}.${option.id}`) === undefined) return;
      values[`${linePath(party, issue.id)}.${option.id}`] = back ? null : row[k];
    });
    this.state.set(values, { settling: true });
  }

  resetLine(party, issue) {
    this.#setRow(party, issue, issue.options.map((option) => option.marks[party].firmness ?? 0));
  }

  // A line by its path, as the sliders know it.
  lineAt(path) {
    const [, party, , issue, , option] = path.split(".");
    const found = this.scenario.issues.find((one) => one.id === issue);
    return { party, issue: found, option: found.options.find((one) => one.id === option) };
  }

  // ---- how it looks ---------------------------------------------------------------------------

  #build() {
    this.cells.clear();
    at("board").replaceChildren(...this.scenario.issues.map((issue) => this.#row(issue)));
    at("legend").replaceChildren(
      ...this.scenario.parties.map((party) => h("span", { className: "who" }, dot(party.id), `${capital(party.name)}${party.principal ? "" : " (signs some options)"}`)),
      h("span", {}, h("i", { className: "sample bar" }), "value to the party"),
      h("span", {}, h("b", { className: "star" }, "★"), "its ideal"),
      h("span", {}, h("i", { className: "sample line" }), "red line, and how firm"),
      h("span", {}, h("i", { className: "sample framed mine" }, "✓"), "in your package"),
      h("span", {}, h("i", { className: "sample framed on-table" }), "on the table in the story"));
  }

  #row(issue) {
    const unless = Object.entries(issue.unless).map(([party, some]) =>
      `${this.#name(party)}'s line is waived by ${some.map((one) => `${one.option} (${one.issue})`).join(" or ")}, or more`);
    return h("div", { className: "issue", role: "group", "aria-label": issue.name, "data-issue": issue.id },
      h("div", { className: "issue-name" }, h("h3", {}, capital(issue.name)),
        unless.map((text) => h("p", { className: "unless" }, capital(text)))),
      h("div", { className: "options", vars: { "--columns": issue.options.length } },
        issue.options.map((option) => this.#cell(issue, option))));
  }

  #cell(issue, option) {
    const pin = h("button", { type: "button", className: "pin", onclick: () => this.pin(issue, option) }, "pin");
    const out = h("button", { type: "button", className: "out", onclick: () => this.ruleOut(issue, option) }, "rule out");
    const pick = h("button", { type: "button", className: "pick", onclick: () => this.onPick(issue, option) }, option.name);
    const marks = this.scenario.parties.map((party) => this.#mark(issue, option, party));
    const signs = option.consent.map((some) => some.map((one) => this.#name(one)).join(" and ")).join(", or ");
    const cell = h("div", { className: "cell" }, pick,
      h("div", { className: "marks" }, marks.map((one) => one.place)),
      h("p", { className: "signs" }, signs ? `needs ${signs}` : option.id === issue.status_quo ? "as things are" : ""),
      h("div", { className: "cell-acts" }, pin, out));
    this.cells.set(`${issue.id} ${option.id}`, { cell, pin, out, pick, marks, issue, option });
    return cell;
  }

  #mark(issue, option, party) {
    const held = option.marks[party.id];
    const number = h("span", { className: "firm" });
    const line = h("button", {
      type: "button", className: "line", tabindex: "-1",
      onclick: () => this.#nextFirmness(party.id, issue, option),
      onkeydown: (event) => this.#keyed(event, party.id, issue, option),
      onpointerdown: (event) => this.#grab(event, party.id, issue, option),
    }, number);
    const place = h("div", { className: "mark", vars: { "--party": `var(--party-${party.id})`, "--value": held.value } },
      dot(party.id), h("span", { className: "bar" }), h("span", { className: "star" }, held.ideal ? "★" : ""), line);
    return { place, line, number, party: party.id };
  }

  #nextFirmness(party, issue, option) {
    if (this.dragged) return void (this.dragged = false);
    const now = this.firmness(party, issue, option);
    this.setLine(party, issue, option, FIRMNESS.find((one) => one > now + 1e-9) ?? 0);
  }

  #keyed(event, party, issue, option) {
    const from = issue.options.indexOf(option);
    const to = from + { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Delete") this.dropLine(party, issue);
    else if (to >= 0 && to < issue.options.length) {
      this.moveLine(party, issue, from, to);
      this.cells.get(`${issue.id} ${issue.options[to].id}`).marks.find((one) => one.party === party).line.focus();
    } else return;
    event.preventDefault();
  }

  // Drag a line's mark to another option of the same issue.
  #grab(event, party, issue, option) {
    if (!this.firmness(party, issue, option)) return;
    const over = (moved) => document.elementFromPoint(moved.clientX, moved.clientY)?.closest(".cell");
    const start = over(event);
    const leave = (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", leave);
    };
    const drop = (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      leave(moved);
      const cell = over(moved);
      if (!cell || cell === start) return;
      this.dragged = true;
      setTimeout(() => (this.dragged = false));
      const to = issue.options.findIndex((one) => this.cells.get(`${issue.id} ${one.id}`).cell === cell);
      if (to >= 0) this.moveLine(party, issue, issue.options.indexOf(option), to);
    };
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", leave);
  }

  draw() {
    for (const issue of this.scenario.issues) {
      const allowed = this.allowed(issue);
      for (const option of issue.options) this.#drawCell(this.cells.get(`${issue.id} ${option.id}`), allowed);
    }
    at("board-hint").textContent = this.linesOf
      ? `Click a line of ${this.#name(this.linesOf)} to soften, firm up or drop it; drag it, or use the arrow keys, to move it; Delete drops it. The whole line is then taken as certain.`
      : "Click an option to put it into a package of your own. Pin it in, or rule it out, for the talks.";
  }

  // A cell is drawn only where something in it has changed.
  #drawCell(held, allowed) {
    const { cell, pin, out, pick, marks, issue, option } = held;
    const pinned = allowed.size === 1 && allowed.has(option.id) && issue.options.length > 1;
    const mine = this.state.package[issue.id] === option.id;
    const onTable = this.onTable[issue.id] === option.id;
    const firm = marks.map(({ party }) => this.firmness(party, issue, option));
    const drawn = JSON.stringify([allowed.has(option.id), pinned, mine, onTable, firm, this.linesOf]);
    if (held.drawn === drawn) return;
    held.drawn = drawn;
    cell.classList.toggle("ruled-out", !allowed.has(option.id));
    cell.classList.toggle("pinned", pinned);
    cell.classList.toggle("mine", mine);
    cell.classList.toggle("on-table", onTable);
    label(pick, mine, `${option.name}, ${issue.name}: in your package`);
    label(pin, pinned, `Pin in ${option.name}, ${issue.name}`);
    label(out, !allowed.has(option.id), `Rule out ${option.name}, ${issue.name}`);
    marks.forEach((mark, k) => this.#drawMark(mark, option, firm[k]));
  }

  #drawMark({ place, line, number, party }, option, firm) {
    const chosen = party === this.linesOf;
    place.classList.toggle("chosen", chosen);
    place.classList.toggle("drawn", firm > 0);
    place.style.setProperty("--firm", firm);
    number.textContent = firm > 0 ? firm.toFixed(2).replace(/^0/, "") : chosen ? "no line" : "";
    line.tabIndex = chosen ? 0 : -1;
    line.disabled = !chosen;
    line.setAttribute("aria-label", `${capital(this.#name(party))} on ${option.name}: ${firm > 0 ? `red line, firmness ${firm.toFixed(2)}` : "no red line"}`);
  }

  chooseLinesOf(party) {
    this.linesOf = party;
    at("board").classList.toggle("lining", party !== "");
    this.draw();
  }

  // The package that a story has on the table.
  lay(package_) {
    this.onTable = package_ ?? {};
    this.draw();
  }

  #name(party) {
    return this.scenario.parties.find((one) => one.id === party).name;
  }
}

function label(button, pressed, text) {
  button.setAttribute("aria-pressed", pressed);
  button.setAttribute("aria-label", text);
}

export const linePath = (party, issue) => `party.${party}.red_line.${issue}.firmness`;

// The single number a value stands for: its own, the mid of three, the middle of two.
export function middle(held) {
  if (typeof held === "number") return held;
  const range = Array.isArray(held) ? held : held?.range;
  if (!Array.isArray(range) || !range.every(Number.isFinite)) return NaN;
  return range.length === 3 ? range[1] : (range[0] + range.at(-1)) / 2;
}
