"""Single text: a mediator revises one draft until all needed parties say yes in private.

The mediator knows what everybody knows. Its first text has the best believed worst margin; each
later one is the edit of the last, of those the rules of the table allow (``Edits``), with the best
believed worst margin, no text twice. A party that says "too little" is from then on believed to
need more than that text gave it; a line that a party states rules its cells out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.protocol import Answers
from sim.engine.redrafting import Blocks, redrafting
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

#: Margins of edits reckoned together: edits times worlds, so that memory stays bounded.
_AT_ONCE = 4_000_000

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
        self.edits = redrafting(model.setting.scenario.protocol.edits, model.cells)

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
        self.seen = np.concatenate([self.seen, self.model.codes(self.text)[None]])
        playing = np.flatnonzero(self.model.playing)
        at_once = max(1, _AT_ONCE // self.edits.size)
        for first in range(0, len(playing), at_once):
            self._revise(playing[first : first + at_once])

    def _revise(self, undecided: Index) -> None:
        margin = self._margins(undecided)
        column = np.arange(len(undecided))
        while len(undecided):
            edit = margin[:, column].argmax(axis=0)
            proposed = self.edits.made(edit, self.text[:, undecided])
            old = (self.seen[:, undecided] == self.model.codes(proposed)).any(axis=0)
            stuck = np.isneginf(margin[edit, column])
            done = ~old | stuck
            self.text[:, undecided[done & ~stuck]] = proposed[:, done & ~stuck]
            margin[edit[~done], column[~done]] = -np.inf
            undecided, column = undecided[~done], column[~done]

    def _margins(self, worlds: Index) -> Array:
        """Worst believed margin of each edit in each world, in shares of the party's range."""
        model, text = self.model, self.text[:, worlds]
        expected = self.estimate.expected_no_deal(model.day, model.public_effect[:, worlds])
        need = np.maximum(expected, self.known_need[:, worlds])
        worst = np.full((self.edits.size, len(worlds)), np.inf)
        for q in self.sides:
            at_table = (model.departed[worlds] >> q & 1) == 0
            deal = self.estimate.deal[q]
            margin = deal[text].sum(axis=0) + self.estimate.base[q] - need[q]
            slack = (margin + self.edits.gained(deal, text)) / self.estimate.spread[q]
            np.minimum(worst, np.where(at_table, slack, np.inf), out=worst)
        worst -= _CROSSED * self._still_crossed(worlds)
        possible = self.edits.possible(text)
        return worst if possible is None else np.where(possible, worst, -np.inf)

    def _still_crossed(self, worlds: Index) -> Array:
        """How many blocks of each edited text hold a cell that is ruled out."""
        barred, text = self.model.barred[:, worlds].astype(np.int16), self.text[:, worlds]
        held = np.take_along_axis(barred, text, axis=0).sum(axis=0)
        return np.asarray(held + self.edits.gained(barred, text), dtype=np.float64)


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
    edits = Blocks(cells)
    first, second = edits.first, edits.second
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
