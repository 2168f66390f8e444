"""One number at the two ends of its range: the bars of a tornado plot.

Numbers are screened first by what the two runs of worlds already tell: the mean output in the
fifth of worlds in which the number's own draw is lowest, and in the fifth in which it is highest.
The ones that differ most are then set to either end, in the same worlds, everything else as drawn.

What is asked is how much hangs on not knowing the number, so everybody else goes on reckoning with
the public estimate as it was: an end is no announcement. All options of a red line are firm by one
draw, so their firmnesses move together. A number set so rests on no source any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.drivers.redrawing import output_of, second
from sim.analysis.shares import amount_of, difference_of
from sim.analysis.unread import unread
from sim.domain.estimate import Amount, Difference
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import SETTLEMENT, EndsRow

__all__ = ["MOST_MOVED", "Movable", "Moved", "ends_rows", "movable", "play_ends", "screened"]

Array = NDArray[np.float64]

#: Numbers tried at both ends, per coding, at most.
MOST_MOVED = 16
_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A number, or the firmnesses of a line, with the edits that set it to its ends.

    quantity : path. stream : of its uniforms. name : of the event, small deal or type it is of.
    """

    quantity: str
    stream: str
    name: str
    low: Mapping[str, float]
    high: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A task for a worker: one number at both ends in one coding."""

    coding: str
    what: Movable


def movable(scenario: Scenario) -> dict[str, Movable]:
    """Quantity → what moves it, for every number drawn and read that an edit may set."""
    found, nowhere = {}, unread(scenario)
    for party in scenario.parties.values():
        for issue, line in party.red_lines.items():
            path = f"party.{party.id}.red_line.{issue}"
            found[path] = Movable(
                quantity=path,
                stream=f"{path}#quantile",
                name="",
                low={one.path: one.low for one in line.firmness.values()},
                high={one.path: one.high for one in line.firmness.values()},
            )
    names = _names(scenario)
    for number in scenario.quantities():
        if number.low == number.high or ".red_line." in number.path or number.path in nowhere:
            continue
        owner = ".".join(number.path.split(".")[:2])
        kind = ".".join(number.path.split(".")[:4])
        found[number.path] = Movable(
            quantity=number.path,
            stream=number.path,
            name=names.get(owner, names.get(kind, "")),
            low={number.path: number.low},
            high={number.path: number.high},
        )
    return found


def _names(scenario: Scenario) -> dict[str, str]:
    """Table of a type, event or small deal → its name."""
    found = {
        f"party.{party.id}.type.{kind.id}": kind.name
        for party in scenario.parties.values()
        for kind in party.types.values()
    }
    found |= {f"event.{event.id}": event.name for event in scenario.events.values()}
    return found | {f"partial.{deal.id}": deal.name for deal in scenario.partial_deals.values()}


def screened(
    scenarios: Mapping[str, Scenario],
    streams: Mapping[str, Sequence[str]],
    outputs: Mapping[str, tuple[Array, Array]],
    *,
    seed: int,
) -> list[Moved]:
    """The numbers that seem to matter most in some coding, each in every coding that draws it.

    streams : coding → what is drawn there. outputs : coding → those of the ordinary and of the
    second worlds, (n,) each.
    """
    scores: dict[str, float] = {}
    every = {coding: movable(scenario) for coding, scenario in scenarios.items()}
    for coding, known in every.items():
        drawn = set(streams[coding])
        for one in known.values():
            if one.stream in drawn and _settable(scenarios[coding], one):
                score = _score(one.stream, outputs[coding], seed)
                scores[one.quantity] = max(score, scores.get(one.quantity, 0.0))
    best = sorted(scores, key=lambda quantity: (-scores[quantity], quantity))[:MOST_MOVED]
    return [
        Moved(coding=coding, what=known[quantity])
        for quantity in best
        for coding, known in every.items()
        if quantity in known and known[quantity].stream in streams[coding]
    ]


def _score(stream: str, outputs: tuple[Array, Array], seed: int) -> float:
    from sim.sampling import uniforms

    names = (stream, second([stream])[stream])
    n = len(outputs[0])
    u = np.concatenate([uniforms(seed, name, 0, n) for name in names])
    told = np.concatenate(outputs)
    lowest, highest = u < np.quantile(u, 0.2), u > np.quantile(u, 0.8)
    return abs(float(told[highest].mean() - told[lowest].mean()))


def _settable(scenario: Scenario, what: Movable) -> bool:
    """Whether both ends make a valid scenario (the chances of several types may not add up)."""
    from sim.errors import ScenarioError
    from sim.loading import edit

    try:
        for end in (what.low, what.high):
            edit(scenario, end, layer="an end of its range")
    except ScenarioError:
        return False
    return True


def play_ends(
    task: Moved, *, scenarios: Mapping[str, Scenario], n: int, seed: int, output: str
) -> tuple[Array, Array]:
    """The output of every world with the number at its low end, and at its high end; (n,) each."""
    from sim.engine import negotiate
    from sim.loading import edit
    from sim.sampling import sample_worlds

    base = scenarios[task.coding]
    worlds = sample_worlds(base, n=n, seed=seed)
    low, high = (
        negotiate(
            edit(base, end, layer="an end of its range"), worlds, known=base, asked=0, tracked=0
        )
        for end in (task.what.low, task.what.high)
    )
    return output_of(low, output), output_of(high, output)


def ends_rows(
    tasks: Sequence[Moved],
    played: Sequence[tuple[Array, Array]],
    base: Mapping[str, Array],
    *,
    output: str,
) -> tuple[EndsRow, ...]:
    """The numbers whose two ends lie furthest apart in some coding, best first.

    played : outputs at both ends, task by task. base : coding → outputs of the ordinary worlds.
    Numbers that change nothing in any world are left out.
    """
    wide: dict[str, float] = {}
    rows: dict[str, list[EndsRow]] = {}
    for task, (low, high) in zip(tasks, played, strict=True):
        plain, what = base[task.coding], task.what
        if not (np.any(low != plain) or np.any(high != plain)):
            continue
        swing = abs(float(high.mean() - low.mean()))
        wide[what.quantity] = max(swing, wide.get(what.quantity, 0.0))
        single = len(what.low) == 1 and what.quantity in what.low
        rows.setdefault(what.quantity, []).append(
            EndsRow(
                coding=task.coding,
                quantity=what.quantity,
                name=what.name,
                low=what.low[what.quantity] if single else None,
                high=what.high[what.quantity] if single else None,
                at_low=_change(plain, low, output),
                at_high=_change(plain, high, output),
                swing=_change(low, high, output),
            )
        )
    best = sorted(wide, key=lambda quantity: (-wide[quantity], quantity))[:_TOLD]
    return tuple(row for quantity in best for row in rows[quantity])


def _change(before: Array, after: Array, output: str) -> Difference | Amount:
    weight = np.ones(len(before))
    if output == SETTLEMENT:
        return difference_of(before > 0.5, after > 0.5, weight)
    told = amount_of(after - before, weight)
    assert told is not None
    return told
