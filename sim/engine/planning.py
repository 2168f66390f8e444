"""Parties that look ahead: what they offer and accept in every round, by backward induction.

The game is that of :mod:`sim.theory.subgame_perfect` on the packages of the agenda, or where deals
bind for a round that of :mod:`sim.theory.one_round_deals`. It is a plan for every subgame, so it is
followed also where somebody else plays otherwise.

Nobody signs below its reservation of the day. Where all principals must sign and take turns, each
that answers may also leave the talks, which gives everybody its no-deal value of that day: what no
agreement is worth is to be had on any day, so no wait for the end wears it away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending
from sim.domain.party import Behaviour
from sim.domain.protocol import Deals
from sim.domain.story import MoveKind
from sim.engine.ahead import may_exit
from sim.engine.endings import end_without
from sim.engine.foresight import Game, OnOffer, games_ahead, on_offer
from sim.theory.one_round_deals import OneRoundDeals, one_round_deals
from sim.theory.subgame_perfect import NO_OFFER, Ties, subgame_perfect
from sim.theory.talks import Talks

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["Plan", "leave_as_planned", "plan_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

_PLANS = Behaviour.SUBGAME_PERFECT.code

#: A package this far below what somebody can have without it is never signed; well above rounding.
_CLEARLY = 1e-6


class Plan:
    """What is planned in each world of a batch. T rounds, P parties, W worlds.

    package : (B, X) all packages, as cells. offers : (T, P, W) number of the package that a party
    offers when it is its turn, ``NO_OFFER`` where none. least : (T, P, W) the least value at which
    it accepts; NaN for who signs nothing, and in worlds where nobody plans. leaves : (T, P, W)
    whether it leaves if nothing is signed. together : (W,) whether all principals plan; who is
    asked for consent then looks ahead as they do.
    """

    def __init__(self, package: Index, shape: tuple[int, int, int], together: Flags) -> None:
        self.package, self.together = package, together
        self.offers = np.full(shape, NO_OFFER, dtype=np.int32)
        self.least = np.full(shape, np.nan)
        self.leaves = np.zeros(shape, dtype=bool)

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
        for name in ("offers", "least", "leaves", "together"):
            setattr(self, name, getattr(self, name).take(worlds, axis=-1))


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
    protocol = model.setting.scenario.protocol
    # A departure is foreseen, a breakdown is a risk: either ends the talks after the round.
    ends = np.where(game.over[1:], 1.0, protocol.breaks_down)
    later = np.zeros_like(game.gains)
    later[:-1] = (1.0 - ends[:-1, None]) * game.gains[1:]
    # Payoffs of the theory stay as they are from round to round. What events add to all packages
    # is taken off what going on is worth instead, and put back below.
    cost = game.gains - game.discount * later
    # The end may come sooner than a round after the last one, or with it.
    cost[-1] -= (game.last_discount - game.discount) * game.reservation[-1]
    places = [party.place for party in model.proposers]
    least = game.reservation[:-1] - game.gains
    kept = _within_reach(packages, game, least)
    ties, draws = _ties(model, game.worlds)
    talks = Talks(
        payoffs=game.payoffs[kept],
        no_deal=game.reservation[1:],
        recognition=game.recognition,
        alternatives=packages.alternatives[kept],
        discount=game.discount,
        cost=cost,
        breakdown=ends,
        red_lines=game.red_lines[kept],
        absent=game.absent,
        least=least,
        leaving=least,
        may_leave=np.isin(packages.parties, places) & may_exit(protocol),
    )
    play = subgame_perfect(talks, ties, draws)
    at = np.ix_(np.arange(len(play.offers)), packages.parties, game.worlds)
    plan.offers[at] = np.where(play.offers == NO_OFFER, NO_OFFER, kept[play.offers])
    refusal, leaves = play.continuation, np.zeros(play.continuation.shape, dtype=bool)
    if talks.may_leave.any():
        turns = np.arange(len(play.offers)), game.recognition[:, :, 0].argmax(axis=1)
        refusal, leaves = play.refusal[turns], play.leaves[turns]
    plan.least[at] = np.maximum(refusal + game.gains, game.reservation[:-1])
    plan.leaves[at] = leaves


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


def _within_reach(packages: OnOffer, game: Game, least: Array) -> Index:
    """Packages that in some world everybody who must sign everything may sign in some round: the
    others are signed in none.

    least : (T, k, W) the payoff below which a party signs nothing in a round.
    """
    masks = packages.alternatives[packages.alternatives >= 0]
    must = int(np.bitwise_and.reduce(masks)) if len(masks) else 0
    seats = [seat for seat in range(len(packages.parties)) if must >> seat & 1]
    lowest = least.min(axis=0)
    open_ = np.ones((len(game.payoffs), game.payoffs.shape[2]), dtype=bool)
    for seat in seats:
        open_ &= game.payoffs[:, seat] >= lowest[seat] - _CLEARLY
        open_ &= ~game.red_lines[:, seat]
    kept = np.flatnonzero(open_.any(axis=1))
    return kept if len(kept) else np.zeros(1, dtype=np.intp)


def _ties(model: NegotiationModel, worlds: Index) -> tuple[Ties, Array | None]:
    """Where not all must sign, who is asked among equals is drawn; else the lowest is offered."""
    protocol = model.setting.scenario.protocol
    if protocol.quota is None or protocol.quota >= len(protocol.order):
        return Ties.LOWEST, None
    return Ties.EVENLY, model.block.choice_u[:, worlds]


def leave_as_planned(model: NegotiationModel, turn: Flags) -> None:
    """After a round in the worlds ``turn``: who plans to leave unless something was signed does."""
    for party in model.proposers:
        if _PLANS not in party.habits:
            continue
        leaves = plan_of(model).leaves[model.round - 1, party.place]
        here = np.flatnonzero(turn & model.playing & (party.does == _PLANS) & leaves)
        if len(here):
            model.tell(MoveKind.LEAVING, party=party.id)
            end_without(model, here, Ending.WALKOUT)
