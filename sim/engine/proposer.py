"""A principal at the table: how it aims, what it offers, and what it learns from refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour import aspiration as aim
from sim.behaviour.acceptance import last_vote, signed_rungs
from sim.behaviour.ladder import (
    Ladder,
    blank_ladder,
    build_ladder,
    count_true,
    package_at,
    rung_values,
)
from sim.behaviour.learning import BOOST, HEAVIEST, others_score, power_of_two
from sim.domain.party import Behaviour
from sim.domain.value import reaches, spread
from sim.engine.party import PartyAgent
from sim.engine.repertoire import REPERTOIRE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.habit import Habit
    from sim.engine.model import NegotiationModel

__all__ = ["ProposingParty"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Least distance of the believed best from the no-deal value, as a share of the own range.
LEAST_AIM = 0.02

#: Behaviours by the code they have in arrays.
_BEHAVIOURS = tuple(Behaviour)


class ProposingParty(PartyAgent):
    """A principal: it climbs down a ladder of its own, and learns from refusals.

    Beside what every party has, for W worlds, C cells, B blocks and P parties:
    reckoned : what is asked of a rung: (Q, C) and (Q,), by cell and besides, of each of the
    ``others`` the value, then how many cells need each kind of consent.
    lost : (C, W) cells it never offers: firm lines of its own, and what betters its stated opening.
    horizon : (W,) patience horizon in days. toughness, opening : (W,) tactics. belief : (W,)
    chance that talks end at the deadline. draft_day : (W,). weight : (P, W) the λ of each party.
    too_little : (P, W) how often each has said so. best : (W,) believed best. best_floor : (W,)
    its least distance from the no-deal value. believes : (W,) whether some rung is believed to be
    signed. target : (W,) the aim of the day. cap : (W,) what later aims may not exceed.
    offer : (B, W) the last one, where ``offered``. does : (W,) position in ``Behaviour``; habits :
    what it does, by that position. ladder : what offers are read from.
    """

    per_world = (
        "lost", "horizon", "toughness", "opening", "belief", "draft_day",
        "weight", "too_little", "best", "best_floor", "believes", "target", "cap", "offer",
        "offered", "does",
    )  # fmt: skip

    def __init__(self, model: NegotiationModel, place: int) -> None:
        super().__init__(model, place)
        block, n, parties = model.block, model.block.n, len(model.setting.scenario.parties)
        self.estimate = model.estimates[self.id]
        self.others = [q for q in range(parties) if q != place and model.cells.needed >> q & 1]
        kinds = model.cells.held_kinds
        self.reckoned = (
            np.concatenate([self.estimate.deal[self.others], kinds]),
            np.concatenate([self.estimate.base[self.others], np.zeros(len(kinds))]),
        )
        self.lost = self.refused | model.above[place]
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
        self.does = block.behaviour[place]
        self.ladder: Ladder = blank_ladder(model.cells, n)
        self.habits: dict[int, Habit] = {
            int(code): REPERTOIRE[_BEHAVIOURS[code]](self) for code in np.unique(self.does)
        }
        self.rebuild(np.arange(n), 0.0)

    def rebuild(self, worlds: Index, day: float) -> None:
        """Rebuild ladder and believed best of these worlds from what has been learnt by a day."""
        if not len(worlds):
            return
        cells, estimate = self.model.cells, self.estimate
        score = others_score(
            estimate.deal[self.others],
            estimate.line_chance[self.others],
            estimate.spread[self.others],
            self.weight[self.others].take(worlds, axis=1),
        )
        deleted = self.lost.take(worlds, axis=1) | self.model.barred.take(worlds, axis=1)
        own, base = self.deal.take(worlds, axis=1), self.base[worlds]
        made = build_ladder(cells, own, score, deleted, base)
        best, believes = self._believed_best(made, worlds, day)
        self.ladder.put(worlds, made)
        least = self.believed_no_deal(day)[worlds] + self.best_floor[worlds]
        self.best[worlds] = np.where(made.open, np.maximum(best, least), least)
        self.believes[worlds] = believes & made.open
        self.outdated[worlds] = self.revalued[worlds] = False

    def prepare(self, day: float, turn: Flags) -> None:
        """Before an offer in the worlds ``turn``: rebuild ladders on which something changed."""
        self.rebuild(np.flatnonzero((self.outdated | self.revalued) & turn), day)

    def _believed_best(self, ladder: Ladder, worlds: Index, day: float) -> tuple[Array, Flags]:
        """Own value at the first rung the others are believed to sign; else at the least bad."""
        cells, estimate = self.model.cells, self.estimate
        real = np.isfinite(ladder.own)
        reach = int(real.any(axis=1).sum())
        real, q = real[:reach], self.others
        values = rung_values(cells, ladder, *self.reckoned, reach)
        effect = self.model.public_effect.take(worlds, axis=1)
        margin = values[: len(q)]
        margin -= estimate.expected_no_deal(day, effect)[q][:, None]
        departed = self.model.departed[worlds]
        signing = reaches(margin, 0.0) * self.model.bits[q, None, None]
        accepting = np.bitwise_or.reduce(signing, axis=0) & ~departed
        accepting |= departed.dtype.type(self.bit)
        deal = signed_rungs(cells, values[len(q) :], accepting) & real
        believes = np.asarray(deal.any(axis=0))
        rung = deal.argmax(axis=0)
        # Nobody asks which rung is the least bad where some rung is believed to be signed.
        short = np.flatnonzero(~believes)
        least_bad = self._worst(margin.take(short, axis=2), departed[short])
        rung[short] = np.where(real.take(short, axis=1), least_bad, -np.inf).argmax(axis=0)
        return ladder.own.take(rung * len(worlds) + np.arange(len(worlds))), believes

    def _worst(self, margin: Array, departed: NDArray[np.signedinteger[Any]]) -> Array:
        """The worst of the others' margins (Q, R, W), in shares of their ranges: (R, W)."""
        cells, worst = self.model.cells, np.full(margin.shape[1:], np.inf)
        votes: list[Array] = []
        for q, mine in zip(self.others, margin, strict=True):
            at_table, share = (departed >> q & 1) == 0, mine / self.estimate.spread[q]
            if cells.voters >> q & 1:
                votes.append(np.where(at_table, share, -np.inf))
            else:
                np.minimum(worst, np.where(at_table, share, np.inf), out=worst)
        return np.minimum(worst, last_vote(cells, votes), out=worst)

    def aim(self, day: float) -> None:
        """Bring the target down to where it stands on a day."""
        r = self.reservation(day)
        first_aim = aim.aspiration(self.best, self.ladder.own[0], self.opening)
        wanted = self._by_habit(lambda habit: habit.aim(day, first_aim))
        wanted = np.where(self.ladder.open, wanted, r)
        cap = self._by_habit(lambda one: self.cap if one.ratchets else np.full_like(r, np.inf))
        self.target = aim.settled_target(wanted, r, cap)
        # An aim read from values that have changed since binds the party today, but not later.
        self.cap = np.where(self.revalued, self.cap, self.target)

    def aim_last(self, day: float) -> None:
        """Set the target for an offer that nothing follows."""
        self.target = self._by_habit(lambda habit: habit.last_aim(day))

    def _by_habit(self, read: Callable[[Habit], NDArray[Any]]) -> NDArray[Any]:
        """What each world's habit says; the last axis is the world."""
        if len(self.habits) == 1:
            return read(next(iter(self.habits.values())))
        made: NDArray[Any] | None = None
        for code, habit in self.habits.items():
            said = read(habit)
            made = said if made is None else np.where(self.does == code, said, made)
        assert made is not None
        return made

    def floor(self, day: float) -> Array:
        """The least value the party accepts now: the target, or what rules and habit make of it."""
        usual = self.reservation(day) if self.model.accepts_reservation else self.target
        return self._by_habit(lambda habit: habit.floor(day, usual))

    def ready(self, day: float) -> Flags:
        """Worlds in which the party can make an offer now: (W,)."""
        able = reaches(self.ladder.own[0], self.target)
        usual = np.asarray((self.draft_day <= day) & self.ladder.open & able)
        at_table = (self.model.departed & self.bit) == 0
        return self._by_habit(lambda habit: habit.ready(usual)) & at_table

    def sees_deal(self) -> Flags:
        """Worlds (W,) in which the party thinks that some package would be signed."""
        return self._by_habit(lambda habit: habit.sees_deal(self.believes))

    def patient_until(self) -> Array:
        """Until which day (W,) talks without a new offer are in order to the party."""
        return self._by_habit(lambda habit: habit.patient_until(self.horizon))

    def silence(self, day: float) -> str:
        """Why the first world's party offers nothing: it left, its draft, lines, aim, or plan."""
        if self.model.departed[0] & self.bit:
            return "left"
        usual = "draft" if self.draft_day[0] > day else "aim" if self.ladder.open[0] else "lines"
        return self.habits[int(self.does[0])].silence(usual)

    def next_offer(self) -> Index:
        """What is offered: packages (B, W), meaningful where ``ready``."""
        rung = count_true(reaches(self.ladder.own[1:], self.target))
        last = package_at(self.model.cells, self.ladder, rung)
        return self._by_habit(lambda habit: habit.offer(last))

    def learn_too_little(self, q: int, refused: Flags) -> Flags:
        """Count a "too little" of party q; returns the worlds whose ladder it makes outdated."""
        self.too_little[q] += refused
        self.weight[q, refused] = np.minimum(self.weight[q, refused] * BOOST, HEAVIEST)
        return np.asarray(refused & power_of_two(self.too_little[q]))

    def hear(self, package: Index, made: Flags) -> None:
        """Take note of another proposer's offer in the worlds where it was made."""
        for habit in self.habits.values():
            habit.hear(package, made)

    def send(self, package: Index, made: Flags) -> None:
        """Remember the own offer in the worlds where it was made."""
        self.offer = np.where(made, package, self.offer)
        self.offered = self.offered | made
        for habit in self.habits.values():
            habit.send(package, made)

    def hear_refusal(self, by: int, package: Index, worlds: Flags) -> None:
        """Take note of who would not sign the own offer, where that signature was lacking."""
        for habit in self.habits.values():
            habit.refused(by, package, worlds)

    def belief_of_type(self, about: int, kind: int) -> Array:
        """The chance (W,) it gives to a party being of a type; NaN without beliefs."""
        return self._by_habit(lambda habit: habit.belief_of_type(about, kind))

    def signing_chance(self) -> Array:
        """The chance (W,) it gave to its last offer being signed; NaN where it weighs none."""
        return self._by_habit(lambda habit: habit.signing_chance())

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        super().keep(worlds)
        self.ladder = self.ladder.take(worlds)
        for habit in self.habits.values():
            habit.keep(worlds)
