"""How soon the explorer's page answers a move: 200 moves of sliders in a real browser.

Run: ``python -m benchmarks.explorer [SCENARIO]``. Needs the ``dev`` extra and an installed Chromium
(or ``PARLEY_BROWSER``). A redraw is measured by the page itself, from the hand's move until what
400 worlds answer is on the page; each move is made once the one before has been answered.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from statistics import median, quantiles

MOVES = 200
#: Numbers of several kinds that are moved in turn: every world differs, few do, everybody reckons
#: with it, only the clock changes.
PATHS = {
    "ukraine-2025": (
        "party.russia.patience",
        "party.russia.demand.territory.weight",
        "party.ukraine.no_deal.shift",
        "event.us_exit.weekly_chance",
        "party.russia.red_line.territory.firmness.line",
    ),
    "price-haggle": ("party.buyer.patience", "party.seller.no_deal.shift"),
}

_MOVE = """async ([path, part]) => {
    const slider = document.querySelector(`input[type=range][data-path="${path}"]`);
    const redrawn = new Promise((done) => new PerformanceObserver((some, watching) => {
        watching.disconnect();
        done(some.getEntriesByName("redraw").at(-1).duration);
    }).observe({ type: "measure" }));
    slider.value = Number(slider.min) + part * (slider.max - slider.min);
    slider.dispatchEvent(new Event("input"));
    return redrawn;
}"""


def measure(scenario: str) -> list[float]:
    """Milliseconds from a move to its answer on the page, a number a move."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("PARLEY_BROWSER") or shutil.which("chromium")
    if program is None:
        sys.exit("no browser: install chromium, or name one in PARLEY_BROWSER")
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "sim", "explore", scenario, "--no-browser", "--port", "0"]
        served = subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.getcwd()},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert served.stdout is not None
            found = re.search(r"http://\S+", served.stdout.readline())
            assert found is not None
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=program, args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(found.group())
                page.wait_for_selector("#endings svg")
                page.wait_for_timeout(3_000)
                return [page.evaluate(_MOVE, list(move)) for move in moves(scenario)]
        finally:
            served.terminate()
            served.wait()


def moves(scenario: str) -> list[tuple[str, float]]:
    """Which slider goes where, as a share of its track: back and forth, never to the same place."""
    paths = PATHS[scenario]
    return [(paths[k // 20 % len(paths)], 0.25 + 0.5 * (k * 0.381966 % 1.0)) for k in range(MOVES)]


def main() -> None:
    scenario = sys.argv[1] if len(sys.argv) > 1 else "ukraine-2025"
    took = measure(scenario)
    p95 = quantiles(took, n=20)[-1]
    print(
        f"{scenario}: {len(took)} moves, median {median(took):.0f} ms, 95th percentile {p95:.0f} ms"
    )
    by_path = PATHS[scenario]
    for place, path in enumerate(by_path):
        some = [one for k, one in enumerate(took) if k // 20 % len(by_path) == place]
        print(f"  {path}: median {median(some):.0f} ms")


if __name__ == "__main__":
    main()
