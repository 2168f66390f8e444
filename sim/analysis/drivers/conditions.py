"""Under which conditions the rarer ending happens: boxes of circumstances, found by PRIM.

Worlds are searched, and every share is then told for as many others, which the search never saw.

*Which box.* At most four circumstances are limited. Every box on the peeling trajectory is first
made plain: as long as some limit could be chance (quasi-p-value above 5 % over the number of
circumstances, for that many were tried), the one that could soonest be goes. Of the plain boxes the
one with the best balance of coverage and density is taken (their harmonic mean, van Rijsbergen's
F). What was limited but is in no plain box had taken the place of something else, so the search is
repeated without it. The best box is pasted, made plain again, and its limits rounded outward as
they are told.

*Whether it is told.* Only if the interval of its density, in the worlds kept apart, lies above the
share of all those worlds. A second box is sought among the worlds outside the first, and held
against all worlds as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.drivers.circumstances import Circumstance
from sim.analysis.drivers.prim import Box, paste, peel, quasi_p_values
from sim.analysis.shares import share_of
from sim.domain.box import BoxRow, BoxSearch, Condition, PeelStep, Sought
from sim.domain.estimate import Share

__all__ = ["FEWEST_ONES", "Found", "best_box", "conditions_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Fewest worlds with the rarer ending, among those searched, for a search to make sense.
FEWEST_ONES = 20

#: A box holds at least so many worlds, and at least this share of those searched.
_FEWEST, _LEAST_MASS = 20, 0.02
_MOST_LIMITS = 4
_MOST_BOXES = 2
_ROUNDS = 12
_COULD_BE_CHANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Boxes with their conditions, and how they were peeled; no boxes where none is told."""

    search: BoxSearch
    boxes: tuple[BoxRow, ...] = ()
    conditions: tuple[Condition, ...] = ()
    peeling: tuple[PeelStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worlds:
    """x : (n, d) circumstances. y : (n,) whether the sought ending came."""

    x: Array
    y: Flags

    def outside(self, box: Box) -> _Worlds:
        left = ~box.holds(self.x)
        return _Worlds(x=self.x[left], y=self.y[left])


def conditions_of(
    coding: str,
    searched: Sequence[Circumstance],
    settled: Flags,
    checked: Sequence[Circumstance],
    settled_checked: Flags,
) -> Found:
    """Boxes for the rarer ending of the worlds searched, told for the worlds kept apart.

    searched, checked : the same circumstances in two batches of independent worlds. settled,
    settled_checked : (n,) whether each world settles.
    """
    rare = settled if 2 * settled.sum() <= len(settled) else ~settled
    sought = Sought.SETTLEMENT if rare is settled else Sought.NO_SETTLEMENT
    rare_checked = settled_checked if rare is settled else ~settled_checked
    places = [k for k, one in enumerate(searched) if np.ptp(one.values) > 0.0]
    if min(int(rare.sum()), int(rare_checked.sum())) < FEWEST_ONES or not places:
        return Found(search=BoxSearch.FEW)
    about = [searched[k] for k in places]
    first = _Worlds(x=np.column_stack([one.values for one in about]), y=rare)
    other = _Worlds(x=np.column_stack([checked[k].values for k in places]), y=rare_checked)
    found = Found(search=BoxSearch.NONE)
    within, apart = first, other
    for number in range(1, _MOST_BOXES + 1):
        if min(int(within.y.sum()), int(apart.y.sum())) < FEWEST_ONES:
            break
        chosen = best_box(within.x, within.y)
        box = _rounded(chosen.box, about)
        row = _row(coding, number, sought, box, (first, other), (within, apart))
        if row is None:
            break
        found = Found(
            search=BoxSearch.FOUND,
            boxes=(*found.boxes, row),
            conditions=(*found.conditions, *_limits(coding, number, box, about, within)),
            peeling=(*found.peeling, *_steps(coding, number, chosen.trail, first, within)),
        )
        within, apart = within.outside(box), apart.outside(box)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """A plain box, the trajectory it lies on, and its balance of coverage and density."""

    box: Box
    trail: tuple[Box, ...]
    balance: float


def best_box(x: Array, y: Flags) -> _Chosen:
    """The box that says most in few conditions; see the module. x : (n, d), y : (n,)."""
    fewest = max(_FEWEST, int(_LEAST_MASS * len(y)))
    inputs = list(range(x.shape[1]))
    best: _Chosen | None = None
    for _ in range(_ROUNDS):
        trail = peel(x, y, fewest=fewest, inputs=inputs, most=_MOST_LIMITS)
        plain = [_plain(x, y, box) for box in trail]
        found = max(range(len(trail)), key=lambda step: _balance(x, y, plain[step]))
        balance = _balance(x, y, plain[found])
        if best is None or balance > best.balance:
            best = _Chosen(box=plain[found], trail=trail, balance=balance)
        told = np.any([box.restricted for box in plain], axis=0)
        idle = set(np.flatnonzero(trail[-1].restricted & ~told).tolist())
        if not idle:
            break
        inputs = [place for place in inputs if place not in idle]
    assert best is not None
    return replace(best, box=_plain(x, y, paste(x, y, best.box)))


def _balance(x: Array, y: Flags, box: Box) -> float:
    """Harmonic mean of coverage and density; 0 for a box without a limit."""
    if not box.restricted.any():
        return 0.0
    inside = box.holds(x)
    return 2.0 * float(y[inside].sum()) / float(y.sum() + inside.sum())


def _plain(x: Array, y: Flags, box: Box) -> Box:
    limit = _COULD_BE_CHANCE / x.shape[1]
    while box.restricted.any():
        chances = quasi_p_values(x, y, box)
        worst = max(chances, key=lambda place: (chances[place], place))
        if chances[worst] <= limit and len(chances) <= _MOST_LIMITS:
            return box
        box = box.without(worst)
    return box


def _rounded(box: Box, about: Sequence[Circumstance]) -> Box:
    fine = np.array([10.0**one.decimals for one in about])
    return Box(
        low=np.floor(box.low * fine + 1e-9) / fine + 0.0,
        high=np.ceil(box.high * fine - 1e-9) / fine + 0.0,
    )


def _row(
    coding: str,
    number: int,
    sought: Sought,
    box: Box,
    whole: tuple[_Worlds, _Worlds],
    left: tuple[_Worlds, _Worlds],
) -> BoxRow | None:
    """What is told of a box, or ``None`` if it does not hold in the worlds kept apart."""
    within, apart = left
    searched, checked = whole
    inside, held = box.holds(within.x), box.holds(apart.x)
    if not box.restricted.any() or not held.any():
        return None
    density = _share(apart.y[held])
    if density.low <= float(checked.y.mean()):
        return None
    # A later box is sought outside the earlier ones, but told for all worlds.
    none = np.zeros(len(checked.y) - len(apart.y), dtype=bool)
    ones = int(checked.y.sum())
    covered = np.concatenate([held[apart.y], np.zeros(ones - int(apart.y.sum()), dtype=bool)])
    return BoxRow(
        coding=coding,
        box=number,
        sought=sought,
        conditions=int(box.restricted.sum()),
        found=len(searched.y),
        checked=len(checked.y),
        base=_share(checked.y),
        density=density,
        coverage=_share(covered),
        mass=_share(np.concatenate([held, none])),
        density_found=float(within.y[inside].mean()),
        coverage_found=float(within.y[inside].sum() / searched.y.sum()),
    )


def _share(mask: Flags) -> Share:
    return share_of(mask, np.ones(len(mask)))


def _limits(
    coding: str, number: int, box: Box, about: Sequence[Circumstance], within: _Worlds
) -> tuple[Condition, ...]:
    chances = quasi_p_values(within.x, within.y, box)
    return tuple(
        Condition(
            coding=coding,
            box=number,
            kind=about[place].kind,
            party=about[place].party,
            issue=about[place].issue,
            option=about[place].option,
            name=about[place].name,
            low=float(box.low[place]) if np.isfinite(box.low[place]) else None,
            high=float(box.high[place]) if np.isfinite(box.high[place]) else None,
            lowest=float(about[place].values.min()),
            highest=float(about[place].values.max()),
            quasi_p=chances[place],
        )
        for place in sorted(chances, key=lambda place: (chances[place], place))
    )


def _steps(
    coding: str, number: int, trail: Sequence[Box], whole: _Worlds, within: _Worlds
) -> tuple[PeelStep, ...]:
    found = []
    for step, box in enumerate(trail):
        inside = box.holds(within.x)
        found.append(
            PeelStep(
                coding=coding,
                box=number,
                step=step,
                coverage=float(within.y[inside].sum() / whole.y.sum()),
                density=float(within.y[inside].mean()),
                mass=float(inside.sum() / len(whole.y)),
                restricted=int(box.restricted.sum()),
            )
        )
    return tuple(found)
