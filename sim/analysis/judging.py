"""One package given by hand: who would sign it, and who stands in the way.

A party signs iff the package crosses none of its firm lines and is worth at least its reservation,
as in the acceptable set; the shares are that set's own for the same package. A party *stands in the
way* in a world iff it does not sign and some smallest set of signatures that the package still
lacks holds it: with principals A, B and an option that asks for C or D, in a world in which B and C
sign, A alone stands in the way; in one in which A and B sign alone, C and D do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.making import made_from
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.shares import quantiles_of, share_of
from sim.analysis.stabilising.leading import options_asked
from sim.analysis.stabilising.moves import Options, cells_at
from sim.domain.cells import Cells
from sim.domain.judged import Asking, CrossedLine, Judged, JudgedParty
from sim.domain.scenario import Scenario
from sim.domain.value import INDIFFERENT
from sim.domain.worlds import draw_blocks
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["judge_package"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tests:
    """The tests of one package. P parties, J issues, W worlds.

    weight : (W,). gain : (P, W) deal less reservation. crossed : (P, W) a firm line. lines :
    (P, J, W) which. gone : (P, W) has left. closed : (W,). score : (W,) margin of the worst-off
    signatory, −inf where not all needed sign.
    """

    weight: Array
    gain: Array
    crossed: Flags
    lines: Flags
    gone: Flags
    closed: Flags
    score: Array

    @property
    def enough(self) -> Flags:
        return self.gain >= -INDIFFERENT

    @property
    def signs(self) -> Flags:
        """(P, W) who signs."""
        return self.enough & ~self.crossed & ~self.gone


def judge_package(
    scenario: Scenario,
    package: Mapping[str, str],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
) -> Judged:
    """How every party judges a package, over the worlds of one coding.

    package : issue → option, one for every issue. day : from 0 to the horizon, had the talks gone
    on without an offer. Raises ``UsageError`` for a package that is not whole, an unknown issue or
    option, a day outside the talks, and talks in which a quota of the principals can sign.
    """
    made_from({scenario.coding: scenario}, n=n, seed=seed)
    options = options_asked(scenario.agenda, package)
    question = SetQuestion(n=n, seed=seed, day=day, keep=1, workers=1)
    parts, cells = [], None
    for first, count in draw_blocks(n):
        asked = question.standing(scenario, first, count)
        cells = asked.cells
        parts.append(_tests(scenario, question, asked, options, first))
    assert cells is not None
    found = _together(parts)
    missing = _in_the_way(cells, options, found.signs)
    heaviest = missing @ found.weight
    names = list(scenario.parties)
    return Judged(
        coding=scenario.coding,
        package={issue.id: package[issue.id] for issue in scenario.agenda},
        day=day,
        worlds=n,
        seed=seed,
        acceptable=share_of(found.score > -np.inf, found.weight),
        closed=share_of(found.closed, found.weight),
        margin=quantiles_of(np.where(found.score > -np.inf, found.score, np.nan), found.weight),
        asking=tuple(_asking(scenario, options)),
        parties=tuple(_party(scenario, options, found, missing, p) for p in range(len(names))),
        weakest=names[int(heaviest.argmax())] if heaviest.any() else None,
    )


def _tests(
    scenario: Scenario, question: SetQuestion, asked: Standing, options: Options, first: int
) -> _Tests:
    cells = asked.cells
    package = cells_at(cells, [options])
    row = package[:, 0]
    parties = np.arange(len(asked.base))
    # Added up block by block, as the acceptable set does: the last digit decides who signs.
    value = sum(asked.deal[:, [cell]] for cell in row)
    return _Tests(
        weight=asked.weight,
        gain=(value - asked.need[:, None])[:, 0],
        crossed=np.asarray(asked.refused[:, row].any(axis=1)),
        lines=_lines(scenario, question, asked, options, first),
        gone=(asked.departed >> parties[:, None]) & 1 == 1,
        closed=np.asarray(asked.closed[row].any(axis=0)),
        score=worst_margins(asked, package)[0],
    )


def _lines(
    scenario: Scenario, question: SetQuestion, asked: Standing, options: Options, first: int
) -> Flags:
    """(P, J, W) which lines are crossed, issue by issue."""
    from sim.sampling import draw, sample_worlds

    cells = asked.cells
    row = cells_at(cells, [options])[:, 0]
    own = row[cells.block_of_issue]
    if all(np.count_nonzero(cells.block_of_issue == b) == 1 for b in range(cells.n_blocks)):
        return np.asarray(asked.refused[:, own])
    worlds = sample_worlds(scenario, n=question.n, seed=question.seed)
    refused = draw(worlds, first, len(asked.number)).refused
    issues = np.arange(len(options))
    held = refused[:, issues, list(options)]
    return np.asarray(held & ~cells.waived[:, issues, own][..., None])


def _together(parts: list[_Tests]) -> _Tests:
    return _Tests(
        **{
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in _Tests.__dataclass_fields__
        }
    )


def _in_the_way(cells: Cells, options: Options, signs: Flags) -> Flags:
    """(P, W) who stands in the way of a package."""
    sets = [int(one) for one in cells.signing_sets(cells_at(cells, [options]))[0] if one >= 0]
    bits = np.int64(1) << np.arange(len(signs), dtype=np.int64)
    signing = (signs * bits[:, None]).sum(axis=0)
    made = np.zeros(signs.shape, dtype=bool)
    for held in np.unique(signing).tolist():
        lacking = {one & ~held for one in sets}
        least = [one for one in lacking if not any(o != one and o & one == o for o in lacking)]
        for p in range(len(signs)):
            made[p, signing == held] = any(one >> p & 1 for one in least)
    return made


def _asking(scenario: Scenario, options: Options) -> Iterator[Asking]:
    principals = set(scenario.principals)
    for issue, k in zip(scenario.agenda, options, strict=True):
        option = issue.options[k]
        if option.id == issue.status_quo or not option.consent:
            continue
        sets = {tuple(p for p in scenario.parties if p in some - principals)
                for some in map(set, option.consent)}  # fmt: skip
        if () not in sets:
            yield Asking(issue=issue.id, option=option.id, alternatives=tuple(sorted(sets)))


def _party(
    scenario: Scenario, options: Options, found: _Tests, missing: Flags, p: int
) -> JudgedParty:
    weight = found.weight
    party = list(scenario.parties.values())[p]
    asked_by = tuple(
        one.issue
        for one in _asking(scenario, options)
        if any(party.id in some for some in one.alternatives)
    )
    lines = []
    for j, (issue, k) in enumerate(zip(scenario.agenda, options, strict=True)):
        line, option = party.red_lines.get(issue.id), issue.options[k].id
        if line is not None and option in line.firmness:
            share = share_of(found.lines[p, j], weight)
            lines.append(CrossedLine(issue=issue.id, option=option, share=share))
    margin = quantiles_of(found.gain[p], weight)
    if margin is None:
        raise UsageError("no world carries weight, so nothing can be judged")
    only_value = ~found.enough[p] & ~found.crossed[p] & ~found.gone[p]
    return JudgedParty(
        party=party.id,
        principal=party.principal,
        asked_by=asked_by,
        signs=share_of(found.signs[p], weight),
        margin=margin,
        lines=tuple(lines),
        too_little=share_of(only_value, weight),
        gone=share_of(found.gone[p], weight),
        missing=share_of(missing[p], weight),
        alone=share_of(missing[p] & (missing.sum(axis=0) == 1), weight),
    )
