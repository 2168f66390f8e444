"""A principal at the table: how it aims, what it offers, and what it learns from refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour import aspiration as aim
from sim.behaviour.acceptance import signed
from sim.behaviour.ladder import (
    Ladder,
    blank_ladder,
    build_ladder,
    package_at,
    rung_cells,
    rung_values,
)
from sim.behaviour.learning import BOOST, others_score, power_of_two
from sim.domain.party import Behaviour
from sim.domain.value import reaches, spread
from sim.engine.party import PartyAgent

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["ProposingParty"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Least distance of the believed best from the no-deal value, as a share of the own range.
LEAST_AIM = 0.02

#: Behaviours by the code they have in arrays.
_HABITS = tuple(Behaviour)


class ProposingParty(PartyAgent):
    """A principal: it climbs down a ladder of its own, and learns from refusals.

    Beside what every party has, for W worlds, C cells, B blocks and P parties:
    lost : (C, W) cells it never offers: firm lines of its own, and what betters its stated opening.
    horizon : (W,) patience horizon in days. toughness, opening : (W,) tactics. belief : (W,)
    chance that talks end at the deadline. draft_day : (W,). weight : (P, W) the λ of each party.
    too_little : (P, W) how often each has said so. best : (W,) believed best. best_floor : (W,)
    its least distance from the no-deal value. believes : (W,) whether some rung is believed to be
    signed. target : (W,) the aim of the day. cap : (W,) what later aims may not exceed.
    offer : (B, W) the last one, where ``offered``. first_received, best_received : (W,) own value
    of packages heard, NaN before any. habit : (W,) position in ``Behaviour``. sent, received :
    (rounds, W) codes of different packages, −1 for none. ladder : what offers are read from.
    """

    per_world = (
        *PartyAgent.per_world, "lost", "horizon", "toughness", "opening", "belief", "draft_day",
        "weight", "too_little", "best", "best_floor", "believes", "target", "cap", "offer",
        "offered", "first_received", "best_received", "habit", "sent", "received",
    )  # fmt: skip

    def __init__(
        self, model: NegotiationModel, place: int, tables: dict[str, NDArray[Any]]
    ) -> None:
        super().__init__(model, place, tables)
        block, n, parties = model.block, model.block.n, len(model.setting.scenario.parties)
        self.estimate = model.estimates[self.id]
        self.others = [q for q in range(parties) if q != place and model.cells.needed >> q & 1]
        self.lost = self.refused | tables["above"][place]
        self.horizon = aim.patience_horizon(block.patience[place], block.patience_spread[place])
        self.toughness, self.opening = block.toughness[place], block.opening[place]
        self.belief, self.draft_day = block.deadline_belief[place], block.draft_day[place]
        self.weight = np.ones((parties, n))
        self.too_little = np.zeros((parties, n), dtype=np.int64)
        self.best, self.believes = np.full(n, np.nan), np.zeros(n, dtype=bool)
        self.best_floor = LEAST_AIM * spread(model.cells, self.deal)
        self.target, self.cap = np.full(n, np.inf), np.full(n, np.inf)
        self.offer = np.zeros((model.cells.n_blocks, n), dtype=np.intp)
        self.offered = np.zeros(n, dtype=bool)
        self.first_received, self.best_received = np.full(n, np.nan), np.full(n, np.nan)
        self.habit = self._habits()
        self.sent = np.full((0, n), -1, dtype=np.int64)
        self.received = np.full((0, n), -1, dtype=np.int64)
        self.ladder: Ladder = blank_ladder(model.cells, n)
        self.rebuild(np.arange(n), 0.0)

    def _habits(self) -> NDArray[np.int8]:
        """Position in ``Behaviour`` of what the party's type does in each world: (W,)."""
        habits = [self.party.behaviour] + [
            kind.behaviour or self.party.behaviour for kind in self.party.types.values()
        ]
        codes = np.array([_HABITS.index(Behaviour(habit)) for habit in habits], dtype=np.int8)
        return codes[self.model.block.type[self.place]]

    def rebuild(self, worlds: Index, day: float) -> None:
        """Rebuild ladder and believed best of these worlds from what has been learnt by a day."""
        if not len(worlds):
            return
        cells, estimate = self.model.cells, self.estimate
        score = others_score(
            estimate.deal[self.others],
            estimate.line_chance[self.others],
            estimate.spread[self.others],
            self.weight[self.others][:, worlds],
        )
        deleted = self.lost[:, worlds] | self.model.barred[:, worlds]
        own, base = self.deal[:, worlds], self.base[worlds]
        made = build_ladder(cells, own, score, deleted, base)
        best, believes = self._believed_best(made, worlds, day)
        self.ladder.put(worlds, made)
        least = self.believed_no_deal(day)[worlds] + self.best_floor[worlds]
        self.best[worlds] = np.where(made.open, np.maximum(best, least), least)
        self.believes[worlds] = believes & made.open
        self.outdated[worlds] = self.revalued[worlds] = False

    def prepare(self, day: float) -> None:
        """Before an offer: rebuild the ladders on which something has changed since the last."""
        self.rebuild(np.flatnonzero((self.outdated | self.revalued) & self.model.playing), day)

    def _believed_best(self, ladder: Ladder, worlds: Index, day: float) -> tuple[Array, Flags]:
        """Own value at the first rung the others are believed to sign; else at the least bad."""
        cells, estimate = self.model.cells, self.estimate
        real = np.isfinite(ladder.own)
        reach = int(real.any(axis=1).sum())
        real = real[:reach]
        held = {b: rung_cells(cells, ladder, b, reach) for b in cells.consented}
        expected = estimate.expected_no_deal(day, self.model.public_effect[:, worlds])
        departed = self.model.departed[worlds]
        accepting = np.full(real.shape, self.bit, dtype=departed.dtype)
        worst = np.full(real.shape, np.inf)
        for q in self.others:
            at_table = (departed >> q & 1) == 0
            worth, base = estimate.deal[q], float(estimate.base[q])
            margin = rung_values(cells, ladder, worth, base, reach) - expected[q]
            accepts = reaches(margin, 0.0) & at_table
            accepting |= np.where(accepts, departed.dtype.type(1 << q), departed.dtype.type(0))
            np.minimum(worst, np.where(at_table, margin / estimate.spread[q], np.inf), out=worst)
        deal = signed(cells, held, accepting) & real
        believes = np.asarray(deal.any(axis=0))
        rung = np.where(
            believes, deal.argmax(axis=0), np.where(real, worst, -np.inf).argmax(axis=0)
        )
        return ladder.own[rung, np.arange(len(worlds))], believes

    def aim(self, day: float) -> None:
        """Bring the target down to where it stands on a day."""
        model = self.model
        r, base = self.reservation(day), self.believed_no_deal(day)
        first_aim = aim.aspiration(self.best, self.ladder.own[0], self.opening)
        wanted = np.full(len(r), np.nan)
        for code in np.unique(self.habit):
            here = self.habit == code
            if _HABITS[code] is Behaviour.TIME_DEPENDENT:
                left = aim.clock(day, self.horizon, self.toughness, model.deadline_day, self.belief)
                habit = aim.timed_target(base, first_aim, left)
            elif _HABITS[code] is Behaviour.RECIPROCAL:
                habit = aim.reciprocal_target(first_aim, self.first_received, self.best_received)
            elif _HABITS[code] is Behaviour.MINIMAL_CONCESSION:
                habit = aim.minimal_target(
                    self.ladder.own, _different(self.sent), _different(self.received)
                )
            else:
                habit = aim.obstinate_target(first_aim)
            wanted = np.where(here, habit, wanted)
        wanted = np.where(self.ladder.open, wanted, r)
        self.target = aim.settled_target(wanted, r, self.cap)
        # An aim read from values that have changed since binds the party today, but not later.
        self.cap = np.where(self.revalued, self.cap, self.target)

    def floor(self, day: float) -> Array:
        """The target, or the reservation where the protocol says so."""
        if self.model.accepts_reservation:
            return self.reservation(day)
        return self.target

    def ready(self, day: float) -> Flags:
        """Worlds in which the party can make an offer now: (W,)."""
        able = reaches(self.ladder.own[0], self.target)
        return np.asarray((self.draft_day <= day) & self.ladder.open & able)

    def silence(self, day: float) -> str:
        """Why the first world's party offers nothing: its draft, its lines, or its aim."""
        if self.draft_day[0] > day:
            return "draft"
        return "aim" if self.ladder.open[0] else "lines"

    def next_offer(self) -> Index:
        """The last rung worth the target: packages (B, W), meaningful where ``ready``."""
        rung = np.count_nonzero(reaches(self.ladder.own[1:], self.target), axis=0)
        return package_at(self.model.cells, self.ladder, rung)

    def learn_too_little(self, q: int, refused: Flags) -> Flags:
        """Count a "too little" of party q; returns the worlds whose ladder it makes outdated."""
        self.too_little[q] += refused
        self.weight[q, refused] *= BOOST
        return np.asarray(refused & power_of_two(self.too_little[q]))

    def hear(self, package: Index, made: Flags) -> None:
        """Remember another proposer's offer in the worlds where it was made."""
        value = self.value(package)
        self.first_received = np.where(
            made & np.isnan(self.first_received), value, self.first_received
        )
        self.best_received = np.where(made, np.fmax(self.best_received, value), self.best_received)
        if self.model.counts_packages:
            self.received = _remember(self.received, self.model.codes(package), made)

    def send(self, package: Index, made: Flags) -> None:
        """Remember the own offer in the worlds where it was made."""
        self.offer = np.where(made, package, self.offer)
        self.offered = self.offered | made
        if self.model.counts_packages:
            self.sent = _remember(self.sent, self.model.codes(package), made)

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        super().keep(worlds)
        self.ladder = self.ladder.take(worlds)


def _remember(codes: NDArray[np.int64], new: NDArray[np.int64], made: Flags) -> NDArray[np.int64]:
    """Codes of different packages seen, one row a round, −1 where nothing new was seen."""
    known = (codes == new).any(axis=0) if len(codes) else np.zeros(len(new), dtype=bool)
    return np.concatenate([codes, np.where(made & ~known, new, -1)[None]])


def _different(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.count_nonzero(codes >= 0, axis=0)
