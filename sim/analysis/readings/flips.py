"""Where a statement gives way: an input is moved off its mid until the margin is no longer above 0.

Held at its mid, at its end or in between, an input is the same number in every world, and everybody
reckons with it. The search halves the way between a place where the margin is above 0 and one
where it is not; if there are several such places between them it finds one. Beyond the range it
strides until the statement breaks or the end of what is legal is reached, and then halves ratios.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.analysis.readings.inputs import RangeInput
from sim.analysis.readings.play import Played
from sim.analysis.readings.readings import edited
from sim.analysis.readings.tally import margin_of, verdict_of
from sim.domain.robust import FlipRow, FlipState, Verdict
from sim.domain.scenario import Scenario
from sim.domain.statement import BlocksMore, Statement

__all__ = ["End", "Found", "Search", "ends_to_search", "flip_row", "search"]

#: Inputs that break a statement within their range, of which the nearest is looked for.
_MOST_BREAKING = 3

#: Ends beyond which a statement is searched that no end breaks, one after the other.
_TRIES = 3

#: Halvings within the range: a place is told to a sixteenth of the way from mid to end.
_HALVINGS = 4

#: Beyond the range each step goes this many times as far, and places are told to within a ratio.
_STRIDE = 4.0
_RATIO = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What holding an input at an end (−1 low, 1 high) makes of one statement."""

    input: RangeInput
    end: int
    margin: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One input moved towards one end, for the statements that may give way there.

    inside : statements broken at the end of the range. outside : those still true there. Both by
    id. ends : what they are at the end of the range, by id. n : worlds.
    """

    coding: str
    input: RangeInput
    end: int
    inside: Mapping[str, Statement] = field(default_factory=dict)
    outside: Mapping[str, Statement] = field(default_factory=dict)
    ends: Mapping[str, Verdict] = field(default_factory=dict)
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where one statement gives way along one input; ``way`` is ``None`` where it never does.

    holds, fails : the place before it nearest to it at which the statement holds beyond sampling,
    and the one from it on at which it fails; ``None`` where no place played is such.
    """

    statement: str
    input: RangeInput
    end: int
    way: float | None
    holds: float | None = None
    fails: float | None = None


def ends_to_search(statement: Statement, ends: Sequence[End], tried: int) -> tuple[End, ...]:
    """The ends of inputs worth a search for a statement that holds as drawn.

    tried : rounds of searches that found no place. In the first round those ends that break it, by
    how badly; where none does, one a round, the one that lowers it most first. Three rounds. Who
    blocks is told without playing, so there every end is searched.
    """
    lowest = sorted(ends, key=lambda one: one.margin)
    breaking = tuple(one for one in lowest[:_MOST_BREAKING] if one.margin <= 0.0)
    if breaking:
        return () if tried else breaking
    if isinstance(statement, BlocksMore):
        return () if tried else tuple(lowest)
    return tuple(lowest[tried : tried + 1]) if tried < _TRIES else ()


def search(task: Search, *, scenarios: Mapping[str, Scenario], seed: int) -> tuple[Found, ...]:
    """Where each statement gives way: a task for a worker process."""
    along = _Along(task=task, scenario=scenarios[task.coding], seed=seed)
    ways: dict[str, float | None] = {}
    ways |= {name: _inside(along, name) for name in task.inside}
    ways |= {name: _outside(along, name) for name in task.outside}
    return tuple(_found(along, name, way) for name, way in ways.items())


def _found(along: _Along, name: str, way: float | None) -> Found:
    """The place at which a statement gives way, with the nearest that are beyond sampling."""
    told = {place: one for (of, place), one in along.told.items() if of == name and way is not None}
    turn = 0.0 if way is None else way
    holds = [place for place, one in told.items() if place < turn and one is Verdict.HOLDS]
    fails = [place for place, one in told.items() if place >= turn and one is Verdict.FAILS]
    return Found(
        statement=name,
        input=along.task.input,
        end=along.task.end,
        way=way,
        holds=max(holds, default=None),
        fails=min(fails, default=None),
    )


@dataclass(slots=True, kw_only=True)
class _Along:
    """An input's way from its mid, with what has been played at each place of it.

    told : (statement, place) → its verdict there.
    """

    task: Search
    scenario: Scenario
    seed: int
    played: dict[float, Played | None] = field(default_factory=dict)
    told: dict[tuple[str, float], Verdict] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told |= {(name, 1.0): verdict for name, verdict in self.task.ends.items()}

    def true(self, name: str, way: float) -> bool | None:
        """Whether the margin is above 0 at a place; ``None`` where the scenario is not valid."""
        if way not in self.played:
            held = edited(self.scenario, self.task.input.held(way, end=self.task.end))
            self.played[way] = (
                None if held is None else Played(scenario=held, n=self.task.n, seed=self.seed)
            )
        played = self.played[way]
        if played is None:
            return None
        tally = played.tally(self.task.inside.get(name) or self.task.outside[name])
        self.told[name, way] = verdict_of(tally)
        return margin_of(tally).difference > 0.0


def _inside(along: _Along, name: str) -> float:
    if along.true(name, 0.0) is False:
        return 0.0
    near, far = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (near + far) / 2.0
        near, far = (near, middle) if along.true(name, middle) is False else (middle, far)
    return far


def _outside(along: _Along, name: str) -> float | None:
    near, last = 1.0, along.task.input.reach(along.task.end)
    if last <= near:
        return None
    far = min(_STRIDE, last)
    while along.true(name, far) is not False:
        if far >= last:
            return None
        near, far = far, min(_STRIDE * far, last)
    while far / near > _RATIO:
        middle = math.sqrt(near * far)
        near, far = (near, middle) if along.true(name, middle) is False else (middle, far)
    return far


def flip_row(
    coding: str, statement: str, state: FlipState, found: Sequence[Found], n: int
) -> FlipRow:
    """The nearest place at which a statement gives way, among those found.

    state : why there was no search, where nothing is found.
    """
    if not found:
        return FlipRow(
            coding=coding,
            statement=statement,
            state=state,
            input="",
            option="",
            value=None,
            low=None,
            mid=None,
            high=None,
            way=None,
            undecided_low=None,
            undecided_high=None,
            tried=0,
            n=n,
        )
    first = min(found, key=lambda one: math.inf if one.way is None else one.way)
    told, way = first.input.told, first.way
    before, after = (
        None if place is None else first.input.value(place, end=first.end)
        for place in (first.holds, first.fails)
    )
    state = FlipState.NEVER
    if way is not None:
        state = FlipState.INSIDE if way <= 1.0 else FlipState.OUTSIDE
    return FlipRow(
        coding=coding,
        statement=statement,
        state=state,
        input=first.input.path,
        option=first.input.option,
        value=None if way is None else first.input.value(way, end=first.end),
        low=told.low,
        mid=told.mode,
        high=told.high,
        way=way,
        undecided_low=before if first.end > 0 else after,
        undecided_high=after if first.end > 0 else before,
        tried=len({one.input.path for one in found}),
        n=n,
    )
