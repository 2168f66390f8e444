"""The negotiation: a Mesa model that plays a batch of worlds together, one round a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.outcome import Ending, Held
from sim.domain.protocol import Acceptance, ProtocolKind
from sim.domain.story import Move, MoveKind
from sim.domain.worlds import WorldBlock
from sim.engine.believing import tell_beliefs, track_beliefs
from sim.engine.endings import break_down, end_without, track_offers
from sim.engine.happenings import Happenings
from sim.engine.ledger import Ledger
from sim.engine.mediator import Mediator
from sim.engine.party import PartyAgent, seats
from sim.engine.planning import Plan
from sim.engine.proposer import ProposingParty
from sim.engine.protocols import ROUNDS
from sim.engine.public import PublicEstimate
from sim.engine.setting import Setting, too_good

__all__ = ["NegotiationModel"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

#: Finished worlds are dropped once they are this share of the batch; each drop copies the rest.
_DROP_AT = 0.2


class NegotiationModel(mesa.Model):  # type: ignore[misc]
    """A batch of worlds of one scenario.

    parties : one agent per party, in the scenario's order. seats : what all of them have. above :
    (P, C, W) cells that better a stated opening, read as parties sit down. rows : (W,) ledger row
    of each world still in the arrays. playing : (W,) whether its talks go on. bits : (P,) the bit
    of each party. departed : (W,) bit masks of parties that have left. barred : (C, W) cells that
    no offer may hold, as everybody knows: ruled out, without consent left, or across a line
    somebody has stated.
    plan : what those who look ahead do, once the first of them has been asked.
    public_effect : (P, W) what happened events did to no-deal values, as reckoned by all.
    """

    per_world = ("rows", "playing", "departed", "barred", "public_effect", "last_new", "quiet_from")

    def __init__(self, setting: Setting, block: WorldBlock, *, asked: int, tracked: int) -> None:
        super().__init__(rng=0)
        self.setting, self.block = setting, block
        self.cells: Cells = setting.cells
        self.estimates: dict[str, PublicEstimate] = setting.estimates
        self.public: WorldBlock = setting.public
        self.forbids: Flags = setting.forbids
        self.deadline_day = setting.deadline_day
        protocol = self.setting.scenario.protocol
        self.accepts_reservation = protocol.acceptance is Acceptance.RESERVATION
        self.round, self.day = 0, 0.0
        n = block.n
        self.ledger = Ledger(self.setting.scenario, n, protocol.rounds, tracked)
        self.asked = block.number < asked
        self.story: list[Move] | None = None
        self.told: dict[Held, float] = {}
        self.rows, self.playing = np.arange(n), np.ones(n, dtype=bool)
        self.bits = self.cells.bits(len(setting.scenario.parties))
        self.departed = np.zeros(n, dtype=self.bits.dtype)
        self.barred = np.repeat(~self.cells.allowed[:, None], n, axis=1)
        self.public_effect = np.zeros((len(self.setting.scenario.parties), n))
        self.last_new = np.zeros(n)
        self.plan: Plan | None = None
        self.seats, self.above = seats(self.cells, block), too_good(self.cells, block)
        self.parties = self._seat()
        self.proposers = [self._agent(party) for party in protocol.order]
        self.quiet_from = np.max([party.patient_until() for party in self.proposers], axis=0)
        self.happenings = Happenings(self)
        mediated = protocol.kind is ProtocolKind.SINGLE_TEXT
        self.mediator: Mediator | None = Mediator(self) if mediated else None

    def _seat(self) -> list[PartyAgent]:
        kinds = [
            ProposingParty if party.principal else PartyAgent
            for party in self.setting.scenario.parties.values()
        ]
        return [kind(self, place) for place, kind in enumerate(kinds)]

    def _agent(self, party: str) -> ProposingParty:
        agent = self.parties[tuple(self.setting.scenario.parties).index(party)]
        assert isinstance(agent, ProposingParty)
        return agent

    # -- one round ---------------------------------------------------------------------------

    def step(self) -> None:
        """Play one round in every world whose talks go on."""
        before = self.day if self.round else -np.inf
        self.round += 1
        self.day = self.setting.scenario.protocol.day(self.round)
        self.happenings.advance(before, self.day)
        break_down(self)
        self.happenings.small_deals(self.day)
        tell_beliefs(self)
        ROUNDS[self.setting.scenario.protocol.kind](self)
        track_offers(self)
        track_beliefs(self)
        tell_beliefs(self)
        quiet = self.day - np.maximum(self.last_new, self.quiet_from)
        silent = self.playing & (quiet >= self.setting.scenario.protocol.quiet_days)
        end_without(self, np.flatnonzero(silent), Ending.WALKOUT)
        self._drop_finished()

    def play(self) -> Ledger:
        """Play to the horizon, or until every world has ended."""
        while self.playing.any() and self.round < self.setting.scenario.protocol.rounds:
            self.step()
        self.day = self.setting.scenario.protocol.horizon
        end_without(self, np.flatnonzero(self.playing), Ending.IMPASSE)
        return self.ledger

    def release(self) -> None:
        """Let go of everything: Mesa 3.3 keeps a reference to every model ever made."""
        for agent in self.parties:
            agent.__dict__.clear()
        self.__dict__.clear()

    # -- what protocols do to the table ------------------------------------------------------

    def aim(self, turns: Mapping[ProposingParty, Flags]) -> None:
        """Everybody's aim of the day; who is about to make an offer first rethinks its ladder.

        turns : proposer → the worlds (W,) in which it is its turn.
        """
        for party in self.proposers:
            if party in turns:
                party.prepare(self.day, turns[party] & self.playing)
            party.aim(self.day)

    def note_offers(
        self, proposer: ProposingParty, package: Index, made: Flags, turn: Flags
    ) -> None:
        """An offer (B, W) is tabled in the worlds ``made``, of those with the turn."""
        new = made & (~proposer.offered | (package != proposer.offer).any(axis=0))
        self.last_new[new] = self.day
        worlds = np.flatnonzero(made)
        options = self.cells.options(package[:, worlds])
        self.ledger.offer(self.rows[worlds], proposer.place, options)
        self.happenings.observe(proposer.place, package, made)
        for other in self.proposers:
            if other is not proposer:
                other.hear(package, made)
        proposer.send(package, made)
        if self.telling and turn[0] and not made[0] and self.playing[0]:
            self.tell(MoveKind.SILENCE, party=proposer.id, why=proposer.silence(self.day))

    def hear_too_little(
        self, proposer: ProposingParty | None, refuser: PartyAgent, refused: Flags
    ) -> None:
        """The author of a package hears "too little" from one party in these worlds."""
        if proposer is not None:
            changed = proposer.learn_too_little(refuser.place, refused)
            proposer.outdated |= changed
        elif self.mediator is not None:
            self.mediator.learn_too_little(refuser.place, refused)

    def bar(self, worlds: Index, cells: Flags) -> None:
        """Rule cells (C, n) out in these worlds (n,); every proposer takes note.

        A world may stand there more than once, with cells of its own each time.
        """
        cell, at = np.nonzero(cells)
        self.barred[cell, worlds[at]] = True
        for party in self.proposers:
            party.outdated[worlds] = True

    def _drop_finished(self) -> None:
        """Cut finished worlds out of all arrays, once there are enough to be worth the copy."""
        finished = len(self.rows) - np.count_nonzero(self.playing)
        if finished < _DROP_AT * len(self.rows) or finished == len(self.rows):
            return
        kept = np.flatnonzero(self.playing)
        for name in self.per_world:
            setattr(self, name, getattr(self, name).take(kept, axis=-1))
        self.block = self.block.take(kept)
        self.happenings.keep(kept)
        if self.mediator is not None:
            self.mediator.keep(kept)
        if self.plan is not None:
            self.plan.keep(kept)
        self.seats = {name: table.take(kept, axis=-1) for name, table in self.seats.items()}
        for agent in self.parties:
            agent.sit(self.seats)
            agent.keep(kept)

    # -- what can be known -------------------------------------------------------------------

    def codes(self, package: Index) -> NDArray[np.int64]:
        """One number per package (B, W), to tell different ones apart: (W,)."""
        code = np.zeros(package.shape[1], dtype=np.int64)
        for held in package:
            code = code * self.cells.n_cells + held
        return code

    def labels(self, package: Index) -> dict[str, str]:
        """Issue → option of one package (B,)."""
        return self.setting.scenario.agenda.named(self.cells.options(package[:, None])[:, 0])

    # -- the story of a single world ---------------------------------------------------------

    @property
    def telling(self) -> bool:
        """Whether moves are written down (only a batch of one world tells a story)."""
        return self.story is not None

    def tell(self, kind: MoveKind, **what: Any) -> None:
        """Add a move to the story, if one is told."""
        if self.story is not None:
            self.story.append(Move(round=self.round, day=self.day, kind=kind, **what))
