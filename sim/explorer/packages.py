"""A package built by hand, judged: who signs, by what margin, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.judging import judge_package
from sim.analysis.judging_keeping import judge_keeping
from sim.domain.judged import Judged, JudgedParty
from sim.domain.scenario import Scenario
from sim.explorer.estimates import estimate_of
from sim.explorer.words import Words

__all__ = ["judgement_of", "keeping_of"]


def judgement_of(
    scenario: Scenario, package: Mapping[str, str], words: Words, *, n: int, seed: int
) -> dict[str, Any]:
    """One package on day 0 in the eyes of everybody who may have to sign it."""
    found = judge_package(scenario, package, n=n, seed=seed)
    return {
        "worlds": n,
        "signed": estimate_of(found.acceptable, words),
        "closed": estimate_of(found.closed, words),
        "weakest": found.weakest,
        "parties": [_party(found, row, words) for row in found.parties],
    }


def _party(found: Judged, row: JudgedParty, words: Words) -> dict[str, Any]:
    """asked : every alternative of parties by which the package needs this one; ``principal`` needs
    it whatever is agreed."""
    asked = {one.issue: one.alternatives for one in found.asking if one.issue in row.asked_by}
    return {
        "party": row.party,
        "principal": row.principal,
        "asked": [
            {"issue": issue, "sole": all(row.party in some for some in alternatives)}
            for issue, alternatives in asked.items()
        ],
        "signs": estimate_of(row.signs, words),
        "margin": {"p05": row.margin.p05, "p50": row.margin.p50, "p95": row.margin.p95},
        "lines": [
            {"issue": line.issue, "option": line.option, **estimate_of(line.share, words)}
            for line in row.lines
        ],
        "too_little": estimate_of(row.too_little, words),
        "missing": estimate_of(row.missing, words),
    }


def keeping_of(
    scenario: Scenario, package: Mapping[str, str], words: Words, *, n: int, seed: int
) -> dict[str, Any]:
    """How long the package would last once it is signed; ``signed`` alone where it never is."""
    found = judge_keeping(scenario, package, n=n, seed=seed)
    if found is None:
        return {"worlds": n, "signed": None}
    return {
        "worlds": n,
        "signed": estimate_of(found.signed, words),
        "until": found.until,
        "kept": estimate_of(found.kept, words),
        "broken": None if found.broken is None else found.broken.p50,
        "weakest": found.weakest,
        "parties": [
            {"party": row.party, "keeps": estimate_of(row.keeps, words)} for row in found.parties
        ],
    }
