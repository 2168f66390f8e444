"""The acceptable set: every package of a large agenda in every world, and agendas larger still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from benchmarks.cases import core_case
from benchmarks.measuring import Row, median_of, show
from sim.analysis.acceptable.open_worlds import open_worlds
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.overlap.searched import search_all
from sim.analysis.zopa_counting import count_all
from sim.domain.scenario import Scenario
from sim.loading import edit, load_scenario

__all__ = ["measure"]

WORLDS = 2_000


def measure() -> list[Row]:
    """Processor seconds on one core, the drawing of worlds included."""
    scenario = load_scenario("ukraine-2025")
    large = replace(core_case(issues=12, options=5), coding="stated")
    cases = (
        (
            f"which worlds hold an acceptable package, `ukraine-2025`, {WORLDS:,} worlds",
            median_of(lambda: open_worlds(scenario, n=WORLDS, seed=1), 3),
            "",
            "",
        ),
        (
            f"exact acceptable set, {scenario.agenda.size:,} packages × {WORLDS:,} worlds, one day",
            median_of(lambda: count_all({"one": scenario}, asked(WORLDS), silent), 3),
            "20 s on two cores",
            "3 s",
        ),
        (
            "the same where every package is acceptable in every world",
            median_of(lambda: count_all({"one": agreeable(scenario)}, asked(WORLDS), silent), 1),
            "",
            "",
        ),
        (
            f"12 issues of 5 options, {large.agenda.size:,} packages, 200 worlds, branch and bound",
            median_of(lambda: search_all({"one": large}, asked(200), silent), 3),
            "",
            "",
        ),
    )
    return [
        Row(what=what, reached=f"{seconds:.1f} s", at_least=at_least, aim=aim)
        for what, seconds, at_least, aim in cases
    ]


def agreeable(scenario: Scenario) -> Scenario:
    """The scenario with everybody far worse off without a deal, and without lines."""
    changes: Mapping[str, float] = {f"party.{p}.no_deal.shift": -3.0 for p in scenario.parties}
    lines = [f"party.{p.id}.red_line.{i}" for p in scenario.parties.values() for i in p.red_lines]
    return edit(scenario, changes, layer="benchmark", remove=lines)


def asked(n: int) -> SetQuestion:
    return SetQuestion(n=n, seed=1, day=0.0, keep=20, workers=1)


def silent(_: int) -> None:
    pass


if __name__ == "__main__":
    print(show(measure()))
