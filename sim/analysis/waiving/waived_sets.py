"""Sets of waivers over many worlds: how many each opens, and what it costs those who relax.

A set opens a world iff it contains one of the world's minimal sets. Here a shift counts as one
element whatever its step – the party lowers its no-deal value as far as is needed, up to the last
step of the grid –, so that a set is a choice of lines and of parties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.waiving.opening_sets import OpeningSets
from sim.analysis.waiving.waivers import Waivers, contains
from sim.domain.cells import Cells

__all__ = ["ADDS", "Chosen", "Element", "Elements", "best_sets", "elements_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: A line as (party, issue), or a party's no-deal value as (party, −1); places in the scenario.
Element = tuple[int, int]
Chosen = frozenset[Element]

#: A set is told where each of its elements opens this share of some coding's empty worlds.
ADDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The minimal sets of a coding's worlds as lines and parties. n sets, W worlds, P parties.

    world : (n,) in order. held : element → (n,) whether the set holds it. size : (n,). step :
    (P, n) how far each party's no-deal value falls, value units. margin : (P, n) as in
    ``OpeningSets``. options : (J, n) what its package holds. worlds : W. exact : set of elements →
    (W,) the worlds in which it is minimal.
    """

    world: Index
    held: Mapping[Element, Flags]
    size: Index
    step: Array
    margin: Array
    options: NDArray[np.int8]
    worlds: int
    exact: Mapping[Chosen, Flags]

    def opened(self, chosen: Chosen) -> Flags:
        """(W,): the worlds that a set opens."""
        made = np.zeros(self.worlds, dtype=bool)
        for part in _parts(chosen):
            if part in self.exact:
                made |= self.exact[part]
        return made

    def anywhere(self, sets: Flags) -> Flags:
        """(W,): the worlds of some sets (n,)."""
        made = np.zeros(self.worlds, dtype=bool)
        made[self.world[sets]] = True
        return made

    def added(self, chosen: Chosen, weight: Array) -> Flags:
        """(W,): the worlds that a set opens, and its best part of one element less does not."""
        parts = [self.opened(chosen - {element}) for element in sorted(chosen)]
        best = max(parts, key=lambda opened: float(weight[opened].sum()))
        return self.opened(chosen) & ~best

    @property
    def smallest(self) -> Flags:
        """(n,): whether no set of its world is smaller."""
        least = np.full(self.worlds, np.iinfo(np.intp).max, dtype=np.intp)
        np.minimum.at(least, self.world, self.size)
        return np.asarray(self.size == least[self.world])

    def always(self, element: Element) -> Flags:
        """(W,): the worlds that have a minimal set, and none without this element."""
        return self.anywhere(self.held[element]) & ~self.anywhere(~self.held[element])

    def cheapest(self, chosen: Chosen) -> Index:
        """Places of the sets that worlds take of it: the least fall of values, then the fewest."""
        outside = [held for element, held in self.held.items() if element not in chosen]
        within = np.flatnonzero(~np.any(outside, axis=0)) if outside else np.arange(len(self.world))
        fall = np.round(self.step[:, within].sum(axis=0), 9)
        order = within[np.lexsort((within, self.size[within], fall, self.world[within]))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = np.diff(self.world[order]) != 0
        return order[first]


def elements_of(sets: OpeningSets, waivers: Waivers, cells: Cells, worlds: int) -> Elements:
    """Minimal sets, read from their masks."""
    parties = len(sets.margin)
    order = np.argsort(sets.world, kind="stable")
    sets = sets.take(order)
    held: dict[Element, Flags] = {
        line: contains(sets.mask, waivers.line[:, *line, None]) for line in waivers.lines
    }
    step = np.zeros((parties, len(sets.world)))
    for p in range(parties):
        for k, by in enumerate(waivers.grid, start=1):
            step[p, contains(sets.mask, waivers.shift[:, p, k, None])] = by
        held[p, -1] = step[p] > 0.0
    return Elements(
        world=sets.world,
        held=held,
        size=waivers.size(sets.mask),
        step=step,
        margin=sets.margin,
        options=cells.options(sets.package),
        worlds=worlds,
        exact=_exact(sets.world, held, worlds),
    )


def _exact(world: Index, held: Mapping[Element, Flags], worlds: int) -> dict[Chosen, Flags]:
    made: dict[Chosen, Flags] = {}
    names = list(held)
    for row, flags in enumerate(np.stack([held[name] for name in names], axis=1)):
        chosen = frozenset(names[e] for e in np.flatnonzero(flags))
        made.setdefault(chosen, np.zeros(worlds, dtype=bool))[world[row]] = True
    return made


def _parts(chosen: Chosen) -> Sequence[Chosen]:
    """Every part of a set, itself among them, but not the empty one."""
    sizes = range(1, len(chosen) + 1)
    return [frozenset(c) for c in chain.from_iterable(combinations(chosen, k) for k in sizes)]


def best_sets(
    codings: Sequence[tuple[Elements, Flags, Array]], most: int, listed: int, of_lines: int
) -> list[Chosen]:
    """Of the sets of each size those that open most, by the lowest share over codings.

    codings : minimal sets, which worlds are empty (W,), and weights (W,). All sets of up to
    ``most`` elements are tried. Told are those in which every element earns its place: without any
    one of them, the set would open fewer worlds, by at least two of 100 empty ones in some coding.
    Equal sets keep the order of the scenario. listed : how many sets of each size; of_lines : how
    many made of lines alone are told at least, where there are any.
    """
    codings = [(one, empty, weight) for one, empty, weight in codings if empty.any()]
    names = sorted({e for one, _, _ in codings for chosen in one.exact for e in chosen})
    shares: dict[Chosen, tuple[float, ...]] = {frozenset(): (0.0,) * len(codings)}
    found: list[Chosen] = []
    for size in range(1, most + 1):
        ranked = []
        for place, chosen in enumerate(map(frozenset, combinations(names, size))):
            shares[chosen] = tuple(
                float(weight[one.opened(chosen)].sum() / weight[empty].sum())
                for one, empty, weight in codings
            )
            parts = [shares[chosen - {element}] for element in chosen]
            adds = max(
                mine - max(theirs) for mine, *theirs in zip(shares[chosen], *parts, strict=True)
            )
            if adds >= ADDS:
                ranked.append((-min(shares[chosen]), -sum(shares[chosen]), place, chosen))
        ordered = [chosen for *_, chosen in sorted(ranked, key=lambda row: row[:3])]
        lines = [chosen for chosen in ordered if all(issue >= 0 for _, issue in chosen)]
        told = {*ordered[:listed], *lines[:of_lines]}
        found += [chosen for chosen in ordered if chosen in told]
    return found
