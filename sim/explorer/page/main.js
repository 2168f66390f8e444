// The page: the scenario, what the reader changed, and the answers to it.

import { at, capital, download, h, show } from "./elements.js";
import { Answers } from "./answers.js";
import { Asking, Gone, get } from "./asking.js";
import { Board } from "./board.js";
import { endingsCsv, endingsSvg } from "./endings.js";
import { listChanges, offerKeeping } from "./keeping.js";
import { OwnPackage } from "./packages.js";
import { Concessions, Room } from "./room.js";
import { Sliders } from "./sliders.js";
import { State } from "./state.js";
import { Stories } from "./stories.js";
import { Tabs } from "./tabs.js";

const scenario = await get("scenario");
const state = new State(scenario);
let coding = scenario.coding;

const questions = new Tabs(at("questions").children, (tab) => at(tab.getAttribute("aria-controls")));
const asking = new Asking({ page: scenario.page, worlds: scenario.worlds, onAnswer, onRefused, onRest });
const answers = new Answers(scenario, { onBuild: build });
const own = new OwnPackage(scenario, state);
const board = new Board(scenario, state, { onPick: pick });
const sliders = new Sliders(scenario, state, { onWhy: tellWhy, board });
const room = new Room(scenario);
const stories = new Stories(scenario, { current: () => state.now, onLay: (laid) => board.lay(laid) });
const concessions = new Concessions(scenario, {
  current: () => asking.newest,
  onTry: (changes) => state.set(changes),
});

function build(chosen) {
  state.pick(chosen);
  questions.choose("tab-mine");
}

function pick(issue, option) {
  own.pick(issue, option);
  questions.choose("tab-mine");
}

function onAnswer(answer, question) {
  show(at("faults"));
  at("faults").hidden = true;
  answers.draw(answer, question);
  stories.offer(answer.stories);
  for (const id of ["svg", "csv", "copy"]) at(id).disabled = false;
  document.body.dataset.worlds = answer.worlds;
  document.body.dataset.answered = JSON.stringify(question.changes);
}

function onRefused(error) {
  at("faults").hidden = false;
  const head = error instanceof Gone ? "Parley has stopped, so nothing more can be worked out."
    : answers.last ? "This cannot be played as it stands; the answers are of the last that could." : "This cannot be played as it stands, so there is nothing to show yet.";
  show(at("faults"), h("p", {}, head), h("ul", {}, (error.faults ?? [error.message]).map((one) => h("li", {}, one))));
}

// Something to be told that no answer wipes away; the next change of the reader's does.
function notice(text) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

function restore(hash) {
  try {
    state.restoreFromLink(hash);
  } catch (error) {
    notice(`The link cannot be used: ${error.message}`);
  }
}

// The address holds the state a moment after every change, whether it can be played or not.
function keepAddress() {
  clearTimeout(keepAddress.timer);
  keepAddress.timer = setTimeout(() => {
    const plain = state.now.coding === state.opened && !Object.keys(state.now.changes).length && !Object.keys(state.package).length;
    history.replaceState(null, "", plain ? location.pathname : state.link());
  }, 300);
}

function onRest(question) {
  own.judge(question);
  room.follow(question);
}

async function follow() {
  keepAddress();
  if (state.now.coding !== coding) {
    coding = state.now.coding;
    const told = await get("scenario", { coding }).catch(onRefused);
    if (!told || told.coding !== state.now.coding) return;
    Object.assign(scenario, { inputs: told.inputs, issues: told.issues, protocol: told.protocol, protocols: told.protocols });
    offerProtocols();
    board.take(scenario);
    sliders.take(scenario);
  }
  at("coding").value = state.now.coding;
  at("coding-says").textContent = codings.length < 2 ? "" : `Coding ${coding}: ${scenario.codings[coding]}.`;
  at("protocol").value = state.changed("protocol.kind") ?? scenario.protocol;
  at("undo").disabled = !state.past.length;
  at("redo").disabled = !state.future.length;
  const count = Object.keys(state.now.changes).length;
  at("reset").disabled = !count;
  at("count").textContent = count;
  const question = { ...state.now };
  const asked = JSON.stringify(question);
  if (asked !== follow.asked) {
    // What a first link lacked is still to be read when the page is shown.
    if (follow.asked) notice("");
    follow.asked = asked;
    growOld();
    asking.ask(question, state.movedAt);
  } else own.judge(asking.newest ?? question);
}

