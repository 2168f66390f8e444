"""One answer of the page: how the talks end with the values moved, beside the unmoved scenario.

The numbers are those of ``parley run --json`` for the same changes, worlds and seed; beside them
stand paired differences to the unmoved scenario on the same worlds.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.endings import summarise
from sim.analysis.shares import difference_of
from sim.domain.estimate import Difference, Quantiles
from sim.domain.finding import CodingSummary, DayShares
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import STATED, Scenario
from sim.explorer.estimates import estimate_of, worded
from sim.explorer.words import Words
from sim.records.plain_estimates import share_json
from sim.records.run_object import coding_json

__all__ = ["answer_of", "command_of", "source_of", "thinned", "told_of"]

#: Days of a curve that are sent: more than a picture can show apart.
_MOST_DAYS = 120

#: Worlds listed by number for each ending, to be told as stories.
_LISTED = 12


def told_of(outcomes: Outcomes, words: Words) -> dict[str, Any]:
    """What the page shows of one run by itself, ready for ``json.dumps``."""
    return _told(summarise(outcomes), words)


def answer_of(
    unmoved: Outcomes, moved: Outcomes, before: Mapping[str, Any], words: Words
) -> dict[str, Any]:
    """What the page shows of a run beside the unmoved one, ready for ``json.dumps``.

    unmoved : the scenario as it was opened, moved : with values set; both of the same worlds.
    before : ``told_of`` the unmoved one, which many answers share.
    """
    scenario = moved.scenario
    return {
        "coding": scenario.coding,
        "worlds": moved.n,
        "seed": moved.seed,
        "horizon": float(scenario.protocol.horizon),
        "deadline": None if scenario.deadline is None else float(scenario.deadline.day),
        "protocol": scenario.protocol.told,
        "command": command_of(scenario, moved.n, moved.seed),
        "sets": dict(scenario.overrides),
        "now": told_of(moved, words),
        "unmoved": before,
        "change": {
            ending.name.lower(): estimate_of(_change(unmoved, moved, ending), words)
            for ending in Ending
        },
        "stories": {
            ending.name.lower(): moved.world[moved.ending == ending][:_LISTED].tolist()
            for ending in Ending
        },
    }


def command_of(scenario: Scenario, n: int, seed: int) -> str:
    """The command that prints the same numbers.

    >>> import sim
    >>> haggle = sim.load_scenario("price-haggle", sets=["deadline.day=9"])
    >>> command_of(haggle, 400, 1)
    'parley run price-haggle --set deadline.day=9 --worlds 400 --seed 1'
    """
    words = ["parley", "run", source_of(scenario.name, scenario.file)]
    if scenario.coding != STATED:
        words += ["--coding", scenario.coding]
    for path, value in scenario.overrides.items():
        words += ["--set", f"{path}={value}"]
    return shlex.join([*words, "--worlds", str(n), "--seed", str(seed)])


@lru_cache
def source_of(name: str, file: str) -> str:
    """What finds a scenario again: its name where it is bundled, else its file."""
    from sim.loading import bundled

    place = Path(file).resolve()
    return name if any(one.place.resolve() == place for one in bundled()) else file


def _told(summary: CodingSummary, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = worded({**coding_json(summary), "by_day": []}, words)
    found["by_day"] = [_day(row) for row in thinned(summary.by_day)]
    found["gains"] = {
        party: None if values.gain is None else _ends(values.gain)
        for party, values in summary.values.items()
    }
    found["partial_deals"] = {
        deal: estimate_of(share, words) for deal, share in summary.partial_deals.items()
    }
    return found


def _day(row: DayShares) -> dict[str, Any]:
    return {
        "day": row.day,
        "settlement": share_json(row.settlement),
        "partial": share_json(row.partial),
        "walkout": share_json(row.walkout),
    }


def _ends(found: Quantiles) -> Mapping[str, float]:
    return {"p05": found.p05, "p50": found.p50, "p95": found.p95}


def thinned(rows: Sequence[DayShares]) -> list[DayShares]:
    """Rows of a curve, as many as a picture shows apart; the first and the last among them.

    Where every row is sent nothing is lost; where rounds last hours, days between two kept ones
    are.
    """
    if len(rows) <= _MOST_DAYS:
        return list(rows)
    places = np.unique(np.linspace(0, len(rows) - 1, _MOST_DAYS).round().astype(int))
    return [rows[place] for place in places]


def _change(unmoved: Outcomes, moved: Outcomes, ending: Ending) -> Difference:
    return difference_of(unmoved.ending == ending, moved.ending == ending, moved.weight)
