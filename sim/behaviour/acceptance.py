"""Whether a package is signed, and who is missing where it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells

__all__ = ["accept_mask", "enough", "last_vote", "missing", "signed", "signed_rungs"]

Index = NDArray[np.integer[Any]]
Mask = NDArray[np.signedinteger[Any]]


def accept_mask(cells: Cells, accepts: NDArray[np.bool_]) -> Mask:
    """Pack answers (P, W) into bit masks (W,) of the type the cells' masks have."""
    packed: Mask = np.bitwise_or.reduce(accepts * cells.bits(len(accepts))[:, None], axis=0)
    return packed


def signed(cells: Cells, held: Mapping[int, Index] | Index, accepting: Mask) -> NDArray[np.bool_]:
    """Whether packages are signed when the parties in ``accepting`` accept.

    held : block → cells of any one shape, such as packages (B, W), or the cells of ladders' rungs.
    accepting : bit masks of that shape.
    """
    done = enough(cells, accepting)
    for b in cells.consented:
        done &= _met(cells.consents[held[b]], accepting)
    return np.asarray(done)


def signed_rungs(cells: Cells, held: NDArray[np.float64], accepting: Mask) -> NDArray[np.bool_]:
    """The same for rungs of ladders, of which it is known what kinds of consent they need.

    held : (Q, R, W) how many cells of a package need each of ``Cells.consent_kinds``. accepting :
    (R, W). Kinds are few and blocks many, and what a rung needs comes with its step.
    """
    done = enough(cells, accepting)
    for kind, needing in zip(cells.consent_kinds, held, strict=True):
        done &= (needing == 0.0) | _met(kind, accepting)
    return np.asarray(done)


def enough(cells: Cells, accepting: Mask) -> NDArray[np.bool_]:
    """Whether enough of the principals accept, whatever a package's options ask for besides."""
    if not cells.quota:
        return np.asarray((accepting & cells.principals) == cells.principals)
    return np.asarray(np.bitwise_count(accepting & cells.voters) >= cells.quota)


def missing(cells: Cells, package: NDArray[np.intp], accepting: Mask) -> Mask:
    """Parties (W,), as bit masks, for want of whose signature the package is not signed.

    Principals that refuse, under a quota if too few accept, and, for each option whose consent is
    not met, the refusing members of its alternatives.
    """
    lacking = cells.principals & ~accepting
    if cells.quota:
        lacking = np.where(enough(cells, accepting), 0, cells.voters & ~accepting)
    issues = np.array(cells.consented_issues, dtype=np.intp)[:, None]
    held = issues, cells.option[issues, package[cells.block_of_issue[issues[:, 0]]]]
    met = _met(cells.option_alternatives[held], np.broadcast_to(accepting, held[1].shape))
    unmet = np.where(met, 0, cells.option_members[held] & ~accepting)
    return lacking | np.bitwise_or.reduce(unmet, axis=0, dtype=lacking.dtype)


def last_vote(cells: Cells, votes: Sequence[NDArray[np.float64]]) -> NDArray[np.float64] | float:
    """Of the other principals' margins the least that a principal needs to make up the quota.

    votes : margins of each of the others, of any one shape. Without need of any, ∞.
    """
    wanted = cells.quota - 1
    return np.sort(votes, axis=0)[-wanted] if 0 < wanted <= len(votes) else np.inf


def _met(alternatives: Mask, accepting: Mask) -> NDArray[np.bool_]:
    """Alternatives on the last axis; taken one by one, since that axis is short and others long."""
    met = np.zeros(accepting.shape, dtype=bool)
    for a in range(alternatives.shape[-1]):
        met |= (alternatives[..., a] & accepting) == alternatives[..., a]
    return met