// What was worked out of the numbers before this move says so until it is worked out again.
function growOld() {
  stories.fade();
  for (const id of ["mine", "map", "blockers", "concessions"]) at(id).classList.add("older");
  for (const button of at("concessions").querySelectorAll("[data-row]")) button.disabled = true;
}

function offerProtocols() {
  at("protocol").replaceChildren(...Object.entries(scenario.protocols).map(([one, why]) =>
    h("option", { value: one, disabled: why !== "", title: why }, why ? `${one} (cannot be played here)` : one)));
}

function tellWhy(input) {
  get("why", { coding, path: input.path }).then(({ text }) => {
    at("why-heading").textContent = capital(input.words);
    at("why-text").textContent = text;
    at("why-dialog").showModal();
  }, onRefused);
}

function stated(path) {
  const input = scenario.inputs.find((one) => one.path === path);
  if (input) return input.range.length > 1 ? `[${input.range.join(", ")}]` : String(input.range[0]);
  if (path === "protocol.kind") return scenario.protocol;
  if (path.startsWith("only.")) return "every option";
  return "as stated, or nothing";
}

document.title = `${scenario.title} – Parley`;
at("title").textContent = scenario.title;
at("question").textContent = scenario.question;
const codings = Object.entries(scenario.codings);
at("coding").replaceChildren(...codings.map(([one, says]) => h("option", { value: one, title: says }, one)));
at("coding").parentElement.hidden = codings.length < 2;
offerProtocols();
at("lines-of").append(...scenario.parties.map((one) => h("option", { value: one.id }, capital(one.name))));
document.body.append(h("dialog", { id: "why-dialog", "aria-labelledby": "why-heading" }, h("h2", { id: "why-heading" }),
  h("pre", { id: "why-text", tabindex: 0, role: "region", "aria-labelledby": "why-heading" }), h("form", { method: "dialog" }, h("button", {}, "Close"))));

at("coding").onchange = () => state.choose(at("coding").value);
at("protocol").onchange = () => state.set({ "protocol.kind": at("protocol").value === scenario.protocol ? null : at("protocol").value });
at("lines-of").onchange = () => board.chooseLinesOf(at("lines-of").value);
at("undo").onclick = () => state.undo();
at("redo").onclick = () => state.redo();
at("reset").onclick = () => state.reset();
at("changed").onclick = () => { listChanges(state, scenario.inputs, stated, board); at("changes-dialog").showModal(); };
at("keep").onclick = () => { offerKeeping(state, scenario, () => answers.last?.worlds ?? scenario.worlds.rest); at("keep-dialog").showModal(); };
at("csv").onclick = () => download(`${scenario.name.replaceAll("/", "-")}-endings.csv`, "text/csv", endingsCsv(answers.last));
at("svg").onclick = () => download(`${scenario.name.replaceAll("/", "-")}-endings.svg`, "image/svg+xml", endingsSvg(answers.last));
at("copy").onclick = async () => {
  await navigator.clipboard.writeText(answers.last.command);
  at("copied").textContent = "Copied.";
  setTimeout(() => (at("copied").textContent = ""), 2000);
};
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.target.matches("input:not([type=range]):not([type=radio])")) return;
  event.preventDefault();
  if (event.shiftKey) state.redo();
  else state.undo();
});

state.onChange(follow);
addEventListener("hashchange", () => restore(location.hash));
restore(location.hash);
follow();
