// A package of one's own: chosen on the board, judged by everybody who must sign.

import { at, capital, h, show, table } from "./elements.js";
import { post, Stale } from "./asking.js";
import { optionName } from "./answers.js";

export class OwnPackage {
  constructor(scenario, state) {
    Object.assign(this, { scenario, state, shown: null });
    this.draw();
  }

  pick(issue, option) {
    const chosen = { ...this.state.package };
    if (chosen[issue.id] === option.id) delete chosen[issue.id];
    else chosen[issue.id] = option.id;
    this.state.pick(chosen);
  }

  draw() {
    const chosen = this.state.package;
    const left = this.scenario.issues.filter((issue) => !(issue.id in chosen));
    if (left.length) {
      this.shown = null;
      const begun = left.length < this.scenario.issues.length;
      show(at("mine"), h("p", { className: "none" }, begun
        ? `Still to choose on the board: ${left.map((issue) => issue.name).join(", ")}.`
        : "Click one option of every issue on the board, or build one of the packages that close. Then read here who signs it."));
    }
  }

  // Judge the package on the worlds of the newest answer.
  async judge({ coding, changes, page, turn }) {
    const chosen = this.state.package;
    if (this.scenario.issues.some((issue) => !(issue.id in chosen))) return this.draw();
    const question = JSON.stringify([coding, changes, chosen]);
    if (question === this.shown) return;
    try {
      const found = await post("package", { coding, changes, page, turn, package: chosen, worlds: 2000 });
      this.shown = question;
      this.#show(found, chosen);
    } catch (error) {
      if (!(error instanceof Stale)) show(at("mine"), h("p", { className: "none" }, error.message));
    }
  }

  #show(found, chosen) {
    const name = (id) => capital(this.scenario.parties.find((one) => one.id === id).name);
    show(at("mine"),
      h("p", { className: "terms" }, this.scenario.issues.map((issue) => h("span", { title: issue.name }, optionName(issue, chosen[issue.id])))),
      h("p", { className: "headline" }, `All who must sign would sign it in ${found.signed.words} of 100 worlds, on day 0.`,
        found.missing ? ` Missing most often: ${name(found.missing)}.` : ""),
      table("Who would sign the package", ["party", "must sign", "signs, of 100 worlds", "margin: median (nine in ten)", "what stands in the way", found.kept ? "would keep it to the horizon" : ""].filter(Boolean),
        found.parties.map((row) => [
          h("span", {}, h("i", { className: "dot", vars: { "--party": `var(--party-${row.party})` } }), name(row.party)),
          row.asked, row.signs.words, row.margin, row.refuses.length ? row.refuses.map((one) => h("span", { className: "refuses" }, one)) : "nothing",
          ...(found.kept ? [row.keeps] : [])])),
      found.kept && h("p", { className: "hint" }, found.kept),
      h("button", { type: "button", id: "clear-package" }, "Start another package"));
    at("clear-package").onclick = () => this.state.pick({});
  }
}
