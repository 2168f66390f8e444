"""What happens beside the offers: events, departures, what is learnt about types, partial deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.acceptance import accept_mask
from sim.behaviour.learning import evidence_of_offer, shifted_chance
from sim.domain.event import Event, EventKind
from sim.domain.story import Answer, MoveKind, Reason
from sim.domain.value import INDIFFERENT
from sim.engine.endings import depart

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["Happenings"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


class Happenings:
    """Events and partial deals of a batch, and how far each has got in every world.

    E events, S partial deals, W worlds. happened : (E, W). exposure : (E, W) cumulated hazard.
    evidence : (E, W) log odds that offers have added for the type a learning event is about.
    learnt : (E, W) the same as it stood on the learning day. last_score : (E, W) what the observed
    party's last offer was worth to the others, NaN before any. struck_at : (E, W) cumulated hazard
    at which the event strikes. rate, learnt_rate : (E, W) hazard a day until the event it follows,
    and since. if_moved, if_kept : (E, W) log odds that one more offer adds which
    improves on the last one, or does not: neither ever changes in a world. willing : (S, W) bit
    masks of the parties to which a partial deal is a gain. ready : (S, W) the day on which it is
    worked out; never where too few are willing, and once it is signed.
    """

    per_world = (
        "happened", "exposure", "evidence", "learnt", "last_score", "ready", "willing", "struck_at",
        "rate", "learnt_rate", "if_moved", "if_kept",
    )  # fmt: skip

    def __init__(self, model: NegotiationModel) -> None:
        scenario, n = model.setting.scenario, model.block.n
        self.model = model
        self.events = tuple(scenario.events.values())
        self.place = {event.id: e for e, event in enumerate(self.events)}
        self.parties = {party: i for i, party in enumerate(scenario.parties)}
        self.happened = np.zeros((len(self.events), n), dtype=bool)
        self.exposure = np.zeros((len(self.events), n))
        self.evidence = np.zeros((len(self.events), n))
        self.learnt = np.zeros((len(self.events), n))
        self.last_score = np.full((len(self.events), n), np.nan)
        self.struck_at = -np.log1p(-model.block.event_u)
        self.rate = _daily_rate(model.block.event_chance)
        self.learnt_rate = self.rate.copy()
        self.if_moved, self.if_kept = np.zeros_like(self.exposure), np.zeros_like(self.exposure)
        for e, event in enumerate(self.events):
            if event.learning is not None:
                told = model.block.moves_if_type[e], model.block.moves_if_plain[e]
                self.if_moved[e] = evidence_of_offer(np.ones(n, dtype=bool), *told)
                self.if_kept[e] = evidence_of_offer(np.zeros(n, dtype=bool), *told)
        self.deals = tuple(scenario.partial_deals.values())
        self.consents = [
            [sum(1 << self.parties[member] for member in members) for members in deal.consent]
            for deal in self.deals
        ]
        # What a deal gains never changes, so that each round need only look for who has left.
        gains = model.block.partial_gain >= 0.0
        self.willing = np.zeros((len(self.deals), n), dtype=model.departed.dtype)
        self.ready = model.block.partial_day.copy()
        for s in range(len(self.deals)):
            self.willing[s] = accept_mask(model.cells, gains[s])
            self.ready[s, ~self._agreed(s, self.willing[s])] = np.inf

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        for name in self.per_world:
            setattr(self, name, getattr(self, name).take(worlds, axis=-1))

    def advance(self, before: float, day: float) -> None:
        """Everything dated after ``before`` and up to ``day``: what is learnt, then file order."""
        for e, event in enumerate(self.events):
            if event.kind is EventKind.LEARNING and before < event.day <= day:
                self._learn(e, event)
        for e, event in enumerate(self.events):
            if event.kind is EventKind.DATED and before < event.day <= day:
                now = self.model.block.event_u[e] < self._chance(e, event, event.day)
            elif event.kind is EventKind.HAZARD:
                now = self._struck(e, event, before, day)
            else:
                continue
            now = now & ~self.happened[e] & self.model.playing
            if now.any():
                self.happened[e] |= now
                self._carry_out(e, event, np.flatnonzero(now))

    def _learn(self, e: int, event: Event) -> None:
        """What offers have told up to now is what events that follow will lean on."""
        prior = self.model.block.event_chance[e]
        open_minded = (prior > 0.0) & (prior < 1.0)
        self.learnt[e] = np.where(open_minded, self.evidence[e], 0.0)
        for k, follower in enumerate(self.events):
            if follower.follows == event.id:
                self.learnt_rate[k] = _daily_rate(self._chance(k, follower, event.day))
        if event.learning is not None and self.model.telling:
            self.model.tell(
                MoveKind.BELIEF,
                party=event.learning.observer,
                about=event.learning.about,
                subject=event.learning.type,
                value=float(self.belief(e)[0]),
            )

    def _chance(self, e: int, event: Event, day: float) -> Array:
        """The chance of an event on a day, moved by what was learnt at the event it follows."""
        chance = self.model.block.event_chance[e]
        if event.follows is None or self._learning_day(event) > day:
            return chance
        return shifted_chance(chance, self.learnt[self.place[event.follows]])

    def _learning_day(self, event: Event) -> float:
        if event.follows is None:
            return np.inf
        return self.events[self.place[event.follows]].day

    def _struck(self, e: int, event: Event, before: float, day: float) -> Flags:
        """Worlds in which a hazard's cumulated rate passes its exponential draw by a day."""
        start, turn = max(before, event.day), self._learning_day(event)
        before_it, after_it = (start, min(day, turn)), (max(start, turn), day)
        for (first, last), rate in ((before_it, self.rate[e]), (after_it, self.learnt_rate[e])):
            if last > first:
                self.exposure[e] += rate * (last - first)
        return np.asarray(self.exposure[e] > self.struck_at[e])

    def _carry_out(self, e: int, event: Event, worlds: Index) -> None:
        model, block = self.model, self.model.block
        for agent in model.parties:
            i = agent.place
            if agent.id in event.no_deal:
                agent.no_deal[worlds] += block.event_no_deal[e, i, worlds]
            if agent.id in event.premium:
                premium = block.event_premium[e, i, worlds]
                agent.base[worlds] += premium
                agent.revalued[worlds] |= premium != 0.0
            if agent.id in event.aims:
                steps = block.event_aims[e, i][:, worlds]
                agent.aims[worlds] += (steps * agent.step_worth[:, worlds]).sum(axis=0)
        model.public_effect[:, worlds] += model.public.event_no_deal[e, :, :1]
        model.tell(MoveKind.EVENT, subject=event.id)
        for party in event.leaves:
            depart(model, self.parties[party], worlds)

    def observe(self, proposer: int, package: Index, made: Flags) -> None:
        """What an offer tells observers about its proposer's type."""
        for e, event in enumerate(self.events):
            learning = event.learning
            if learning is None or self.parties[learning.about] != proposer:
                continue
            score = self.model.estimates[learning.observer].worth_to_others(proposer, package)
            known = made & ~np.isnan(self.last_score[e])
            moved = score > self.last_score[e] + INDIFFERENT
            step = np.where(moved, self.if_moved[e], self.if_kept[e])
            self.evidence[e] += np.where(known, step, 0.0)
            self.last_score[e] = np.where(made, score, self.last_score[e])

    def belief(self, e: int) -> Array:
        """The observer's chance (W,) that the observed party is of the type."""
        return shifted_chance(self.model.block.event_chance[e], self.evidence[e])

    def small_deals(self, day: float) -> None:
        """Put partial deals whose time has come to their signatories, once each round."""
        block, model = self.model.block, self.model
        ready = (self.ready <= day) & model.playing
        for s in np.flatnonzero(ready.any(axis=1)).tolist():
            deal, due = self.deals[s], np.flatnonzero(ready[s])
            worlds = due[self._agreed(s, self.willing[s, due] & ~model.departed[due])]
            if not len(worlds):
                continue
            self.ready[s, worlds] = np.inf
            model.ledger.signed_partial[model.rows[worlds], s] = day
            for agent in model.parties:
                if agent.id in deal.no_deal:
                    agent.no_deal[worlds] += block.partial_no_deal[s, agent.place, worlds]
                if agent.id in deal.fear:
                    less = worlds[block.partial_fear[s, agent.place, worlds] != 1.0]
                    agent.fear_less(less, block.partial_fear[s, agent.place, less])
            model.public_effect[:, worlds] += model.public.partial_no_deal[s, :, :1]
            model.tell(MoveKind.PARTIAL, subject=deal.id, answers=self._signatures(s))

    def _agreed(self, s: int, willing: NDArray[np.signedinteger[Any]]) -> Flags:
        """Where the willing, bit masks of any shape, are enough to sign a partial deal."""
        agreed = np.zeros(willing.shape, dtype=bool)
        for members in self.consents[s]:
            agreed |= (willing & members) == members
        return agreed

    def _signatures(self, s: int) -> tuple[Answer, ...]:
        if not self.model.telling:
            return ()
        members = frozenset().union(*self.deals[s].consent)
        gains = self.model.block.partial_gain[s, :, 0]
        return tuple(
            Answer(
                party=party,
                accepts=bool(gains[i] >= 0.0),
                needed=True,
                value=float(gains[i]),
                floor=0.0,
                reason=None if gains[i] >= 0.0 else Reason.VALUE,
            )
            for party, i in self.parties.items()
            if party in members
        )


def _daily_rate(weekly_chance: Array) -> Array:
    """The hazard a day of what has a chance a week: infinite where it is sure."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log1p(-weekly_chance) / 7.0)
