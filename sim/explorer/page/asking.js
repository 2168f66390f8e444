// Asking the server: a first answer at once, larger ones when the hand rests; stale ones dropped.

const REST_AFTER = 160; // milliseconds without a move

export async function post(name, body) {
  const asked = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return heard(await fetch(`api/${name}`, asked).catch(gone));
}

export async function get(name, query = {}) {
  return heard(await fetch(`api/${name}?${new URLSearchParams(query)}`).catch(gone));
}

async function heard(said) {
  const found = await said.json().catch(() => ({ faults: ["the server gave no answer that can be read"] }));
  if (found.stale) throw new Stale();
  if (said.ok && !found.faults) return found;
  throw new Refused(found.faults ?? ["the server could not answer"]);
}

export class Stale extends Error {}

export class Gone extends Error {}

function gone() {
  throw new Gone("Start parley explore again and reload this page: your changes are in its address.");
}

export class Refused extends Error {
  constructor(faults) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

// One question at a time is on its way; while it is, only the newest wish is remembered.
// How long a move took to be seen: until the frame that shows its answer has been painted.
function measured(since) {
  requestAnimationFrame(() => setTimeout(() => {
    performance.clearMeasures("redraw");
    performance.measure("redraw", { start: since, end: performance.now() });
  }));
}

export class Asking {
  constructor({ page, worlds, onAnswer, onRefused, onRest }) {
    Object.assign(this, { page, worlds, onAnswer, onRefused, onRest });
    this.wish = null;
    this.busy = false;
    this.newest = null;
  }

  // since : when the hand moved.
  ask(question, since = performance.now()) {
    this.wish = { question, since };
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
        measured(since);
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
    const larger = async (worlds) => {
      const answer = await post("larger", { ...newest, worlds });
      if (newest !== this.newest || this.wish) throw new Stale();
      this.onAnswer(answer, newest);
    };
    try {
      await larger(this.worlds.rest);
      this.onRest(newest);
      await larger(this.worlds.behind);
    } catch (error) {
      if (!(error instanceof Stale)) this.onRefused(error);
    }
  }
}
