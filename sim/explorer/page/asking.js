// Asking the server: a first answer at once, larger ones when the hand rests; stale ones dropped.

const REST_AFTER = 160; // milliseconds without a move

export async function post(name, body, signal) {
  const said = await fetch(`api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  return heard(said);
}

export async function get(name, query = {}) {
  return heard(await fetch(`api/${name}?${new URLSearchParams(query)}`));
}

async function heard(said) {
  const found = await said.json().catch(() => ({ faults: ["the server gave no answer that can be read"] }));
  if (found.stale) throw new Stale();
  if (said.ok && !found.faults) return found;
  throw new Refused(found.faults ?? ["the server could not answer"]);
}

export class Stale extends Error {}

export class Refused extends Error {
  constructor(faults) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

// One question at a time is on its way; while it is, only the newest wish is remembered.
export class Asking {
  constructor({ page, worlds, onAnswer, onRefused, onRest }) {
    Object.assign(this, { page, worlds, onAnswer, onRefused, onRest });
    this.wish = null;
    this.busy = false;
    this.newest = null;
  }

  ask(question) {
    this.wish = { question, since: performance.now() };
    clearTimeout(this.timer);
    if (!this.busy) this.#go();
  }

  async #go() {
    this.busy = true;
    while (this.wish) {
      const { question, since } = this.wish;
      this.wish = null;
      try {
        const answer = await post("answer", { ...question, page: this.page, worlds: this.worlds.quick });
        this.newest = { ...question, page: this.page, turn: answer.turn };
        this.onAnswer(answer, question);
        performance.clearMeasures("redraw");
        performance.measure("redraw", { start: since, end: performance.now() });
        if (!this.wish) this.timer = setTimeout(() => this.#rest(this.newest), REST_AFTER);
      } catch (error) {
        if (error instanceof Stale) this.wish ??= { question, since };
        else if (!this.wish) this.onRefused(error);
      }
    }
    this.busy = false;
  }

  // Larger answers follow one another for as long as nothing newer was asked.
  async #rest(newest) {
    try {
      this.onAnswer(await post("larger", { ...newest, worlds: this.worlds.rest }), newest);
      if (newest !== this.newest) return;
      this.onRest(newest);
      this.onAnswer(await post("larger", { ...newest, worlds: this.worlds.behind }), newest);
    } catch (error) {
      if (!(error instanceof Stale)) this.onRefused(error);
    }
  }
}
