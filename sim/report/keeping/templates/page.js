"use strict";
// Tables sort by a click or a key on the head of a column; without this script they are plain tables.
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const given = [...body.rows];
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const keyOf = (row, at) => {
    const cell = row.cells[at];
    const rank = cell.dataset.rank;
    return rank === undefined ? cell.textContent.trim() : Number(rank);
  };
  const before = (one, other) => {
    if (typeof one === "number" && typeof other === "number") return one - other;
    if (typeof one === "number") return -1;
    if (typeof other === "number") return 1;
    return order.compare(one, other);
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = given.map((row) => [keyOf(row, at), row]);
      keyed.sort((one, other) => (down ? -1 : 1) * before(one[0], other[0]));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}
// The box over the inputs leaves the rows that hold every word typed.
for (const box of document.querySelectorAll(".filter")) {
  const input = box.querySelector("input");
  const told = box.querySelector("output");
  const rows = [...document.getElementById(input.dataset.table).tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !words.every((word) => texts[at].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = `${shown} of ${rows.length} shown`;
  };
  box.hidden = false;
  input.addEventListener("input", show);
  show();
}
// Paper has nothing to click: what is folded is opened for it, and what is filtered out comes back.
let folded = [], left = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((one) => { one.open = true; });
  left = [...document.querySelectorAll("tr[hidden]")];
  left.forEach((one) => { one.hidden = false; });
});
window.addEventListener("afterprint", () => {
  folded.forEach((one) => { one.open = false; });
  left.forEach((one) => { one.hidden = true; });
});
