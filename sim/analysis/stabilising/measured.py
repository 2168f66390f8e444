"""What is measured in every world of a coding: who would move, who signs, and who breaks when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.stabilising.ground import Ground, ground_of
from sim.analysis.stabilising.moves import Conflict, Options, cells_at, coalitions_of, lone_breakers
from sim.domain.scenario import Scenario
from sim.domain.stability import Sense
from sim.domain.value import INDIFFERENT
from sim.theory.joint_moves import joint_improvements, joint_stability
from sim.theory.keeping import keep_or_break, promises_needed

__all__ = [
    "FACTORS",
    "Asked",
    "Measured",
    "followed",
    "measure",
    "measured_together",
    "neighbours_of",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Shares of the stated drift that are tried.
FACTORS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every coding. leading : m packages. days : (T,) from the day of signing on.
    shown : places among the days that curves are told for."""

    question: SetQuestion
    leading: tuple[Options, ...]
    days: tuple[float, ...]
    shown: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """W worlds, m leading packages, L = m + 1 states that are told (no agreement first), P parties.

    weight : (W,). drifts, events : (W,) whether these move a no-deal value after signing.
    single, joint : (4, L, W) stable for every party, and every coalition, in each
    sense. exits : (g, L, S, W) whether each mover would lead from a state that is told to any.
    signed : (m, W). first : (m, W) the first day on which somebody gains by breaking, broken :
    (m, W) that of the breach, parties looking ahead; NaN where it is kept. opens, by : (m, P, W)
    who does in each case. promise : (m, P, W). curves : (m, P, D, W) who gains on the days shown.
    shifted : (m, F, W) kept at each factor. changed_signed, changed_kept : (c, W) of the
    neighbours of all packages in their order.
    """

    weight: Array
    drifts: Flags
    events: Flags
    single: Flags
    joint: Flags
    exits: Flags
    signed: Flags
    first: Array
    broken: Array
    opens: Flags
    by: Flags
    promise: Array
    curves: Flags
    shifted: Flags
    changed_signed: Flags
    changed_kept: Flags


def measured_together(parts: Sequence[Measured]) -> Measured:
    """Several batches as one, in their order; the world axis is last everywhere."""
    made = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts], axis=-1)
        for field in fields(Measured)
    }
    return Measured(**made)


def neighbours_of(scenario: Scenario, package: Options) -> list[Options]:
    """The packages with one option changed to another that may be held."""
    return [
        (*package[:j], k, *package[j + 1 :])
        for j, issue in enumerate(scenario.agenda)
        for k, option in enumerate(issue.options)
        if option.allowed and k != package[j]
    ]


def measure(scenario: Scenario, asked: Asked, conflict: Conflict, first: int, n: int) -> Measured:
    """Everything that is measured in ``n`` worlds from ``first`` on."""
    ground = ground_of(scenario, asked.question, asked.days, first, n)
    single, joint, exits = _stable(ground, conflict, len(asked.leading))
    kept = followed(ground, asked)
    changed = [x for package in asked.leading for x in neighbours_of(scenario, package)]
    return Measured(
        weight=ground.standing.weight,
        drifts=(ground.drift != 0.0).any(axis=0),
        events=(np.ptp(ground.slowed(0.0), axis=0) > INDIFFERENT).any(axis=0),
        single=single,
        joint=joint,
        exits=exits,
        changed_signed=_signed(ground, changed),
        changed_kept=_held(ground, changed, ground.no_deal.max(axis=0)),
        **kept,
    )


def _stable(ground: Ground, conflict: Conflict, leading: int) -> tuple[Flags, Flags, Flags]:
    worth = ground.state_worth(conflict.packages).transpose(0, 2, 1)
    told = slice(0, leading + 1)
    n = len(ground.standing.weight)
    single = np.ones((len(Sense), leading + 1, n), dtype=bool)
    joint = single.copy()
    for members in coalitions_of(conflict.movers):
        found = joint_stability(conflict.moves, conflict.movers, worth, members)
        for place, sense in enumerate(Sense):
            held = getattr(found, sense.value)[:, told].T
            joint[place] &= held
            if members.bit_count() == 1:
                single[place] &= held
    exits = joint_improvements(conflict.moves, conflict.movers, worth)[:, :, told]
    return single, joint, exits.transpose(0, 2, 3, 1)


def _signed(ground: Ground, packages: Sequence[Options]) -> Flags:
    """(m, W) whether all who must sign do, on the day."""
    asked = ground.standing
    return np.asarray(worst_margins(asked, cells_at(asked.cells, packages)) > -np.inf)


def _breakers(ground: Ground, packages: Sequence[Options]) -> Flags:
    """(P, m) who can end each package alone."""
    masks = np.array([lone_breakers(ground.standing.cells, x) for x in packages], dtype=np.int64)
    return np.asarray((masks >> np.arange(len(ground.patience))[:, None]) & 1 == 1)


def _held(ground: Ground, packages: Sequence[Options], peak: Array) -> Flags:
    """(m, W) whether nobody who could ever gains by breaking. peak : (P, W) best no-deal value.

    By the theorem in ``sim.theory.keeping`` this is whether packages are kept.
    """
    if not packages:
        return np.zeros((0, peak.shape[-1]), dtype=bool)
    able = _breakers(ground, packages)[:, :, None]
    gains = peak[:, None] > ground.kept_worth(packages) + INDIFFERENT
    return np.asarray(~(gains & able).any(axis=0))


def followed(ground: Ground, asked: Asked) -> dict[str, Any]:
    """All that is measured of leading packages once they are signed: fields of ``Measured``."""
    packages, days = asked.leading, np.array(asked.days)
    able = _breakers(ground, packages)
    worth, discount = ground.kept_worth(packages), ground.discount
    rounds, parties, n = ground.no_deal.shape
    made: dict[str, Any] = {
        "signed": _signed(ground, packages),
        "first": np.full((len(packages), n), np.nan),
        "broken": np.full((len(packages), n), np.nan),
        "opens": np.zeros((len(packages), parties, n), dtype=bool),
        "by": np.zeros((len(packages), parties, n), dtype=bool),
        "promise": np.zeros((len(packages), parties, n)),
        "curves": np.zeros((len(packages), parties, len(asked.shown), n), dtype=bool),
        "shifted": np.zeros((len(packages), len(FACTORS), n), dtype=bool),
    }
    peaks = [ground.slowed(factor).max(axis=0) for factor in FACTORS]
    for m in range(len(packages)):
        who = able[:, m]
        if not who.any():
            made["shifted"][m] = True
            continue
        deal, path = worth[who, m], ground.no_deal[:, who]
        flow = np.broadcast_to((1.0 - discount[who]) * deal, path.shape)
        play = keep_or_break(flow, path, deal, discount[who])
        gains = path > deal + INDIFFERENT
        ends = play.ends < rounds
        made["broken"][m, ends] = days[play.ends[ends]]
        opening = gains.any(axis=1).argmax(axis=0)
        made["first"][m, ends] = days[opening[ends]]
        made["opens"][m, who] = gains[opening, :, np.arange(n)].T
        made["by"][m, who] = play.by
        made["promise"][m, who] = promises_needed(path, deal)
        made["curves"][m, who] = gains[list(asked.shown)].transpose(1, 0, 2)
        for f, peak in enumerate(peaks):
            made["shifted"][m, f] = ~(peak[who] > deal + INDIFFERENT).any(axis=0)
    return made
