// A package of one's own: chosen on the board, judged by everybody who must sign.

import { at, capital, dot, h, show, table } from "./elements.js";
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
      at("mine").classList.remove("older");
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
    const asked = { coding, changes, page, turn, package: chosen };
    try {
      this.found = await post("package", { ...asked, worlds: this.scenario.worlds.rest });
      if (chosen !== this.state.package) return;
      this.kept = null;
      this.shown = question;
      this.#show(chosen);
      this.kept = await post("keeping", { ...asked, worlds: 512 });
      if (this.shown === question) this.#show(chosen);
    } catch (error) {
      if (!(error instanceof Stale)) show(at("mine"), h("p", { className: "none" }, error.message));
    }
  }

  #show(chosen) {
    const { found, kept } = this;
    at("mine").classList.remove("older");
    show(at("mine"),
      h("p", { className: "terms" }, this.scenario.issues.map((issue) => h("span", { title: issue.name }, optionName(issue, chosen[issue.id])))),
      h("p", { className: "headline" }, `All who must sign would sign it in ${found.signed.words} of 100 worlds, on day 0.`),
      found.closed.share > 0 && h("p", {}, `In ${found.closed.words} of 100 worlds nobody can sign it: an option is ruled out, or somebody whose signature it needs has left.`),
      found.weakest && h("p", {}, `The signature missing most often is that of ${this.#plain(found.weakest)}.`),
      table("Who would sign the package", ["party", "signs, of 100 worlds", "margin, median (nine in ten)", "what stands in its way"],
        found.parties.map((row) => [
          h("span", {}, dot(row.party), this.#name(row.party), h("small", { className: "asked" }, this.#asked(row))),
          row.signs.words, `${signed(row.margin.p50)} (${signed(row.margin.p05)} to ${signed(row.margin.p95)})`, this.#refuses(row)])),
      h("p", { className: "hint" }, "The margin is the deal less the reservation, in value units of the party's own scale. Worlds in which a line is crossed and those in which only the value is too little exclude one another."),
      h("h3", {}, "Would it last?"), this.#lasts(kept),
      h("button", { type: "button", id: "clear-package" }, "Start another package"));
    at("clear-package").onclick = () => this.state.pick({});
  }

  #lasts(kept) {
    if (!kept) return h("p", { className: "none", role: "status" }, "Being worked out …");
    if (!kept.signed) return h("p", {}, "It is signed in no world, so there is nothing to keep.");
    const broken = kept.broken === null ? "" : ` Where it is broken, half of the breaches come by day ${Math.round(kept.broken)}.`;
    return h("div", {},
      h("p", {}, `Of the worlds in which it is signed nobody gains by breaking it within ${kept.until} days in ${kept.kept.words} of 100 (${kept.worlds} worlds).${broken}${kept.weakest ? ` The weakest link is ${this.#plain(kept.weakest)}.` : ""}`),
      table("Who keeps the package", ["party", `never gains by breaking it, of 100 worlds signed`], kept.parties.map((row) => [
        h("span", {}, dot(row.party), this.#name(row.party)), row.keeps.words])));
  }

  #asked({ principal, asked }) {
    if (principal) return "signs every package";
    if (!asked.length) return "need not sign this one";
    const issue = (id) => this.scenario.issues.find((one) => one.id === id).name;
    const must = asked.filter((one) => one.sole);
    return must.length ? `must sign for ${must.map((one) => issue(one.issue)).join(", ")}` : `it or another for ${asked.map((one) => issue(one.issue)).join(", ")}`;
  }

  #refuses({ lines, too_little, missing }) {
    const issue = (id) => this.scenario.issues.find((one) => one.id === id).name;
    const told = lines.filter((one) => one.share > 0).map((one) => `its line on ${issue(one.issue)}: ${one.words}`);
    if (too_little.share > 0) told.push(`too little: ${too_little.words}`);
    if (missing.share > 0) told.push(`so its signature is missing: ${missing.words}`);
    return told.length ? told.map((text) => h("span", { className: "refuses" }, text)) : "nothing";
  }

  #plain(id) {
    return this.scenario.parties.find((one) => one.id === id).name;
  }

  #name(id) {
    return capital(this.scenario.parties.find((one) => one.id === id).name);
  }
}

const signed = (value) => `${value < -0.005 ? "−" : value > 0.005 ? "+" : ""}${Math.abs(value).toFixed(2)}`;
