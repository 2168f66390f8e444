"""What packages ask to be waived before they can be signed: a descent over blocks.

Fix who is to sign: the principals, and a set of others that meets the consent of every option of
the package. For these signatories it is exactly determined what stands in the way of the package:
the firm lines of theirs that it crosses, and for each of them by how much it falls short of the
reservation.

The packages that ask for little are found block by block. A partial package already asks for the
lines it crosses, and for the step that its value so far, with the best of what may still come,
leaves each signatory short by. Both only grow on the way down, so a branch may be left as soon as
they are too much. It may also be left where another of the same world crosses the same lines and is
worth as much to every signatory: whatever comes of the one, the other asks for no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.waiving.waivers import Mask, Waivers, contains
from sim.domain.cells import Cells

if TYPE_CHECKING:
    from sim.engine.standing import Standing

__all__ = ["Branch", "crossed_lines", "reached", "shifts"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Partial packages of a world beyond which those that others better are looked for and left.
_CROWDED = 20

#: How many of the best each is held against; more find hardly any further ones.
_PIVOTS = 16

#: Partial packages times cells looked at together; bounds memory, and keeps work in the cache.
_AT_ONCE = 200_000


def crossed_lines(cells: Cells, refused: Flags) -> Flags:
    """(P, J, C, W): whether a cell crosses the party's firm line on the issue.

    refused : (P, J, K, W) as drawn (``WorldBlock.refused``).
    """
    crossed = np.zeros((*refused.shape[:2], cells.n_cells, refused.shape[-1]), dtype=bool)
    for j, options in enumerate(cells.option):
        mine = np.flatnonzero(options >= 0)
        crossed[:, j, mine] = refused[:, j, options[mine]] & ~cells.waived[:, j, mine, None]
    return crossed


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Partial packages, d blocks deep. Q signatories, M words.

    world : (n,) positions in the batch. lines : (M, n) lines crossed so far. chosen : (d, n) cells.
    value : (Q, n) value so far. short : (Q, n) at least so much will be missing.
    """

    world: Index
    lines: Mask
    chosen: Index
    value: Array
    short: Array

    def take(self, rows: Index | Flags | slice) -> Branch:
        """Some of the rows."""
        return Branch(
            world=self.world[rows],
            lines=self.lines[:, rows],
            chosen=self.chosen[:, rows],
            value=self.value[:, rows],
            short=self.short[:, rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """What signing by fixed signatories takes. Q of them; B blocks in the order of the descent.

    who : their places. cells : per block, those somebody may hold. usable : per block (k, W).
    asks : per block (M, k, W) lines crossed. deal : per block (Q, k, W). need : (Q, W). rest :
    (B + 1, most + 1, Q, W) the most that blocks from the b-th on can add while they ask for no
    more than so many lines.
    """

    who: list[int]
    order: list[int]
    cells: list[Index]
    usable: list[Flags]
    asks: list[Mask]
    deal: list[Array]
    need: Array
    rest: Array


def reached(
    asked: Standing,
    crossed: Flags,
    waivers: Waivers,
    signing: int,
    *,
    most: int,
    worlds: Index,
    known: Mask,
    limit: Array,
) -> Iterator[Branch]:
    """Whole packages that ask these signatories for no more than ``most`` waivers, in batches.

    crossed : see ``crossed_lines``. signing : bit mask; cells none of whose consents these parties
    meet are left out. worlds : where to look. known : (A, M, W) masks; packages that ask for all of
    one are left out. limit : (W,) packages short by more, all signatories together, are left out;
    it is read anew for every batch, so that the caller may tighten it on the way. Of packages that
    cross the same lines, those that another betters for all may be missing. ``chosen`` is (B, n).
    """
    terms = _terms(asked, crossed, waivers, signing, most)
    there = worlds[(asked.departed[worlds] & signing) == 0]
    if not len(there) or not all(len(cells) for cells in terms.cells):
        return
    back = np.argsort(terms.order)
    stack = [_roots(terms, waivers, there)]
    while stack:
        branch = stack.pop()
        branch = branch.take(branch.short.clip(0.0).sum(axis=0) <= limit[branch.world])
        depth = len(branch.chosen)
        if depth == len(terms.order):
            yield replace(branch, chosen=branch.chosen[back])
            continue
        at_once = max(1, _AT_ONCE // len(terms.cells[depth]))
        if len(branch.world) > at_once:
            stack.append(branch.take(slice(at_once, None)))
            branch = branch.take(slice(at_once))
        stack.append(_grown(branch, terms, waivers, most, known))


def shifts(waivers: Waivers, who: Sequence[int], short: Array) -> Mask:
    """(M, n) the steps that shortfalls (Q, n) of these parties ask for."""
    made = np.zeros((len(waivers.counted), short.shape[1]), dtype=np.uint64)
    for p, steps in zip(who, waivers.steps(short), strict=True):
        made |= waivers.shift[:, p, steps]
    return made


def _roots(terms: _Terms, waivers: Waivers, worlds: Index) -> Branch:
    Q, n = len(terms.who), len(worlds)
    return Branch(
        world=worlds,
        lines=np.zeros((len(waivers.counted), n), dtype=np.uint64),
        chosen=np.empty((0, n), dtype=np.intp),
        value=np.zeros((Q, n)),
        short=np.zeros((Q, n)),
    )


def _grown(branch: Branch, terms: _Terms, waivers: Waivers, most: int, known: Mask) -> Branch:
    """The branches one block further down that need not be left, by world."""
    depth, world = len(branch.chosen), branch.world
    lines = branch.lines[:, None] | terms.asks[depth][..., world]
    size = waivers.size(lines)
    child, parent = np.nonzero(terms.usable[depth][:, world] & (size <= most))
    world, lines, spare = world[parent], lines[:, child, parent], most - size[child, parent]
    value = branch.value[:, parent] + terms.deal[depth][:, child, world]
    short = terms.need[:, world] - value - terms.rest[depth + 1, spare, :, world].T
    fits = (waivers.steps(short) <= len(waivers.grid)).all(axis=0)
    asked = lines | shifts(waivers, terms.who, np.where(fits, short, 0.0))
    rows = np.flatnonzero(fits & (waivers.size(asked) <= most))
    for masks in known:
        rows = rows[~contains(asked[:, rows], masks[:, world[rows]])]
    rows = rows[_undominated(world[rows], lines[:, rows], value[:, rows])]
    return Branch(
        world=world[rows],
        lines=lines[:, rows],
        chosen=np.vstack([branch.chosen[:, parent[rows]], terms.cells[depth][child[rows]]]),
        value=value[:, rows],
        short=short[:, rows],
    )


def _undominated(world: Index, lines: Mask, value: Array) -> Index:
    """Rows by world, less most of those that another of the same world and lines betters.

    Each is held against the few that are worth most to all together. Of equal ones one is kept.
    """
    order = np.lexsort((-value.sum(axis=0), *lines, world))
    world, lines, value = world[order], lines[:, order], value[:, order]
    if len(order) < _CROWDED * len(np.unique(world)):
        return order
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(world) != 0) | (lines[:, 1:] != lines[:, :-1]).any(axis=0)
    start = np.flatnonzero(new)[np.cumsum(new) - 1]
    kept = np.arange(len(order))
    for place in range(_PIVOTS):
        pivot = start[kept] + place
        bettered = pivot < kept
        pivot, behind = pivot[bettered], kept[bettered]
        bettered[bettered] = (value[:, pivot] >= value[:, behind]).all(axis=0)
        kept = kept[~bettered]
    return order[kept]


def _terms(asked: Standing, crossed: Flags, waivers: Waivers, signing: int, most: int) -> _Terms:
    cells = asked.cells
    who = [p for p in range(len(asked.deal)) if signing >> p & 1]
    met = ((cells.alternatives & signing) == cells.alternatives) & (cells.alternatives >= 0)
    usable = ~asked.closed & met.any(axis=1)[:, None]
    asks = np.zeros((len(waivers.counted), *usable.shape), dtype=np.uint64)
    for p in who:
        for j, over in enumerate(crossed[p]):
            asks |= np.where(over, waivers.line[:, p, j, None, None], np.uint64(0))
    usable &= waivers.size(asks) <= most
    # Large blocks first: the widest step is then taken while there are few partial packages.
    order = sorted(range(cells.n_blocks), key=lambda b: cells.start[b] - cells.start[b + 1])
    kept = [cells.start[b] + np.flatnonzero(usable[cells.block(b)].any(axis=1)) for b in order]
    deal = asked.deal[who]
    # A line lies within one block, so that the sizes of a package's cells add up.
    size = np.where(usable, waivers.size(asks), most + 1)
    return _Terms(
        who=who,
        order=order,
        cells=kept,
        usable=[usable[rows] for rows in kept],
        asks=[asks[:, rows] for rows in kept],
        deal=[deal[:, rows] for rows in kept],
        need=asked.need[who],
        rest=_rest([deal[:, rows] for rows in kept], [size[rows] for rows in kept], most),
    )


def _rest(deal: list[Array], size: list[NDArray[np.intp]], most: int) -> Array:
    """(B + 1, most + 1, Q, W): see ``_Terms``. size : per block (k, W), over ``most`` if closed."""
    Q, _, W = deal[0].shape
    rest = np.full((len(deal) + 1, most + 1, Q, W), -np.inf)
    rest[-1] = 0.0
    for depth in range(len(deal) - 1, -1, -1):
        for taken in range(most + 1):
            here = np.where(size[depth] == taken, deal[depth], -np.inf)
            best = here.max(axis=1, initial=-np.inf)
            for spare in range(taken, most + 1):
                more = best + rest[depth + 1, spare - taken]
                np.maximum(rest[depth, spare], more, out=rest[depth, spare])
    return rest
