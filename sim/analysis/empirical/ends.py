"""What happens where a profile is played: endings, packages, days, values, against as coded.

A mixed profile is a lottery over pure ones, drawn anew in every world; what is told of it are means
over the lottery, world by world, so that what is left to chance is the worlds alone. Shares of such
means have Wilson's interval, which is then too wide rather than too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.game import gains_of, width_of
from sim.analysis.empirical.profiles import Told
from sim.analysis.shares import (
    difference_of,
    effective_number,
    quantiles_of,
    wilson_interval,
)
from sim.domain.equilibrium import EndRow, ProfileKind, SignedRow, ValueRow
from sim.domain.estimate import Amount, Difference, Share
from sim.domain.outcome import Ending
from sim.domain.scenario import Scenario
from sim.engine.profiles import Played

__all__ = ["Lottery", "end_row", "lottery_of", "signed_rows", "spreads_of", "value_rows"]

Array = NDArray[np.float64]

#: Packages kept for each profile.
_SIGNED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Pure profiles with their chances. rows : (m, W) of plays. chance : (m,), sum 1."""

    rows: NDArray[np.int32]
    chance: Array

    def mean(self, values: Array) -> Array:
        """The mean over the lottery in every world: (W,) or (W, …) of values (N, …) per play."""
        return np.asarray(np.tensordot(self.chance, values[self.rows], axes=1))


def lottery_of(told: Told, played: Played, coded: int) -> Lottery:
    """Which profiles are played with which chance. coded : row of the profile as coded."""
    if told.chances is None:
        return Lottery(rows=played.play[[coded]], chance=np.ones(1))
    chance = reduce(np.multiply.outer, told.chances).reshape(-1)
    some = np.flatnonzero(chance > 0.0)
    return Lottery(rows=played.play[some], chance=chance[some] / chance[some].sum())


def end_row(coding: str, told: Told, played: Played, here: Lottery, coded: Lottery) -> EndRow:
    """How talks end."""
    shares = {
        ending.name.lower(): _share(here.mean((played.ending == ending).astype(float)), played)
        for ending in Ending
    }
    weight = here.chance[:, None] * played.weight
    return EndRow(
        coding=coding,
        at=told.at,
        change=None if told.kind is ProfileKind.CODED else _change(played, here, coded),
        day=quantiles_of(played.day[here.rows].reshape(-1), weight.reshape(-1)),
        **shares,
    )


def _share(mean: Array, played: Played) -> Share:
    share = min(1.0, float(mean @ played.weight) / float(played.weight.sum()))
    low, high = wilson_interval(share, effective_number(played.weight))
    return Share(share=share, low=low, high=high)


def _change(played: Played, here: Lottery, coded: Lottery) -> Difference:
    """Worlds that settle more than as coded."""
    settled = played.ending == Ending.SETTLEMENT
    if len(here.rows) == 1:
        return difference_of(settled[coded.rows[0]], settled[here.rows[0]], played.weight)
    more = here.mean(settled.astype(float)) - coded.mean(settled.astype(float))
    found = _amount(more, played.weight, 1.0)
    return Difference(difference=found.mean, low=max(-1.0, found.low), high=min(1.0, found.high))


def _amount(values: Array, weight: Array, spread: float) -> Amount:
    """A mean with Student's interval that allows for two worlds more, which differ by ``spread``
    either way (``sim.analysis.empirical.game``): what was not seen is not known to be nothing."""
    found = gains_of(
        np.zeros_like(values), values[None], weight, width_of(1, weight), np.array([spread])
    )
    return Amount(mean=float(found.mean[0]), low=float(found.low[0]), high=float(found.high[0]))


def spreads_of(played: Played, coded: int) -> Array:
    """What choices bring each party (P,) where they bring anything: root mean square difference
    from as coded, the row ``coded``."""
    found = np.zeros(played.value.shape[1])
    for place in range(len(found)):
        paid = played.value[played.play, place]
        apart = paid - paid[coded]
        some = np.count_nonzero(apart)
        found[place] = np.sqrt(np.sum(apart**2) / some) if some else 0.0
    return found


def signed_rows(
    coding: str, told: Told, played: Played, here: Lottery, scenario: Scenario
) -> list[SignedRow]:
    """The packages signed most often; equal ones in the order of the agenda."""
    settled = played.ending[here.rows] == Ending.SETTLEMENT
    if not settled.any():
        return []
    weight = (here.chance[:, None] * played.weight)[settled]
    packages, which = np.unique(played.package[here.rows[settled]], axis=0, return_inverse=True)
    mass = np.bincount(which.reshape(-1), weights=weight)
    of = effective_number(played.weight * np.tensordot(here.chance, settled, axes=1))
    rows = []
    for rank, place in enumerate(np.argsort(-mass, kind="stable")[:_SIGNED].tolist(), start=1):
        share = min(1.0, float(mass[place] / mass.sum()))
        low, high = wilson_interval(share, of)
        package = {
            issue.id: issue.options[int(option)].id
            for issue, option in zip(scenario.agenda, packages[place], strict=True)
        }
        rows.append(
            SignedRow(
                coding=coding,
                at=told.at,
                rank=rank,
                package=package,
                share=Share(share=share, low=low, high=high),
            )
        )
    return rows


def value_rows(
    coding: str,
    told: Told,
    played: Played,
    lotteries: Sequence[Lottery],
    spreads: Mapping[str, float],
) -> list[ValueRow]:
    """What the talks leave everybody. lotteries : the profile's, and as coded. spreads : by party,
    as in ``spreads_of``."""
    same = np.array_equal(lotteries[0].rows, lotteries[1].rows)
    here, coded = (one.mean(played.value) for one in lotteries)
    return [
        ValueRow(
            coding=coding,
            at=told.at,
            party=party,
            value=_amount(here[:, place], played.weight, spread),
            change=None
            if told.kind is ProfileKind.CODED
            else _amount(here[:, place] - coded[:, place], played.weight, 0.0 if same else spread),
        )
        for place, (party, spread) in enumerate(spreads.items())
    ]
