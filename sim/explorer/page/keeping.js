// What was changed, as a list; and the ways to keep it: a variant, a link, a file.

import { at, download, h, show, table } from "./elements.js";
import { post } from "./asking.js";

// A name that a file can have, from whatever the scenario is called.
const legal = (name) => name.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").slice(0, 60) || "variant";

const toml = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

export function listChanges(state, inputs, stated, board) {
  const { coding, changes } = state.now;
  const rows = Object.entries(changes).map(([path, value]) => {
    const input = inputs.find((one) => one.path === path);
    return [h("span", {}, input ? input.words : path, h("small", { className: "path" }, path)), stated(path), toml(value),
      h("button", { type: "button", "data-path": path }, "take back")];
  });
  show(at("changes-list"), h("p", {}, `Coding ${coding}. ${rows.length ? "" : "Nothing is changed."}`),
    rows.length > 0 && table("Changes", ["what", "as opened", "now", ""], rows));
  for (const button of at("changes-list").querySelectorAll("[data-path]"))
    button.onclick = () => {
      takeBack(button.dataset.path, state, board);
      listChanges(state, inputs, stated, board);
    };
}

// A line is taken back as a whole: what is left of it might not keep its order.
function takeBack(path, state, board) {
  if (!path.includes(".red_line.") || path.split(".").length !== 6) return state.set({ [path]: null });
  const { party, issue } = board.lineAt(path);
  board.resetLine(party, issue);
}

export function offerKeeping(state, scenario, worlds) {
  const name = h("input", { id: "variant-name", value: `${legal(scenario.name.split("/").pop())}-mine`, pattern: "[a-z0-9][a-z0-9._\\-]{0,79}", required: true, "aria-describedby": "variant-hint" });
  const title = h("input", { id: "variant-title", value: `${scenario.title}, as moved`, maxlength: 200, required: true });
  const preview = h("pre", { tabindex: 0, role: "region", "aria-label": "The variant's text" });
  const said = h("p", { role: "status" });
  const file = h("input", { type: "file", accept: "application/json", id: "state-file" });
  const seen = h("p", { className: "hint", role: "status" });
  const asked = () => {
    name.value = name.value.trim().replace(/\.toml$/i, "");
    if (!name.checkValidity()) throw new Error("A name is made of small letters, digits, dots and dashes, and begins with a letter or a digit.");
    if (!title.value.trim()) throw new Error("A variant needs a title.");
    return { ...state.now, worlds: worlds(), name: name.value, title: title.value };
  };
  const doing = (work, place = said) => async () => {
    try {
      place.textContent = (await work()) ?? "";
    } catch (error) {
      place.textContent = error.message;
    }
  };
  const look = doing(async () => void (preview.textContent = (await post("variant", asked())).text), seen);
  let over = "";
  const saving = h("button", { type: "button", id: "save-variant" }, "Save in this folder");
  const save = doing(async () => {
    const wanted = asked();
    const { exists, file, command } = await post("save", { ...wanted, over: over === wanted.name });
    over = exists ? wanted.name : "";
    saving.textContent = exists ? "Save over it" : "Save in this folder";
    if (exists) return `${exists} is there already. Saved over, it keeps its comments and loses the changes that are not among yours now.`;
    return `Saved as ${file}. Run it: ${command}`;
  });
  const fetchIt = doing(async () => download(`${name.value}.toml`, "application/toml", (await post("variant", asked())).text), seen);
  const link = doing(async () => {
    history.replaceState(null, "", state.link());
    await navigator.clipboard.writeText(location.href);
    return "The link is in the clipboard; it works while the page is served at this address.";
  });
  file.onchange = doing(async () => {
    state.restore(await file.files[0].text());
    return "Restored.";
  });
  saving.onclick = save;
  let waiting;
  title.oninput = () => { clearTimeout(waiting); waiting = setTimeout(look, 400); };
  show(at("keep-body"),
    h("h3", {}, "As a variant of the scenario"),
    h("p", { id: "variant-hint", className: "hint" }, "A small file that extends the scenario and says only what you changed. Name: small letters, digits, dots and dashes. Saving over an earlier variant of yours keeps its comments."),
    h("p", { className: "choices" }));
  at("keep-body").append(
    h("div", { className: "form" }, h("label", { for: "variant-name" }, "name"), name, h("label", { for: "variant-title" }, "title"), title),
    h("p", { className: "choices" }, saving, h("button", { type: "button", onclick: fetchIt }, "Download")),
    said, seen, preview,
    h("h3", {}, "As a link, or as a file that restores the page"),
    h("p", { className: "choices" }, h("button", { type: "button", onclick: link }, "Copy a link"),
      h("button", { type: "button", onclick: () => download("parley-state.json", "application/json", state.text()) }, "Download the state"),
      h("label", { for: "state-file" }, "Restore from a file "), file));
  look();
}
