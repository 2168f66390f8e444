// Where a deal is to be had at all: the acceptance map over two issues, and who blocks.

import { at, capital, dot, h, show, table } from "./elements.js";
import { post, Stale } from "./asking.js";
import { optionName } from "./answers.js";

export class Room {
  constructor(scenario) {
    Object.assign(this, { scenario, found: null, chosen: null });
    show(at("map"), h("p", { className: "none" }, "Worked out when a slider rests."));
  }

  async follow(question) {
    try {
      // Both are asked for at once, so that nothing longer comes between them.
      const [map, blockers] = [post("map", question), post("blockers", question)];
      blockers.catch(() => {});
      this.found = await map;
      at("map").classList.remove("older");
      this.#map();
      this.#blockers(await blockers);
      at("blockers").classList.remove("older");
    } catch (error) {
      if (error instanceof Stale) return;
      show(at("map"), h("p", { className: "none" }, error.message));
      show(at("blockers"));
    }
  }

  #map() {
    const { issues } = this.scenario;
    const { found } = this;
    const says = `Some package is acceptable to all who must sign in ${found.open.words} of 100 worlds on day 0 (${found.worlds} worlds).`;
    if (!found.telling) return show(at("map"), h("p", {}, says));
    this.chosen ??= found.telling;
    const chooser = (k, name) => h("label", {}, name, h("select", { "data-axis": k },
      issues.map((issue) => h("option", { value: issue.id, selected: issue.id === this.chosen[k] }, issue.name))));
    show(at("map"), h("p", { className: "headline" }, says),
      h("p", { className: "choices" }, chooser(0, "down "), chooser(1, "across ")), this.#grid(),
      h("p", { className: "hint" }, "In each field: worlds of 100 in which some acceptable package holds both options."));
    for (const select of at("map").querySelectorAll("select")) select.onchange = () => this.#choose(Number(select.dataset.axis), select.value);
  }

  #choose(axis, issue) {
    if (this.chosen[1 - axis] === issue) this.chosen = [this.chosen[1], this.chosen[0]];
    else this.chosen = axis ? [this.chosen[0], issue] : [issue, this.chosen[1]];
    this.#map();
  }

  #grid() {
    const place = (id) => this.scenario.issues.findIndex((issue) => issue.id === id);
    const [down, across] = this.chosen.map(place);
    const pairs = new Map(this.found.pairs.map(([j, k, i, l, ...share]) => [[j, k, i, l].join(), share]));
    const held = (k, l) => pairs.get((down < across ? [down, k, across, l] : [across, l, down, k]).join());
    const [first, second] = [this.scenario.issues[down], this.scenario.issues[across]];
    if (!this.found.pairs.length) return h("p", { className: "none" }, "There are no pairs to show.");
    return h("table", { className: "map" },
      h("caption", { className: "unseen" }, `Acceptance map of ${first.name} and ${second.name}`),
      h("thead", {}, h("tr", {}, h("td", {}), second.options.map((one) => h("th", { scope: "col" }, one.name)))),
      h("tbody", {}, first.options.map((one, k) => h("tr", {}, h("th", { scope: "row" }, one.name),
        second.options.map((_, l) => field(held(k, l)))))));
  }

  #blockers(found) {
    const names = { party: (id) => capital(this.scenario.parties.find((one) => one.id === id).name), plain: (id) => this.scenario.parties.find((one) => one.id === id).name, issue: (id) => this.scenario.issues.find((one) => one.id === id).name };
    const head = `No package is acceptable in ${found.empty.words} of 100 worlds (${found.worlds} worlds).`;
    if (!found.lines.length && !found.parties.length)
      return show(at("blockers"), h("h3", {}, "Who blocks"), h("p", {}, `${head} Nobody alone stands in the way of any.`));
    const row = (one, what) => [h("span", {}, dot(one.party), what), one.words];
    show(at("blockers"), h("h3", {}, "Who blocks"), h("p", {}, head),
      table("Worlds of 100 in which a deal becomes possible if this alone is waived", ["if this alone were waived", "a deal becomes possible in, of 100 worlds"], [
        ...found.lines.map((one) => row(one, `${names.party(one.party)}'s line on ${names.issue(one.issue)}`)),
        ...found.parties.map((one) => row(one, `all that ${names.plain(one.party)} asks: its lines and its reservation`))]));
  }
}

function field(share) {
  if (!share) return h("td", {}, "–");
  const [middle, low, high] = share;
  return h("td", { vars: { "--share": middle }, className: middle > 0.5 ? "deep" : "", title: `${Math.floor(100 * low)} to ${Math.ceil(100 * high)} (sampling only)` }, `${Math.round(100 * middle)}`);
}

// The concessions that lift settlement most, when asked for.
export class Concessions {
  constructor(scenario, { current, onTry }) {
    Object.assign(this, { scenario, current, onTry });
    this.offer();
  }

  offer() {
    at("concessions").classList.remove("older");
    show(at("concessions"), h("p", { className: "none" }, "Every single concession is tried on 400 worlds; it takes some seconds."),
      h("button", { type: "button", id: "ask-concessions" }, "Find the cheapest concessions"));
    at("ask-concessions").onclick = () => this.ask();
  }

  async ask() {
    const question = this.current();
    at("concessions").classList.remove("older");
    show(at("concessions"), h("p", { role: "status" }, "Trying every single concession: "), h("progress", { id: "tried", max: 1, value: 0, "aria-label": "concessions tried" }));
    const watch = setInterval(async () => {
      const { done } = await fetch("api/progress").then((said) => said.json()).catch(() => ({ done: 0 }));
      if (at("tried")) at("tried").value = done;
    }, 500);
    try {
      this.#show(await post("concessions", question));
    } catch (error) {
      if (error instanceof Stale) this.offer();
      else show(at("concessions"), h("p", { className: "none" }, error.message));
    } finally {
      clearInterval(watch);
    }
  }

  #show(found) {
    at("concessions").classList.remove("older");
    const rows = found.rows.filter((row) => row.lift.low > 0);
    const named = (row) => {
      const issue = this.scenario.issues.find((one) => one.id === row.issue);
      const party = capital(this.scenario.parties.find((one) => one.id === row.party).name);
      const option = row.option ? ` “${optionName(issue, row.option)}”` : "";
      const does = { "drop line": "drops its line", accept: `can live with${option}`, "open with": `never asks for more than${option}`, grant: `grants${option}` }[row.kind];
      return h("span", {}, dot(row.party), `${party} ${does} (${issue.name})`);
    };
    show(at("concessions"),
      h("p", {}, `Of ${found.tried} single concessions, tried on ${found.worlds} worlds. Settled without any: ${found.settled.words} of 100. ${rows.length ? "" : "None of them lifts settlement by more than sampling explains."}`),
      rows.length > 0 && table("Single concessions", ["concession", "settles more, of 100 worlds", "change for the mover, on its own scale", ""], rows.map((row, k) => [
        named(row), row.lift.words, row.cost.words,
        h("button", { type: "button", "data-row": k }, "try it")])),
      h("button", { type: "button", id: "ask-concessions" }, "Ask again"));
    at("ask-concessions").onclick = () => this.ask();
    for (const button of at("concessions").querySelectorAll("[data-row]")) button.onclick = () => this.onTry(rows[button.dataset.row].changes);
  }
}
