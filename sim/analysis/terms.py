"""What settled worlds sign, what it is worth, and what each party gave up on the way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import amount_of, quantiles_of, share_of
from sim.domain.estimate import Amount, Share
from sim.domain.finding import PackageShare, PartyValues
from sim.domain.outcome import Ending, Outcomes

__all__ = ["MOST_FREQUENT", "concessions_made", "option_shares", "packages", "party_values"]

#: How many packages are told apart; the others are reported as one.
MOST_FREQUENT = 10


def packages(outcomes: Outcomes) -> tuple[PackageShare, ...]:
    """The packages of settled worlds, most frequent first, the rest as one without options.

    Equally frequent packages stand in the order of their options. Empty where nothing settled.
    """
    settled = outcomes.ending == Ending.SETTLEMENT
    weight = outcomes.weight[settled]
    if not np.any(weight > 0):
        return ()
    kinds, which = np.unique(outcomes.package[settled], axis=0, return_inverse=True)
    which = which.reshape(-1)
    order = np.argsort(-np.bincount(which, weights=weight), kind="stable")
    found = [
        PackageShare(package=_named(outcomes, kinds[kind]), share=share_of(which == kind, weight))
        for kind in order[:MOST_FREQUENT]
    ]
    if len(order) > MOST_FREQUENT:
        rest = np.isin(which, order[MOST_FREQUENT:])
        found.append(PackageShare(package={}, share=share_of(rest, weight)))
    return tuple(found)


def option_shares(outcomes: Outcomes) -> Mapping[str, Mapping[str, Share]]:
    """Issue → option → share of settled worlds whose package holds it; empty if nothing settled."""
    settled = outcomes.ending == Ending.SETTLEMENT
    weight = outcomes.weight[settled]
    if not np.any(weight > 0):
        return {}
    signed = outcomes.package[settled]
    return {
        issue.id: {
            option.id: share_of(signed[:, place] == position, weight)
            for position, option in enumerate(issue.options)
            if option.allowed
        }
        for place, issue in enumerate(outcomes.scenario.agenda)
    }


def party_values(outcomes: Outcomes) -> Mapping[str, PartyValues]:
    """Party → what it gets against what it would have had without an agreement."""
    settled = outcomes.ending == Ending.SETTLEMENT
    found = {}
    for place, party in enumerate(outcomes.scenario.parties):
        value, no_deal = outcomes.value[:, place], outcomes.no_deal[:, place]
        weight = outcomes.weight
        found[party] = PartyValues(
            settled=quantiles_of(value[settled], weight[settled]),
            no_deal=quantiles_of(no_deal, weight),
            no_deal_settled=quantiles_of(no_deal[settled], weight[settled]),
            gain=quantiles_of((value - no_deal)[settled], weight[settled]),
        )
    return found


def concessions_made(outcomes: Outcomes) -> Mapping[str, Mapping[str, Amount]]:
    """Party → issue → mean value units given up, over worlds where that can be told.

    Issues (and parties) for which fewer than two worlds tell it are left out.
    """
    found: dict[str, dict[str, Amount]] = {}
    for place, party in enumerate(outcomes.scenario.parties):
        for at, issue in enumerate(outcomes.scenario.agenda):
            conceded = outcomes.conceded[:, place, at].astype(np.float64)
            amount = amount_of(conceded, outcomes.weight)
            if amount is not None:
                found.setdefault(party, {})[issue.id] = amount
    return found


def _named(outcomes: Outcomes, positions: NDArray[np.int8]) -> dict[str, str]:
    issues = outcomes.scenario.agenda.issues
    return {
        issue.id: issue.options[int(position)].id
        for issue, position in zip(issues, positions, strict=True)
    }
