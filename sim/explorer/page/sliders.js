// The numbers that move: a slider each, with where it comes from and a badge beyond its range.

import { at, capital, dot, h } from "./elements.js";
import { middle } from "./board.js";
import { Tabs } from "./tabs.js";

export class Sliders {
  constructor(scenario, state, { onWhy, board }) {
    Object.assign(this, { scenario, state, onWhy, board });
    this.rows = new Map();
    this.#build();
    state.onChange(() => this.draw());
    this.draw();
  }

  // A new coding has other numbers behind the same paths.
  take(scenario) {
    this.scenario = scenario;
    this.#build();
    this.draw();
  }

  #build() {
    const tabs = [...this.scenario.parties.map((one) => [one.id, capital(one.name)]), ["talks", "The talks"]];
    this.rows.clear();
    at("inputs").replaceChildren(...tabs.map(([id]) => this.#panel(id)));
    at("tabs").replaceChildren(...tabs.map(([id, name]) => h("button", {
      type: "button", role: "tab", id: `tab-of-${id}`, "aria-controls": `panel-${id}`, "data-tab": id,
      vars: { "--party": id === "talks" ? "var(--ink)" : `var(--party-${id})` },
    }, dot(id === "talks" ? "" : id), name, h("span", { className: "count", hidden: true }))));
    const chosen = this.tabs?.chosen;
    this.tabs = new Tabs(at("tabs").children, (tab) => at(`panel-${tab.dataset.tab}`));
    if (chosen) this.tabs.choose(chosen);
  }

  #panel(tab) {
    const held = this.scenario.inputs.filter((one) => one.tab === tab);
    const sections = [...new Set(held.map((one) => one.section))];
    return h("div", { role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-of-${tab}`, className: "panel" },
      sections.map((section) => h("fieldset", {}, h("legend", {}, section),
        held.filter((one) => one.section === section).map((one) => this.#row(one)))));
  }

  #row(input) {
    const id = `input-${input.path}`;
    const [low, high] = input.track;
    const share = (value) => Math.max(0, Math.min(1, (value - low) / (high - low)));
    const slider = h("input", {
      type: "range", id, min: low, max: high, step: "any", "data-path": input.path, "aria-describedby": `tip-${input.path}`,
      oninput: () => this.#move(input, snapped(Number(slider.value), input)),
      onkeydown: (event) => this.#stepped(event, input),
    });
    const number = h("input", {
      type: "number", step: "any", "aria-label": `${input.words}, as a number`,
      onchange: () => {
        if (number.value !== "" && Number.isFinite(Number(number.value))) this.#move(input, Number(number.value));
        number.value = short(this.#now(input));
      },
    });
    const back = h("button", { type: "button", className: "back", "aria-label": `Reset ${input.words}`, onclick: () => this.#unset(input) }, "reset");
    const badge = h("span", { className: "badge" });
    const row = h("div", { className: "input", vars: {
        "--from": share(input.stated[0]), "--to": share(input.stated[1]),
        "--party": input.tab === "talks" ? "var(--ink)" : `var(--party-${input.tab})` } },
      h("label", { for: id }, capital(input.words)),
      h("span", { className: "track" }, slider),
      number, back,
      h("p", { className: "stated" }, rangeWords(input), " ", badge),
      h("button", { type: "button", className: "why", onclick: () => this.onWhy(input) , "aria-label": `Where ${input.words} comes from` }, sourceWords(input)),
      h("div", { role: "tooltip", id: `tip-${input.path}`, className: "tip" }, tipLines(input)));
    this.rows.set(input.path, { input, row, slider, number, back, badge });
    return row;
  }

  // Arrow keys go by the step of the track, ten steps with Page Up and Down.
  #stepped(event, input) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!steps) return;
    const [low, high] = input.track;
    const next = snapped(this.#now(input) + steps * input.step, input);
    this.#move(input, Math.max(low, Math.min(high, next)));
    event.preventDefault();
  }

  #now(input) {
    const held = this.state.changed(input.path);
    return held === undefined ? input.mode : middle(held);
  }

  #move(input, value) {
    if (!Number.isFinite(value)) return;
    if (isLine(input)) {
      const { party, issue, option } = this.board.lineAt(input.path);
      return this.board.setLine(party, issue, option, value);
    }
    const spread = document.querySelector("input[name=how]:checked").value === "range" && input.kept && input.range.length > 1;
    this.state.set({ [input.path]: spread ? shifted(input, value) : value }, { settling: true });
  }

  #unset(input) {
    if (isLine(input)) {
      const { party, issue } = this.board.lineAt(input.path);
      return this.board.resetLine(party, issue);
    }
    this.state.set({ [input.path]: null });
  }

  draw() {
    const counts = {};
    for (const row of this.rows.values()) {
      const { input } = row;
      const held = this.state.changed(input.path);
      if (held !== undefined) counts[input.tab] = (counts[input.tab] ?? 0) + 1;
      // What has not moved is left alone: a hundred rows laid out anew would be felt.
      const drawn = JSON.stringify(held) ?? "as stated";
      if (row.drawn !== drawn) this.#drawRow(row, held);
      row.drawn = drawn;
    }
    for (const tab of at("tabs").children) {
      const count = counts[tab.dataset.tab] ?? 0;
      const place = tab.querySelector(".count");
      place.textContent = `${count} moved`;
      place.hidden = !count;
    }
  }

  #drawRow({ input, row, slider, number, back, badge }, held) {
    const value = held === undefined ? input.mode : middle(held);
    const [low, high] = input.stated;
    const beyond = held !== undefined && (value < low - 1e-9 || value > high + 1e-9);
    slider.value = value;
    if (number !== document.activeElement || Number(number.value) !== short(value)) number.value = short(value);
    slider.setAttribute("aria-valuetext", `${value}${held === undefined ? ", as stated" : ", moved"}${beyond ? ", outside its stated range" : ""}`);
    row.classList.toggle("moved", held !== undefined);
    back.disabled = held === undefined;
    badge.textContent = beyond ? "outside its stated range" : held === undefined ? "" : typeof held === "number" ? "taken as certain" : "moved, keeps its spread";
    badge.classList.toggle("beyond", beyond);
  }
}

const isLine = (input) => input.path.includes(".red_line.");

function snapped(value, { step }) {
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(step)) + 1));
  return Number((Math.round(value / step) * step).toFixed(digits));
}

// The whole range moved with its mid, within the track; it rests on what it rested on.
function shifted(input, value) {
  const [low, high] = input.track;
  const by = value - input.mode;
  const moved = input.range.map((one) => Number(Math.max(low, Math.min(high, one + by)).toFixed(9)));
  return { range: moved, ...input.kept };
}

// Six figures say all that is known of a number; more are left to the file.
const short = (value) => Number(value.toPrecision(6));

function rangeWords({ range }) {
  const [low, mid, high] = range.map(short);
  if (range.length === 3) return `stated ${low} to ${high}, most likely ${mid}`;
  return range.length === 1 ? `stated as ${low}` : `stated ${low} to ${mid}`;
}

function sourceWords({ claims, size }) {
  if (claims.length) return claims.map((one) => one.id).join(", ");
  return size.startsWith("outside") ? "outside source" : "assumption";
}

function tipLines({ means, claims, direction, size }) {
  return [
    means && h("p", {}, h("b", {}, means)),
    ...claims.map((one) => h("p", {}, h("b", {}, one.id), ` ${one.text}. `, h("i", {}, `${capital(one.asserter)}; ${one.sureness}`))),
    direction && h("p", {}, `Direction: ${direction}`),
    size && h("p", {}, `Size: ${size}`),
    !claims.length && !direction && !size && h("p", {}, "The scenario states no source."),
  ];
}
