"""Single text: a mediator revises one draft until all needed parties say yes in private.

The mediator knows what everybody knows. Its first text has the best believed worst margin; each
later one is the edit of one or two blocks of the last with the best believed worst margin, no text
twice. A party that says "too little" is from then on believed to need more than that text gave it;
a line that a party states rules its cells out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.protocol import Answers
from sim.engine.table import ask, put_on_table

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel
    from sim.engine.setting import Setting

__all__ = ["Mediator", "first_text", "play_single_text"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

#: What "too little" tells: the party needs at least this share of its range more than it was given.
STEP = 0.02

#: How much worse than any margin a text is that still crosses a stated line.
_CROSSED = 100.0

#: Sweeps of the first text's search over single blocks.
_SWEEPS = 20


class Mediator:
    """The draft of every world, and what the mediator has learnt.

    text : (B, W) cells. seen : (rounds, W) codes of texts already put to the parties.
    known_need : (P, W) least value each party is believed to need, on the day.
    """

    def __init__(self, model: NegotiationModel) -> None:
        n = model.block.n
        self.model = model
        self.estimate = model.setting.mediators_estimate
        self.sides = [q for q in range(len(model.parties)) if model.cells.needed >> q & 1]
        self.text = np.repeat(first_text(model.setting)[:, None], n, axis=1)
        self.seen = np.full((0, n), -1, dtype=np.int64)
        self.known_need = np.full((len(model.parties), n), -np.inf)
        self.first, self.second = _edits(model.cells)

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        self.text, self.seen = self.text[:, worlds], self.seen[:, worlds]
        self.known_need = self.known_need[:, worlds]

    def learn_too_little(self, party: int, refused: Flags) -> None:
        """A party has called the present text too little in these worlds."""
        given = self.estimate.deal[party][self.text].sum(axis=0) + self.estimate.base[party]
        need = given + STEP * self.estimate.spread[party]
        self.known_need[party] = np.where(
            refused, np.maximum(self.known_need[party], need), self.known_need[party]
        )

    def revise(self) -> None:
        """Move every world's text to the best edit that has not been seen."""
        model = self.model
        margin = self._margins()
        self.seen = np.concatenate([self.seen, model.codes(self.text)[None]])
        undecided = np.flatnonzero(model.playing)
        while len(undecided):
            edit = margin[:, undecided].argmax(axis=0)
            proposed = self._edited(edit, undecided)
            old = (self.seen[:, undecided] == model.codes(proposed)).any(axis=0)
            stuck = np.isneginf(margin[edit, undecided])
            done = ~old | stuck
            self.text[:, undecided[done & ~stuck]] = proposed[:, done & ~stuck]
            margin[edit[~done], undecided[~done]] = -np.inf
            undecided = undecided[~done]

    def _margins(self) -> Array:
        """Worst believed margin of each edit in each world, in shares of the party's range."""
        model, cells = self.model, self.model.cells
        expected = self.estimate.expected_no_deal(model.day, model.public_effect)
        need = np.maximum(expected, self.known_need)
        worst = np.full((len(self.first), self.text.shape[1]), np.inf)
        for q in self.sides:
            at_table = (model.departed >> q & 1) == 0
            deal = self.estimate.deal[q]
            held = deal[self.text]
            change = deal[:, None] - held[cells.block_of]
            gained = change[self.first] + np.where(
                self.second[:, None] >= 0, change[self.second], 0.0
            )
            slack = (held.sum(axis=0) + self.estimate.base[q] - need[q] + gained) / (
                self.estimate.spread[q]
            )
            np.minimum(worst, np.where(at_table, slack, np.inf), out=worst)
        return worst - _CROSSED * self._still_crossed()

    def _still_crossed(self) -> Array:
        """How many blocks of each edited text hold a cell that is ruled out."""
        barred, cells = self.model.barred, self.model.cells
        held = np.take_along_axis(barred, self.text, axis=0).astype(np.int16)
        change = barred.astype(np.int16) - held[cells.block_of]
        more = np.where(self.second[:, None] >= 0, change[self.second], 0)
        return np.asarray(held.sum(axis=0) + change[self.first] + more, dtype=np.float64)

    def _edited(self, edit: Index, worlds: Index) -> Index:
        made = self.text[:, worlds].copy()
        cells = self.model.cells
        columns = np.arange(len(worlds))
        first, second = self.first[edit], self.second[edit]
        made[cells.block_of[first], columns] = first
        pair = second >= 0
        made[cells.block_of[second[pair]], columns[pair]] = second[pair]
        return made


def _edits(cells: Cells) -> tuple[Index, Index]:
    """All edits of one or two blocks: the cells they bring in, second −1 for single ones."""
    one, two = np.triu_indices(cells.n_cells, k=1)
    apart = cells.block_of[one] != cells.block_of[two]
    singles = np.arange(cells.n_cells)
    first = np.concatenate([singles, one[apart]])
    second = np.concatenate([np.full(len(singles), -1), two[apart]])
    usable = cells.allowed[first] & ((second < 0) | cells.allowed[second])
    return first[usable], second[usable]


def first_text(setting: Setting) -> Index:
    """The package (B,), as cells, with the best worst margin by public estimates on day 0.

    Found by sweeping over pairs of blocks until no edit of one or two blocks improves it.
    """
    cells, estimate = setting.cells, setting.mediators_estimate
    sides = [q for q in range(len(estimate.deal)) if cells.needed >> q & 1]
    scaled = estimate.deal[sides] / estimate.spread[sides, None]
    start = (estimate.base - estimate.no_deal)[sides] / estimate.spread[sides]
    text = np.array(
        [
            cells.start[b]
            + np.where(
                cells.allowed[cells.block(b)], scaled[:, cells.block(b)].sum(0), -np.inf
            ).argmax()
            for b in range(cells.n_blocks)
        ]
    )
    first, second = _edits(cells)
    for _ in range(_SWEEPS):
        held = scaled[:, text]
        change = scaled - held[:, cells.block_of]
        total = (start + held.sum(axis=1))[:, None] + change[:, first]
        total = total + np.where(second >= 0, change[:, second], 0.0)
        worst = total.min(axis=0)
        edit = int(worst.argmax())
        if worst[edit] <= (start + held.sum(axis=1)).min() + 1e-12:
            break
        text[cells.block_of[first[edit]]] = first[edit]
        if second[edit] >= 0:
            text[cells.block_of[second[edit]]] = second[edit]
    return text


def play_single_text(model: NegotiationModel) -> None:
    """The mediator puts its text to all; where it is not signed it is revised."""
    mediator = model.mediator
    assert mediator is not None
    strategic = model.setting.scenario.protocol.answers is Answers.STRATEGIC
    if strategic:
        model.aim(dict.fromkeys(model.proposers, model.playing))
    floors = [
        agent.floor(model.day) if strategic else agent.reservation(model.day)
        for agent in model.parties
    ]
    made = model.playing.copy()
    model.last_new[made] = model.day
    put_on_table(model, None, mediator.text, made, ask(model, mediator.text, floors, None))
    mediator.revise()
