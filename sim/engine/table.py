"""One package on the table: who signs, who is missing and why, and what proposers learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.acceptance import accept_mask, missing, signed
from sim.domain.story import Answer, MoveKind, Reason
from sim.domain.value import at_package, package_sum, reaches
from sim.engine.endings import settle

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel
    from sim.engine.proposer import ProposingParty

__all__ = ["Answers", "ask", "put_on_table", "state_reasons", "tell_answers"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everybody's answer to one package per world. P parties, W worlds.

    value, floor : (P, W) what it is worth and what would do. crosses : (P, W) a firm line.
    accepts : (P, W). signed : (W,). missing : (W,) bit masks of those for want of whom it is not,
    parties that have left aside.
    """

    value: Array
    floor: Array
    crosses: Flags
    accepts: Flags
    signed: Flags
    missing: NDArray[np.signedinteger[Any]]


def ask(
    model: NegotiationModel, package: Index, floors: list[Array], willing: ProposingParty | None
) -> Answers:
    """Put packages (B, W) to all parties.

    floors : what each accepts at. willing : the proposer, which accepts its own offer.
    """
    seats, floor = model.seats, np.stack(floors)
    value = seats["base"] + package_sum(seats["deal"], package)
    crosses = np.logical_or.reduce(at_package(seats["refused"], package), axis=-2)
    accepts = reaches(value, floor) & ~crosses
    if willing is not None:
        accepts[willing.place] = True
    accepts &= (model.departed & model.bits[:, None]) == 0
    mask = accept_mask(model.cells, accepts)
    return Answers(
        value=value,
        floor=floor,
        crosses=crosses,
        accepts=accepts,
        signed=signed(model.cells, package, mask),
        missing=missing(model.cells, package, mask) & ~model.departed,
    )


def put_on_table(
    model: NegotiationModel,
    proposer: ProposingParty | None,
    package: Index,
    made: Flags,
    at: Answers,
) -> None:
    """Settle where the package is signed; elsewhere those who are missing state why."""
    if model.telling and made[0]:
        tell_answers(model, proposer, package, at)
    settled = np.flatnonzero(made & at.signed)
    settle(model, settled, package[:, settled], at.value[:, settled])
    state_reasons(model, proposer, package, made & ~at.signed, at)


def state_reasons(
    model: NegotiationModel,
    proposer: ProposingParty | None,
    package: Index,
    open_: Flags,
    at: Answers,
) -> None:
    """Missing parties state a line that is crossed, or "too little", in the worlds ``open_``."""
    if not open_.any():
        return
    lacking = open_ & ((at.missing & model.bits[:, None]) != 0)
    if proposer is not None:
        lacking[proposer.place] = False
        for place in np.flatnonzero(lacking.any(axis=1)):
            proposer.hear_refusal(int(place), package, lacking[place])
    _state_lines(model, package, *np.nonzero(lacking & at.crosses))
    little = lacking & ~at.crosses
    parties, worlds = np.nonzero(little)
    model.ledger.refused_value[model.rows[worlds], parties] += 1
    for place in np.unique(parties):
        model.hear_too_little(proposer, model.parties[place], little[place])


def crossed_line(
    model: NegotiationModel, package: Index, parties: Index, worlds: Index
) -> tuple[Index, Index]:
    """The line a party (n,) names in a world (n,), of those crossed the firmest: issue, option."""
    cells, block = model.cells, model.block
    held = package.take(worlds, axis=1)
    options = cells.options(held).astype(np.intp)
    issues = np.arange(len(options))[:, None]
    waived = cells.waived[parties, issues, held[cells.block_of_issue]]
    crossed = block.refused[parties, issues, options, worlds] & ~waived
    firmness = np.where(crossed, block.firmness[parties, issues, options, worlds], -1.0)
    issue = firmness.argmax(axis=0)
    return issue, options[issue, np.arange(len(worlds))]


def _state_lines(model: NegotiationModel, package: Index, parties: Index, worlds: Index) -> None:
    """Each of these parties (n,) states a line in its world (n,); a world may stand there twice."""
    if not len(worlds):
        return
    issue, option = crossed_line(model, package, parties, worlds)
    model.ledger.refused_line[model.rows[worlds], parties, issue] += 1
    model.bar(worlds, model.forbids[parties, issue, option].T)


def tell_answers(
    model: NegotiationModel, proposer: ProposingParty | None, package: Index, at: Answers
) -> None:
    """Write the move down for the story of a single world."""
    answers = []
    for agent in model.parties:
        if agent is proposer or model.departed[0] & agent.bit:
            continue
        p, accepts = agent.place, bool(at.accepts[agent.place, 0])
        reason, issue, option = None, None, None
        if not accepts and at.crosses[p, 0]:
            first = np.zeros(1, dtype=np.intp)
            j, k = crossed_line(model, package, first + p, first)
            reason, issue = Reason.LINE, model.setting.scenario.agenda.issues[int(j[0])]
            option = issue.options[int(k[0])].id
        elif not accepts:
            reason = Reason.VALUE
        answers.append(
            Answer(
                party=agent.id,
                accepts=accepts,
                needed=bool((at.missing[0] | model.cells.principals) & agent.bit),
                value=float(at.value[p, 0]),
                floor=float(at.floor[p, 0]),
                reason=reason,
                issue=issue.id if issue else None,
                option=option,
            )
        )
    chance = float(proposer.signing_chance()[0]) if proposer else float("nan")
    believes = proposer is None or bool(proposer.sees_deal()[0] if isnan(chance) else chance > 0.0)
    model.tell(
        MoveKind.OFFER,
        party=proposer.id if proposer else "",
        package=model.labels(package[:, 0]),
        value=float(at.value[proposer.place, 0]) if proposer else float("nan"),
        target=float(proposer.target[0]) if proposer else float("nan"),
        reservation=float(proposer.reservation(model.day)[0]) if proposer else float("nan"),
        chance=chance,
        believes_deal=believes,
        answers=tuple(answers),
    )
