"""Parties that look ahead: what they offer and accept in every round, by backward induction.

The game is that of :mod:`sim.theory.subgame_perfect` on the packages of the agenda, or where deals
bind for a round that of :mod:`sim.theory.one_round_deals`. It is a plan for every subgame, so it is
followed also where somebody else plays otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.party import Behaviour
from sim.domain.protocol import Deals
from sim.engine.foresight import Game, OnOffer, games_ahead, on_offer
from sim.theory.one_round_deals import OneRoundDeals, one_round_deals
from sim.theory.subgame_perfect import NO_OFFER, Ties, subgame_perfect
from sim.theory.talks import Talks

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["Plan", "plan_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

_PLANS = tuple(Behaviour).index(Behaviour.SUBGAME_PERFECT)

#: A package this far below what somebody can have without it is never signed; well above rounding.
_CLEARLY = 1e-6


class Plan:
    """What is planned in each world of a batch. T rounds, P parties, W worlds.

    package : (B, X) all packages, as cells. offers : (T, P, W) number of the package that a party
    offers when it is its turn, ``NO_OFFER`` where none. least : (T, P, W) the least value at which
    it accepts; NaN for who signs nothing, and in worlds where nobody plans. together : (W,) whether
    all principals plan; who is asked for consent then looks ahead as they do.
    """

    def __init__(self, package: Index, shape: tuple[int, int, int], together: Flags) -> None:
        self.package, self.together = package, together
        self.offers = np.full(shape, NO_OFFER, dtype=np.int32)
        self.least = np.full(shape, np.nan)

    def offered(self, number: int, place: int) -> tuple[Index, Flags]:
        """Packages (B, W) that a party offers in a round, meaningful where there is one (W,)."""
        chosen = self.offers[number - 1, place]
        return self.package[:, np.maximum(chosen, 0)], chosen != NO_OFFER

    def floor(self, number: int, place: int) -> Array:
        """The least value (W,) at which a party accepts in a round."""
        return self.least[number - 1, place]

    def consent_floor(self, number: int, place: int, usual: Array) -> Array:
        """The same for somebody asked for consent, whose habit is the usual floor."""
        least = self.floor(number, place)
        return np.where(self.together & ~np.isnan(least), least, usual)

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        for name in ("offers", "least", "together"):
            setattr(self, name, getattr(self, name)[..., worlds])


def plan_of(model: NegotiationModel) -> Plan:
    """The plan of the batch, made when it is first asked for: in the first round, before offers."""
    if model.plan is None:
        model.plan = _plan(model)
    return model.plan


def _plan(model: NegotiationModel) -> Plan:
    packages = on_offer(model.cells)
    plans = model.block.behaviour[[party.place for party in model.proposers]] == _PLANS
    shape = (model.setting.scenario.protocol.rounds, len(model.parties), model.block.n)
    plan = Plan(packages.package, shape, plans.all(axis=0))
    for_a_round = model.setting.scenario.protocol.deals is Deals.ONE_ROUND
    put = _put_one_round if for_a_round else _put_permanent
    for game in games_ahead(model, packages, np.flatnonzero(plans.any(axis=0))):
        put(model, packages, game, plan)
    return plan


def _put_permanent(model: NegotiationModel, packages: OnOffer, game: Game, plan: Plan) -> None:
    """What is planned where a signed package binds for good."""
    over = game.over[1:]
    later = np.zeros_like(game.gains)
    later[:-1] = np.where(over[:-1, None], 0.0, game.gains[1:])
    # Payoffs of the theory stay as they are from round to round. What events add to all packages
    # is taken off what going on is worth instead, and put back below.
    cost = game.gains - game.discount * later
    kept = _within_reach(packages, game, cost)
    ties, draws = _ties(model, game.worlds)
    talks = Talks(
        payoffs=game.payoffs[kept],
        no_deal=game.reservation[1:],
        recognition=game.recognition,
        alternatives=packages.alternatives[kept],
        discount=game.discount,
        cost=cost,
        breakdown=over.astype(float),
        red_lines=game.red_lines[kept],
        absent=game.absent,
    )
    play = subgame_perfect(talks, ties, draws)
    at = np.ix_(np.arange(len(play.offers)), packages.parties, game.worlds)
    plan.offers[at] = np.where(play.offers == NO_OFFER, NO_OFFER, kept[play.offers])
    plan.least[at] = play.continuation + game.gains


def _put_one_round(model: NegotiationModel, packages: OnOffer, game: Game, plan: Plan) -> None:
    """What is planned where a signed package binds for a round."""
    play = one_round_deals(
        OneRoundDeals(
            payoffs=game.payoffs,
            fight=game.reservation[:-1],
            recognition=game.recognition,
            alternatives=packages.alternatives,
            discount=game.discount,
            gains=game.gains,
            red_lines=game.red_lines,
            absent=game.absent,
            over=game.over[:-1],
        ),
        *_ties(model, game.worlds),
    )
    at = np.ix_(np.arange(len(play.offers)), packages.parties, game.worlds)
    plan.offers[at] = play.offers
    plan.least[at] = play.least


def _within_reach(packages: OnOffer, game: Game, cost: Array) -> Index:
    """Packages that in some world nobody who must sign everything can do better than for ever to
    refuse: the others are signed in no round of any world."""
    masks = packages.alternatives[packages.alternatives >= 0]
    must = int(np.bitwise_and.reduce(masks)) if len(masks) else 0
    seats = [seat for seat in range(len(packages.parties)) if must >> seat & 1]
    alone = np.full(game.reservation.shape[1:], np.inf)
    stays = game.reservation[-1]
    for t in range(len(game.gains) - 1, -1, -1):
        ends = np.where(game.over[t + 1], game.reservation[t + 1], stays)
        stays = game.discount * ends - cost[t]
        alone = np.minimum(alone, stays)
    open_ = np.ones((len(game.payoffs), game.payoffs.shape[2]), dtype=bool)
    for seat in seats:
        open_ &= game.payoffs[:, seat] >= alone[seat] - _CLEARLY
        open_ &= ~game.red_lines[:, seat]
    kept = np.flatnonzero(open_.any(axis=1))
    return kept if len(kept) else np.zeros(1, dtype=np.intp)


def _ties(model: NegotiationModel, worlds: Index) -> tuple[Ties, Array | None]:
    """Where not all must sign, who is asked among equals is drawn; else the lowest is offered."""
    protocol = model.setting.scenario.protocol
    if protocol.quota is None or protocol.quota >= len(protocol.order):
        return Ties.LOWEST, None
    return Ties.EVENLY, model.block.choice_u[:, worlds]
