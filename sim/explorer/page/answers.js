// The numbers beside the picture: endings, what parties get, packages that close, refusals.

import { at, capital, dot, h, s, show, table } from "./elements.js";
import { drawEndings } from "./endings.js";

const NAMES = { settlement: "settlement", partial: "small deal only", impasse: "impasse", walkout: "walk-out" };

export class Answers {
  constructor(scenario, { onBuild }) {
    Object.assign(this, { scenario, onBuild, last: null });
  }

  draw(answer) {
    this.last = answer;
    const moved = Object.keys(answer.sets).length > Object.keys(this.scenario.opened_with).length;
    at("stage").textContent = `${answer.worlds.toLocaleString("en")} worlds, seed ${answer.seed}`;
    at("headline").textContent = headline(answer, moved);
    drawEndings(answer);
    this.#endings(answer, moved);
    this.#values(answer);
    this.#packages(answer);
    this.#refusals(answer);
    at("made").textContent = `${answer.command}  ·  coding ${answer.coding}, protocol ${answer.protocol}. Intervals are 95 %, sampling only.`;
  }

  #endings({ now, unmoved, change }, moved) {
    show(at("ending-table"), table("How the talks end, in worlds of 100", ["worlds of 100", "as moved", "unmoved", "difference"],
      Object.entries(NAMES).map(([key, name]) => [
        h("span", {}, h("i", { className: `key ${key}` }), name),
        h("span", { "data-ending": key, "data-share": now.endings[key].share }, now.endings[key].words),
        unmoved.endings[key].words, moved ? change[key].words : "–"])));
  }

  // Each party: what a signed package is worth to it, and no deal, over the worlds that settle.
  #values({ now, unmoved }) {
    const parties = this.scenario.parties;
    const all = parties.flatMap(({ id }) => [now, unmoved].flatMap((one) => [one.values[id].settled, one.values[id].no_deal])).filter(Boolean);
    const low = Math.min(0, ...all.map((one) => one.p05)), high = Math.max(1, ...all.map((one) => one.p95));
    const wide = 620, left = 120, tall = 40;
    const x = (value) => left + ((value - low) / (high - low)) * (wide - left - 20);
    const box = (found, y, kind) => found && s("g", { class: kind },
      s("line", { x1: x(found.p05), x2: x(found.p95), y1: y, y2: y }), s("line", { class: "core", x1: x(found.p25), x2: x(found.p75), y1: y, y2: y }),
      s("circle", { cx: x(found.p50), cy: y, r: 3.4 }));
    const picture = s("svg", { viewBox: `0 0 ${wide} ${parties.length * tall + 26}`, class: "picture", role: "img", "aria-label":
        `What the parties get where talks settle, beside what no deal is worth: ${parties.map(({ id, name }) => `${name}: settled ${median(now.values[id].settled)}, no deal ${median(now.values[id].no_deal)}`).join("; ")}` },
      [0, 0.25, 0.5, 0.75, 1].map((value) => s("g", { class: "grid" },
        s("line", { x1: x(value), x2: x(value), y1: 4, y2: parties.length * tall + 4 }),
        s("text", { x: x(value), y: parties.length * tall + 19, "text-anchor": "middle" }, value))),
      parties.map(({ id, name }, k) => {
        const y = k * tall + 20;
        return s("g", { style: undefined, class: "party", vars: { "--party": `var(--party-${id})` } },
          s("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, capital(name)),
          box(unmoved.values[id].settled, y - 4, "value-before"), box(now.values[id].settled, y, "value-now"),
          box(now.values[id].no_deal, y + 8, "value-none"));
      }));
    at("values").replaceChildren(picture, h("figcaption", {},
      "In colour: the signed package, in worlds that settle (median, middle half, nine in ten; thin above it: unmoved). Grey: no deal, in all worlds. Discounted to day 0; each party's own scale."));
  }

  #packages({ now }) {
    const told = now.packages.filter((one) => Object.keys(one.package).length).slice(0, 5);
    if (!told.length) return show(at("packages"), h("p", { className: "none" }, "No world settles."));
    show(at("packages"), h("ol", { className: "packages" }, told.map((one) => h("li", {},
      h("span", { className: "worlds" }, one.words, h("small", {}, "of 100 settled"),
        h("button", { type: "button", "data-package": JSON.stringify(one.package), "aria-label": `Build this package: ${this.scenario.issues.map((issue) => optionName(issue, one.package[issue.id])).join(", ")}` }, "build it")),
      h("span", { className: "terms" }, this.scenario.issues.map((issue) => h("span", { title: issue.name }, optionName(issue, one.package[issue.id]))))))));
    // Elements that were kept know nothing of new handlers.
    for (const button of at("packages").querySelectorAll("button"))
      button.onclick = () => this.onBuild(JSON.parse(button.dataset.package));
  }

  #refusals({ now, unmoved }) {
    const key = (one) => `${one.party} ${one.issue} ${one.reason}`;
    const before = new Map(unmoved.refusals.map((one) => [key(one), one]));
    const rows = now.refusals.slice(0, 8);
    if (!rows.length) return show(at("refusals"), h("p", { className: "none" }, "Nobody refuses anything."));
    show(at("refusals"), table("Worlds of 100 in which a party refused at least once, by reason", ["refused at least once, worlds of 100", "as moved", "unmoved"],
      rows.map((one) => [
        h("span", {}, dot(one.party),
          `${capital(this.#party(one.party))}: ${one.reason === "line" ? `its line on ${this.#issue(one.issue)}` : "too little"}`),
        h("span", { className: "bared", vars: { "--share": one.share, "--party": `var(--party-${one.party})` } }, one.words),
        before.get(key(one))?.words ?? "none"])));
  }

  #party(id) {
    return this.scenario.parties.find((one) => one.id === id).name;
  }

  #issue(id) {
    return this.scenario.issues.find((one) => one.id === id).name;
  }
}

function headline({ now, change, worlds }, moved) {
  const settled = `Talks settle in ${now.endings.settlement.words} of 100 worlds of this coding`;
  if (!moved) return `${settled}. Move a number, or a red line, and see.`;
  const { low, high, words } = change.settlement;
  const more = low > 0 ? "more than" : high < 0 ? "fewer than" : "not told apart from";
  return `${settled}: ${more} unmoved, ${words} on the same ${worlds.toLocaleString("en")} worlds.`;
}

const median = (found) => (found ? found.p50.toFixed(2) : "none");

export const optionName = (issue, option) => issue.options.find((one) => one.id === option)?.name ?? "–";
