// One world as a story, move by move, forward and back; what is on the table shows on the board.

import { at, capital, h } from "./elements.js";
import { post } from "./asking.js";

const WORDS = { settlement: "settlement", partial: "small deal only", impasse: "impasse", walkout: "walk-out" };

export class Stories {
  constructor(scenario, { current, onLay }) {
    Object.assign(this, { scenario, current, onLay, story: null, move: 0, worlds: {} });
    this.#build();
  }

  // Worlds by how they end, from the newest answer.
  offer(worlds) {
    this.worlds = worlds;
    for (const button of this.found.children) button.disabled = !worlds[button.dataset.ending]?.length;
  }

  // What was told is no longer true of the numbers as they are now.
  fade() {
    if (this.story) this.note.textContent = "The numbers have moved since: tell it again.";
  }

  #build() {
    this.number = h("input", { type: "number", min: 0, step: 1, value: "0", id: "world" });
    this.found = h("span", { className: "found" }, Object.entries(WORDS).map(([ending, name]) =>
      h("button", { type: "button", "data-ending": ending, disabled: true, onclick: () => this.#next(ending) }, `next with ${name}`)));
    this.note = h("p", { className: "hint", role: "status" });
    this.place = h("div", { className: "story" });
    at("story").replaceChildren(
      h("p", { className: "choices" }, h("label", {}, "world ", this.number), h("button", { type: "button", onclick: () => this.#tell() }, "Tell it"), this.found),
      this.note, this.place);
  }

  #next(ending) {
    const worlds = this.worlds[ending];
    const later = worlds.find((one) => one > Number(this.number.value) || !this.story) ?? worlds[0];
    this.number.value = later;
    this.#tell();
  }

  async #tell() {
    const { coding, changes } = this.current();
    try {
      this.story = await post("story", { coding, changes, world: Math.min(4_000_000_000, Math.max(0, Math.floor(Number(this.number.value) || 0))) });
    } catch (error) {
      this.note.textContent = error.message;
      return;
    }
    this.number.value = this.story.world;
    this.note.textContent = "One world of many: it shows how the rules play out and predicts nothing.";
    this.#show();
  }

  #show() {
    const { moves, hidden, overlap } = this.story;
    const step = (by, text, name) => h("button", { type: "button", "aria-label": name, onclick: () => this.#go(by) }, text);
    this.slider = h("input", { type: "range", min: 0, max: moves.length - 1, step: 1, value: 0, "aria-label": "move of the story", oninput: () => this.#turn(Number(this.slider.value)) });
    this.list = h("ol", { className: "moves" }, moves.map((move, k) => h("li", { vars: { "--party": move.party ? `var(--party-${move.party})` : "var(--drab)" } },
      h("button", { type: "button", onclick: () => this.#turn(k) }, h("span", { className: "day" }, `day ${Math.round(move.day * 100) / 100}`), h("span", { className: "told" }, move.text.split("\n").map((line, n) => h("span", { className: n ? "more" : "first" }, line)))))));
    this.place.replaceChildren(
      h("details", {}, h("summary", {}, "What nobody at the table fully knows"), h("ul", {}, Object.entries(hidden).map(([party, held]) => h("li", {}, this.#secret(party, held))))),
      h("p", { className: "steps" }, step(-Infinity, "first", "First move"), step(-1, "back", "One move back"), this.slider, step(1, "forward", "One move forward"), step(Infinity, "last", "Last move")),
      this.list,
      h("p", { className: "hint" }, `On the day the talks ended there was ${overlap ? "a" : "no"} package that all who must sign would have signed.`));
    this.#turn(0);
  }

  #secret(party, { type, no_deal, lines }) {
    const name = capital(this.scenario.parties.find((one) => one.id === party).name);
    const refused = Object.entries(lines).map(([id, options]) => {
      const issue = this.scenario.issues.find((one) => one.id === id);
      return `${issue.name} at ${options.map((one) => `“${issue.options.find((other) => other.id === one).name}”`).join(", ")}`;
    });
    return `${name}: no deal is worth ${no_deal.toFixed(2)}${type ? `, of the type “${type}”` : ""}; ${refused.length ? `firm lines on ${refused.join("; ")}` : "no firm line"}.`;
  }

  #go(by) {
    this.#turn(Math.max(0, Math.min(this.story.moves.length - 1, this.move + by)));
  }

  #turn(k) {
    this.move = k;
    this.slider.value = k;
    const move = this.story.moves[k];
    this.slider.setAttribute("aria-valuetext", `move ${k + 1} of ${this.story.moves.length}: ${move.text.split("\n")[0]}`);
    [...this.list.children].forEach((item, n) => {
      item.classList.toggle("now", n === k);
      item.classList.toggle("later", n > k);
      item.firstChild.setAttribute("aria-current", n === k ? "step" : "false");
    });
    const now = this.list.children[k];
    this.list.scrollTop = now.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
    const laid = this.story.moves.slice(0, k + 1).findLast((one) => Object.keys(one.package).length);
    this.onLay(laid?.package);
  }
}
