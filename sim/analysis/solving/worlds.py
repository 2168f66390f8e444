"""What every concept names in every world of a coding, and what it is worth to each party."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import own_ranges
from sim.analysis.acceptable.packages import Acceptable, Signing, packages_of, signing_of
from sim.analysis.acceptable.tally import SOLVERS
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.solving.play import Course, play_world
from sim.domain.scenario import Scenario
from sim.domain.solved import Concept
from sim.domain.worlds import WorldBlock
from sim.engine.ahead import Ahead, ahead_of, may_exit, rounds_left
from sim.engine.turns import whose_turn

__all__ = ["CONCEPTS", "NONE", "Named", "name_packages", "named_together"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

CONCEPTS = tuple(Concept)

#: Stands for no package.
NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """S concepts, P parties, W worlds.

    weight : (W,). open : (W,) worlds with an acceptable package. package : (S, W) number of the
    package named, ``NONE`` where none is. day : (S, W) on which it is signed. value : (S, P, W)
    its value, discounted to day 0. NaN where there is none.
    """

    weight: Array
    open: NDArray[np.bool_]
    package: Index
    day: Array
    value: Array


def named_together(parts: list[Named]) -> Named:
    """Several batches as one, in their order."""
    return Named(
        weight=np.concatenate([part.weight for part in parts]),
        open=np.concatenate([part.open for part in parts]),
        package=np.concatenate([part.package for part in parts], axis=1),
        day=np.concatenate([part.day for part in parts], axis=1),
        value=np.concatenate([part.value for part in parts], axis=2),
    )


def name_packages(scenario: Scenario, question: SetQuestion, first: int, n: int) -> Named:
    """What each concept names in ``n`` worlds from ``first`` on.

    With a single principal no bargaining solution is taken, for there is nobody to share with.
    """
    from sim.sampling import draw, sample_worlds

    asked = question.standing(scenario, first, n)
    block = draw(sample_worlds(scenario, n=question.n, seed=question.seed), first, n)
    signing = signing_of(asked, packages_of(asked.cells))
    found = [signing.acceptable(w) for w in range(n)]
    here = np.flatnonzero([len(one.left) > 0 for one in found])
    ranges = own_ranges(asked)
    made = _nothing(n, len(ranges), asked.weight, here)
    if not len(here):
        return made
    ahead = _Talks(scenario, block, here, question.day)
    principals = [p for p in range(len(ranges)) if asked.cells.principals >> p & 1]
    for place, w in enumerate(here.tolist()):
        value = found[w].margins * ranges[:, w, None] + asked.reservation[:, w, None]
        picked = _solutions(found[w], principals, question.day)
        course = ahead.course(place, asked.cells.needed)
        played = play_world(found[w], signing, w, value, course)
        if played is not None:
            picked[Concept.SUBGAME_PERFECT] = played[0], ahead.rounds.days[played[1]]
        for concept, (at, day) in picked.items():
            s = CONCEPTS.index(concept)
            made.package[s, w] = _number(signing, found[w], at)
            made.day[s, w] = day
            made.value[s, :, w] = value[:, at] * block.patience[:, w] ** (day / 7.0)
    return made


def _nothing(n: int, parties: int, weight: Array, here: Index) -> Named:
    held = np.zeros(n, dtype=bool)
    held[here] = True
    return Named(
        weight=weight,
        open=held,
        package=np.full((len(CONCEPTS), n), NONE, dtype=np.intp),
        day=np.full((len(CONCEPTS), n), np.nan),
        value=np.full((len(CONCEPTS), parties, n), np.nan),
    )


def _solutions(
    found: Acceptable, principals: list[int], day: float
) -> dict[Concept, tuple[int, float]]:
    """Place and day of what each bargaining solution picks."""
    if len(principals) < 2:
        return {}
    payoffs = found.margins[principals].T
    nothing = np.zeros(len(principals))
    return {
        Concept(solution.value): (solve(payoffs, nothing), day)
        for solution, solve in SOLVERS.items()
    }


def _number(signing: Signing, found: Acceptable, at: int) -> int:
    return int(found.left[at]) * signing.packages.right.shape[1] + int(found.right[at])


class _Talks:
    """The talks ahead of the worlds ``here`` of a batch, from a day on."""

    def __init__(self, scenario: Scenario, block: WorldBlock, here: Index, day: float) -> None:
        protocol = scenario.protocol
        self.rounds = rounds_left(protocol, day)
        ids = list(scenario.parties)
        self.order = np.array([ids.index(party) for party in protocol.order], dtype=np.intp)
        some = block.take(here)
        self.turn = np.stack([whose_turn(protocol, some, k) for k in self.rounds.numbers])
        days = [*self.rounds.days, self.rounds.after[-1]]
        self.ahead: Ahead = ahead_of(scenario, some, days)
        self.discount = some.patience**self.rounds.wait
        self.last_discount = some.patience**self.rounds.last_wait
        self.exits = may_exit(protocol)
        self.risk = protocol.breaks_down
        self.broken = np.zeros(self.turn.shape, dtype=bool)
        if self.risk:
            after = np.array(self.rounds.numbers) - 1
            self.broken = some.breakdown_u[after] < self.risk

    def course(self, place: int, needed: int) -> Course:
        """The talks of the world at a place of ``here``."""
        every = range(len(self.discount))
        parties = np.array([p for p in every if needed >> p & 1], dtype=np.intp)
        seats = np.searchsorted(parties, self.order)
        recognition = np.zeros((len(self.turn), len(parties)))
        recognition[:, seats] = self.rounds.chances
        return Course(
            parties=parties,
            turn=seats[self.turn[:, place]],
            recognition=recognition,
            may_leave=np.isin(parties, self.order) & self.exits,
            reservation=self.ahead.reservation[:, parties, place],
            over=self.ahead.over[1:, place],
            risk=self.risk,
            broken=self.broken[:, place],
            discount=self.discount[parties, place],
            last_discount=self.last_discount[parties, place],
        )
