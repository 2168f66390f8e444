// The picture of how the talks end: shares of worlds by day, moved and unmoved, from counts.

import { at, h, s } from "./elements.js";

const WIDE = 620, TALL = 300, LEFT = 38, RIGHT = 150, TOP = 16, BOTTOM = 34;
const SCALES = [0.1, 0.25, 0.5, 0.75, 1];

export const ENDINGS = [
  ["settlement", "settled"],
  ["partial", "small deal only"],
  ["walkout", "walked out"],
];

export function drawEndings(answer) {
  const { now, unmoved, horizon, deadline } = answer;
  // Where no small deal is on offer there is no curve of them.
  const shown = ENDINGS.filter(([key]) => key !== "partial" || Object.keys(now.partial_deals).length);
  const highest = Math.max(...[now, unmoved].flatMap((one) => one.by_day.flatMap((row) => shown.map(([key]) => row[key].high))));
  const top = SCALES.find((one) => highest <= one) ?? 1;
  const x = (day) => LEFT + (day / horizon) * (WIDE - LEFT - RIGHT);
  const y = (share) => TALL - BOTTOM - (Math.min(share, top) / top) * (TALL - TOP - BOTTOM);
  const ends = spread(shown.map(([key]) => y(now.by_day.at(-1)[key].share)), 27, TALL - BOTTOM);
  const picture = s("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", "aria-labelledby": "endings-name endings-says", class: "picture" },
    s("title", { id: "endings-name" }, `Worlds of 100, by day: ${shown.map(([, name]) => name).join(", ")}`),
    s("desc", { id: "endings-says" }, shown.map(([key, name]) => `${name}: ${now.endings[key].words} of 100 at the end, unmoved ${unmoved.endings[key].words}`).join("; ")),
    grid(top, x, y, horizon),
    deadline !== null && deadline <= horizon && s("g", { class: "deadline" },
      s("line", { x1: x(deadline), x2: x(deadline), y1: TOP, y2: TALL - BOTTOM }),
      s("text", { x: x(deadline) + 4, y: TOP + 10 }, `deadline, day ${deadline}`)),
    shown.map(([key]) => [
      s("path", { class: `band ${key}`, d: band(now.by_day, key, x, y) }),
      s("path", { class: `before-band ${key}`, d: band(unmoved.by_day, key, x, y) }),
      s("path", { class: `before ${key}`, d: line(unmoved.by_day, key, x, y) }),
      s("path", { class: `curve ${key}`, d: line(now.by_day, key, x, y) }),
    ]),
    shown.map(([key, name], k) => s("text", { class: `told ${key}`, x: WIDE - RIGHT + 8, y: ends[k] + 4 },
      s("tspan", {}, name), s("tspan", { x: WIDE - RIGHT + 8, dy: 13, class: "number" }, now.endings[key].words))));
  at("endings").replaceChildren(picture, h("figcaption", {},
    "Worlds of 100, by day. Solid: as moved, with its 95 % band (sampling only). Dashed: unmoved, on the same worlds."));
}

function grid(top, x, y, horizon) {
  const days = [0, 0.25, 0.5, 0.75, 1].map((part) => part * horizon);
  const shares = [0, 0.5, 1].map((part) => part * top);
  return s("g", { class: "grid" },
    shares.map((share) => [
      s("line", { x1: x(0), x2: x(horizon), y1: y(share), y2: y(share) }),
      s("text", { x: x(0) - 6, y: y(share) + 4, "text-anchor": "end" }, `${Math.round(1000 * share) / 10}`)]),
    days.map((day) => s("text", { x: x(day), y: TALL - BOTTOM + 16, "text-anchor": "middle" }, `${Math.round(day * 10) / 10}`)),
    s("text", { x: x(horizon), y: TALL - 4, "text-anchor": "end" }, "day"));
}

// Shares change on round days and stay between them: curves and bands are steps.
function steps(rows, key, end, x, y) {
  let last = y(0);
  const places = [`${x(0)},${last}`];
  for (const row of rows) {
    const next = y(row[key][end]);
    places.push(`${x(row.day)},${last}`, `${x(row.day)},${next}`);
    last = next;
  }
  return places;
}

const line = (rows, key, x, y) => `M${steps(rows, key, "share", x, y).join("L")}`;
const band = (rows, key, x, y) => `M${[...steps(rows, key, "high", x, y), ...steps(rows, key, "low", x, y).reverse()].join("L")}Z`;

// Places for labels near the given ones, kept apart and above the floor.
function spread(places, gap, floor) {
  const order = places.map((place, k) => [place, k]).sort((a, b) => a[0] - b[0]);
  for (let k = 1; k < order.length; k++) order[k][0] = Math.max(order[k][0], order[k - 1][0] + gap);
  let lowest = floor - 13;
  for (let k = order.length - 1; k >= 0; k--) {
    order[k][0] = Math.min(order[k][0], lowest);
    lowest = order[k][0] - gap;
  }
  const found = [];
  for (const [place, k] of order) found[k] = place;
  return found;
}

// The numbers behind the picture, for a spreadsheet.
export function endingsCsv(answer) {
  const heads = ["day", "ending", "which", "share", "low", "high"];
  const rows = ["now", "unmoved"].flatMap((which) => answer[which].by_day.flatMap((row) =>
    ENDINGS.map(([key]) => [row.day, key, which === "now" ? "moved" : "unmoved", row[key].share, row[key].low, row[key].high])));
  const notes = [`# ${answer.command}`, `# ${answer.worlds} worlds, seed ${answer.seed}, coding ${answer.coding}; intervals are 95 %, sampling only`];
  return [...notes, heads.join(","), ...rows.map((row) => row.join(","))].join("\n") + "\n";
}

// The picture as a file of its own: the look is written into it.
export function endingsSvg(answer) {
  const copy = at("endings").querySelector("svg").cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(s("style", {}, pictureRules()));
  copy.append(s("metadata", {}, answer.command));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function pictureRules() {
  const root = getComputedStyle(document.documentElement);
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .map((rule) => rule.cssText).filter((text) => text.startsWith(".picture"));
  const written = rules.join("\n").replace(/var\((--[\w-]+)\)/g, (_, name) => root.getPropertyValue(name).trim());
  return `text{font-family:sans-serif;font-size:12px}\n${written.replaceAll(".picture ", "")}`;
}
