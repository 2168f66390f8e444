// Elements of the page and of its pictures, made in one way. Text is always set as text.

const SVG = "http://www.w3.org/2000/svg";

function fill(made, settings, children) {
  for (const [key, held] of Object.entries(settings ?? {})) {
    if (held === undefined || held === null || held === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), held);
    else if (key === "vars") for (const [name, value] of Object.entries(held)) made.style.setProperty(name, value);
    else if (key === "value" || key === "checked" || key === "disabled") made[key] = held;
    else made.setAttribute(key === "className" ? "class" : key, held === true ? "" : held);
  }
  made.append(...children.flat(Infinity).filter((one) => one !== undefined && one !== null && one !== false));
  return made;
}

export const h = (tag, settings, ...children) => fill(document.createElement(tag), settings, children);
export const s = (tag, settings, ...children) => fill(document.createElementNS(SVG, tag), settings, children);
export const at = (id) => document.getElementById(id);

// Show something in the place of what was there, unless it is the same to the letter: then nothing
// flickers and a reader's focus stays.
export function show(place, ...children) {
  const made = h("div", {}, ...children);
  if (place.innerHTML === made.innerHTML) return;
  place.replaceChildren(...made.childNodes);
}

export function download(name, kind, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A table with a caption for readers who do not see the page.
export function table(caption, heads, rows) {
  return h("table", {},
    h("caption", { className: "unseen" }, caption),
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map(([first, ...rest]) =>
      h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell))))));
}

// A party's sign in its colour: it is told by its shape as well.
export const dot = (party) => h("i", { className: "dot", vars: party ? { "--party": `var(--party-${party})`, "--sign": `var(--party-${party}-sign)` } : {} });

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
