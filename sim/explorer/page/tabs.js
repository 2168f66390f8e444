// Tabs: one of a row is chosen, and its panel is shown. Arrow keys go from one to the next.

export class Tabs {
  // tabs : buttons that name their panel in aria-controls.
  constructor(tabs, panelOf) {
    Object.assign(this, { tabs: [...tabs], panelOf });
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.choose(tab.id));
      tab.addEventListener("keydown", (event) => this.#keyed(event, tab));
    }
    this.choose(this.tabs[0].id);
  }

  choose(id) {
    this.chosen = id;
    for (const tab of this.tabs) {
      const chosen = tab.id === id;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      this.panelOf(tab).hidden = !chosen;
    }
  }

  #keyed(event, tab) {
    const at = this.tabs.indexOf(tab);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (to === undefined) return;
    const next = this.tabs.at(to % this.tabs.length);
    this.choose(next.id);
    next.focus();
    event.preventDefault();
  }
}
