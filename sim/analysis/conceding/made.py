"""The concessions actually made: worlds that settled against worlds that did not.

What a party conceded on an issue runs from its first offer to the end: to the signed package in a
world that settled, to its own last offer in another. Settled and unsettled worlds are two different
groups, so their means are compared by Welch's interval (Welch 1947, Biometrika 34:28–35)

    x̄₁ − x̄₂ ± t √(s₁²/n₁ + s₂²/n₂),   degrees of freedom (v₁ + v₂)² / (v₁²/(n₁−1) + v₂²/(n₂−1)),

with vᵢ = sᵢ²/nᵢ, and their shares by adding one world of each kind to each group (Agresti & Caffo
2000, Am. Stat. 54:280–288). It shows what went with settling, not what brought it about: to sign is
to give, so where it settled more was given by construction.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import Z, amount_of, effective_number, share_of
from sim.domain.concession_made import ConcededRow, GivenRow, When
from sim.domain.concession_sets import ConcessionsMade
from sim.domain.estimate import Amount, Difference
from sim.domain.outcome import Ending, Outcomes
from sim.domain.value import INDIFFERENT

__all__ = ["concessions_where_settled", "difference_of_groups", "welch"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def concessions_where_settled(runs: Mapping[str, Outcomes]) -> ConcessionsMade:
    """What was conceded and given in the worlds of each coding's run, settled and not.

    runs : coding → outcomes. Rows by coding, party and issue in the scenario's order; parties that
    make no offers concede only where it settled. Options that nobody gave are left out.
    """
    conceded: list[ConcededRow] = []
    given: list[GivenRow] = []
    for coding, outcomes in runs.items():
        for party in outcomes.scenario.parties:
            for issue in outcomes.scenario.agenda:
                conceded.append(_conceded(coding, outcomes, party, issue.id))
                given += _given(coding, outcomes, party, issue.id)
    return ConcessionsMade(conceded=tuple(conceded), given=tuple(given))


def _conceded(coding: str, outcomes: Outcomes, party: str, issue: str) -> ConcededRow:
    units = _units(outcomes, party, issue)
    settled = outcomes.ending == Ending.SETTLEMENT
    weight, known = outcomes.weight, ~np.isnan(units)
    return ConcededRow(
        coding=coding,
        party=party,
        issue=issue,
        settled=amount_of(units[settled], weight[settled]),
        unsettled=amount_of(units[~settled], weight[~settled]),
        difference=welch(units[settled], weight[settled], units[~settled], weight[~settled]),
        settled_worlds=int(np.count_nonzero(settled & known)),
        unsettled_worlds=int(np.count_nonzero(~settled & known)),
    )


def _units(outcomes: Outcomes, party: str, issue: str) -> Array:
    at = list(outcomes.scenario.parties).index(party), outcomes.scenario.agenda.position(issue)
    return outcomes.conceded[:, *at].astype(np.float64)


def _given(coding: str, outcomes: Outcomes, party: str, issue: str) -> list[GivenRow]:
    scenario = outcomes.scenario
    p, j = list(scenario.parties).index(party), scenario.agenda.position(issue)
    settled = outcomes.ending == Ending.SETTLEMENT
    end = np.where(settled, outcomes.package[:, j], outcomes.last_offer[:, p, j])
    units = _units(outcomes, party, issue)
    gave = np.nan_to_num(units) > INDIFFERENT
    told = ~np.isnan(units)
    found = []
    for position, option in enumerate(scenario.agenda[issue].options):
        held = gave & (end == position)
        if not held.any():
            continue
        one, other = settled & told, ~settled & told
        weight = outcomes.weight
        difference = difference_of_groups(held[one], weight[one], held[other], weight[other])
        row = GivenRow(
            coding=coding,
            party=party,
            issue=issue,
            option=option.id,
            settled=share_of(held[one], weight[one]) if one.any() else None,
            unsettled=share_of(held[other], weight[other]) if other.any() else None,
            difference=difference,
            when=_when(difference, ever=bool(held[other].any())),
        )
        found.append(row)
    return found


def _when(difference: Difference | None, *, ever: bool) -> When:
    """ever : whether it was given in any world that did not settle."""
    if difference is None:
        return When.UNTOLD
    if difference.low > 0.0:
        return When.MORE_SETTLED if ever else When.ONLY_SETTLED
    return When.LESS_SETTLED if difference.high < 0.0 else When.ALIKE


def welch(first: Array, first_weight: Array, second: Array, second_weight: Array) -> Amount | None:
    """Mean of the first group minus that of the second, with Welch's interval.

    first, second : values, NaN where there is none; their weights beside them. ``None`` with fewer
    than two values in either group.

    >>> one, other = np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 3.0, 1.0])
    >>> found = welch(one, np.ones(3), other, np.ones(4))          # t = 2.571 at 5.0 degrees
    >>> round(found.mean, 3), round(found.low, 3), round(found.high, 3)
    (1.0, -1.347, 3.347)
    """
    from scipy.special import stdtrit

    groups = [_moments(first, first_weight), _moments(second, second_weight)]
    if groups[0] is None or groups[1] is None:
        return None
    (one, v1, n1), (other, v2, n2) = groups[0], groups[1]
    mean, spread = one - other, v1 + v2
    if spread == 0.0:
        return Amount(mean=mean, low=mean, high=mean)
    freedom = spread**2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    half = float(stdtrit(freedom, 0.975)) * math.sqrt(spread)
    return Amount(mean=mean, low=mean - half, high=mean + half)


def _moments(values: Array, weight: Array) -> tuple[float, float, float] | None:
    """Mean, squared standard error of the mean, and effective number of values."""
    known = ~np.isnan(values) & (weight > 0)
    values, weight = values[known], weight[known]
    if len(values) < 2:
        return None
    n, shares = effective_number(weight), weight / np.sum(weight)
    mean = float(np.sum(shares * values))
    return mean, float(np.sum(shares * (values - mean) ** 2)) / (n - 1), n


def difference_of_groups(
    first: Flags, first_weight: Array, second: Flags, second_weight: Array
) -> Difference | None:
    """Share of the first group minus that of the second; ``None`` where a group is empty.

    >>> first, second = np.arange(10) < 8, np.arange(10) < 2       # (9/12 − 3/12) ± 1.96 · 0.1768
    >>> found = difference_of_groups(first, np.ones(10), second, np.ones(10))
    >>> round(found.difference, 3), round(found.low, 3), round(found.high, 3)
    (0.6, 0.154, 0.846)
    """
    numbers = [effective_number(weight) for weight in (first_weight, second_weight)]
    if not all(numbers):
        return None
    shares = [
        float(np.sum(weight[mask])) / float(np.sum(weight))
        for mask, weight in ((first, first_weight), (second, second_weight))
    ]
    adjusted = [(p * n + 1) / (n + 2) for p, n in zip(shares, numbers, strict=True)]
    spread = sum(p * (1 - p) / (n + 2) for p, n in zip(adjusted, numbers, strict=True))
    middle, half = adjusted[0] - adjusted[1], Z * math.sqrt(spread)
    return Difference(
        difference=shares[0] - shares[1],
        low=max(-1.0, middle - half),
        high=min(1.0, middle + half),
    )
