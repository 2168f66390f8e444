"""Rows about the packages that rational parties would sign, from what was named in each world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.packages import Packages
from sim.analysis.shares import amount_of, quantiles_of, share_of
from sim.analysis.solving.worlds import CONCEPTS, NONE, Named
from sim.domain.outcome import Ending, Outcomes
from sim.domain.solved import ConceptRow, PickRow, PriceRow, SpreadRow, WorldsRow

__all__ = ["NOTICED", "Coded", "concept_rows", "pick_rows", "price_rows", "spread_rows",
           "worlds_row"]  # fmt: skip

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A party gains or loses where its value differs by more than this, in value units.
NOTICED = 0.01

#: Packages that a concept names most often, kept for each.
_PICKED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One coding: what was named in its worlds, and how the same worlds were played."""

    coding: str
    named: Named
    outcomes: Outcomes
    packages: Packages

    @property
    def settled(self) -> Flags:
        return np.asarray(self.outcomes.ending == Ending.SETTLEMENT)

    @property
    def concepts(self) -> list[int]:
        """Places of the concepts that apply: one principal has nobody to share with."""
        alone = self.packages.cells.principals.bit_count() < 2
        return [len(CONCEPTS) - 1] if alone else list(range(len(CONCEPTS)))

    @property
    def parties(self) -> list[tuple[int, str]]:
        """Places and ids of those who may have to sign."""
        needed = self.packages.cells.needed
        return [(p, id_) for p, id_ in enumerate(self.outcomes.scenario.parties) if needed >> p & 1]

    @property
    def played(self) -> Array:
        """(n, P) what the talks as played left each party, discounted to day 0."""
        return np.where(self.settled[:, None], self.outcomes.value, self.outcomes.no_deal)


def worlds_row(coded: Coded) -> WorldsRow:
    """How often something is acceptable, settled, and beyond dispute."""
    named, here = coded.named, coded.named.open
    picked = named.package[coded.concepts]
    same = (picked == picked[0]).all(axis=0) & (picked[0] != NONE)
    weight = named.weight[here]
    return WorldsRow(
        coding=coded.coding,
        packages=coded.packages.size,
        open=share_of(here, named.weight),
        settled=share_of(coded.settled, named.weight),
        both=share_of(coded.settled[here], weight) if here.any() else None,
        agree=share_of(same[here], weight) if here.any() else None,
    )


def concept_rows(coded: Coded, first_days: Mapping[int, float]) -> Iterator[ConceptRow]:
    """Every concept. first_days : place of the concept → the first day it could name."""
    named = coded.named
    for s in coded.concepts:
        held = named.package[s] != NONE
        both = held & coded.settled
        weight = named.weight
        yield ConceptRow(
            coding=coded.coding,
            concept=CONCEPTS[s],
            signed=share_of(held, weight),
            at_once=(
                share_of(named.day[s][held] == first_days[s], weight[held]) if held.any() else None
            ),
            day=quantiles_of(named.day[s], weight),
            as_played=share_of(_as_played(coded, s, both), weight[both]) if both.any() else None,
        )


def _as_played(coded: Coded, s: int, worlds: Flags) -> Flags:
    cells = coded.packages.cells
    options = cells.options(coded.packages.at(coded.named.package[s][worlds]))
    return np.asarray((coded.outcomes.package[worlds] == options.T).all(axis=1))


def pick_rows(coded: Coded) -> Iterator[PickRow]:
    """The packages each concept names most often; equal ones in the order of the agenda."""
    named, here = coded.named, coded.named.open
    for s in coded.concepts:
        numbers = np.unique(named.package[s][named.package[s] != NONE])
        weights = np.array([named.weight[named.package[s] == number].sum() for number in numbers])
        order = np.argsort(-np.round(weights, 9), kind="stable")[:_PICKED]
        for rank, number in enumerate(numbers[order].tolist(), start=1):
            yield PickRow(
                coding=coded.coding,
                concept=CONCEPTS[s],
                rank=rank,
                package=_labelled(coded, number),
                share=share_of(named.package[s][here] == number, named.weight[here]),
            )


def _labelled(coded: Coded, number: int) -> Mapping[str, str]:
    options = coded.packages.cells.options(coded.packages.at(np.array([number])))[:, 0]
    return coded.outcomes.scenario.agenda.named(options)


def price_rows(coded: Coded) -> Iterator[PriceRow]:
    """What each party would have more than it got, world by world."""
    named, played = coded.named, coded.played
    weight = named.weight
    for s in coded.concepts:
        held = named.package[s] != NONE
        for p, party in coded.parties:
            value = named.value[s, p]
            price = value - played[:, p]
            yield PriceRow(
                coding=coded.coding,
                concept=CONCEPTS[s],
                party=party,
                value=amount_of(value, weight),
                values=quantiles_of(value, weight),
                played=amount_of(np.where(held, played[:, p], np.nan), weight),
                price=amount_of(price, weight),
                gains=share_of(price[held] > NOTICED, weight[held]) if held.any() else None,
                loses=share_of(price[held] < -NOTICED, weight[held]) if held.any() else None,
                settled=amount_of(np.where(coded.settled, price, np.nan), weight),
                unsettled=amount_of(np.where(coded.settled, np.nan, price), weight),
            )


def spread_rows(coded: Coded) -> Iterator[SpreadRow]:
    """How far the concepts lie apart for each party."""
    named = coded.named
    for p, party in coded.parties:
        value = named.value[coded.concepts, p]
        some = np.asarray(~np.isnan(value).all(axis=0))
        spread = np.full(value.shape[1], np.nan)
        spread[some] = np.nanmax(value[:, some], axis=0) - np.nanmin(value[:, some], axis=0)
        yield SpreadRow(coding=coded.coding, party=party, spread=quantiles_of(spread, named.weight))
