"""How negotiations end: the summary of one coding, and of a run over all codings."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sim._version import __version__
from sim.analysis.belief_paths import belief_paths
from sim.analysis.refusals import refusals
from sim.analysis.shares import share_of, shares_of
from sim.analysis.terms import concessions_made, option_shares, packages, party_values
from sim.analysis.timing import time_to_agreement
from sim.analysis.track import followed, offer_track
from sim.domain.comparison import Comparison
from sim.domain.estimate import Labels, Share
from sim.domain.finding import CodingSummary, DayShares, MissedOverlap, RunSummary
from sim.domain.outcome import SAME_DAY, Ending, Outcomes, Overlap
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["coding_says", "codings_hash", "ending_shares", "labels", "summarise", "summarise_run"]


def summarise(outcomes: Outcomes) -> CodingSummary:
    """What happened in the one coding that ``outcomes`` were played under."""
    scenario = outcomes.scenario
    return CodingSummary(
        coding=scenario.coding,
        says=coding_says(scenario),
        n=outcomes.n,
        endings=ending_shares(outcomes),
        missed_overlap=_missed_overlap(outcomes),
        by_day=_by_day(outcomes),
        packages=packages(outcomes),
        options=option_shares(outcomes),
        values=party_values(outcomes),
        concessions_made=concessions_made(outcomes),
        refusals=refusals(outcomes),
        partial_deals=_partial_deals(outcomes),
        followed=followed(outcomes),
        track=offer_track(outcomes),
        beliefs=belief_paths(outcomes),
        timing=time_to_agreement(outcomes),
    )


def summarise_run(
    by_coding: Mapping[str, Outcomes],
    *,
    against: Comparison | None = None,
) -> RunSummary:
    """One run over its codings.

    by_coding : coding → outcomes of the same scenario, seed and number of worlds. Raises
    ``UsageError`` where there is no coding, or where they differ in worlds or seed.
    """
    if not by_coding:
        raise UsageError("a run needs at least one coding")
    first = next(iter(by_coding.values()))
    if any((one.n, one.seed) != (first.n, first.seed) for one in by_coding.values()):
        raise UsageError("the codings of a run need the same worlds and the same seed")
    scenario = first.scenario
    return RunSummary(
        scenario=scenario.name,
        title=scenario.title,
        question=scenario.question,
        scenario_hash=codings_hash({name: one.scenario for name, one in by_coding.items()}),
        seed=first.seed,
        worlds=first.n,
        protocol=scenario.protocol.told,
        horizon=float(scenario.protocol.horizon),
        round_days=float(scenario.protocol.round_days),
        deadline=None if scenario.deadline is None else float(scenario.deadline.day),
        overrides=dict(scenario.overrides),
        version=__version__,
        labels=labels(scenario),
        codings={name: summarise(outcomes) for name, outcomes in by_coding.items()},
        against=against,
    )


def ending_shares(outcomes: Outcomes) -> Mapping[str, Share]:
    """Ending (``settlement``, ``partial``, ``impasse``, ``walkout``) → share of worlds."""
    return {
        ending.name.lower(): share_of(outcomes.ending == ending, outcomes.weight)
        for ending in Ending
    }


def codings_hash(scenarios: Mapping[str, Scenario]) -> str:
    """One hash for a scenario under several codings: its own, where there is only one."""
    from sim.loading import scenario_hash

    found = [scenario_hash(scenario) for scenario in scenarios.values()]
    if len(found) == 1:
        return found[0]
    return blake2b(" ".join(found).encode(), digest_size=8).hexdigest()


def labels(scenario: Scenario) -> Labels:
    """The names a reader sees, in the scenario's order."""
    return Labels(
        parties={party.id: party.name for party in scenario.parties.values()},
        issues={issue.id: issue.name for issue in scenario.agenda},
        options={
            issue.id: {option.id: option.name for option in issue.options if option.allowed}
            for issue in scenario.agenda
        },
    )


def _by_day(outcomes: Outcomes) -> tuple[DayShares, ...]:
    protocol = outcomes.scenario.protocol
    partial_day = _first_partial_day(outcomes)
    settled = np.where(outcomes.ending == Ending.SETTLEMENT, outcomes.day, np.inf)
    partial = np.where(outcomes.ending == Ending.PARTIAL, partial_day, np.inf)
    walked = np.where(outcomes.ending == Ending.WALKOUT, outcomes.day, np.inf)
    days = [float(protocol.day(number)) for number in range(1, protocol.rounds + 1)]
    masks = (ended <= day + SAME_DAY for day in days for ended in (settled, partial, walked))
    shares = shares_of(masks, outcomes.weight)
    return tuple(
        DayShares(day=day, settlement=by_then[0], partial=by_then[1], walkout=by_then[2])
        for day, by_then in zip(days, zip(*[iter(shares)] * 3, strict=True), strict=True)
    )


def _first_partial_day(outcomes: Outcomes) -> NDArray[np.float64]:
    days = np.where(np.isnan(outcomes.signed_partial), np.inf, outcomes.signed_partial)
    first: NDArray[np.float64] = np.min(days, axis=1, initial=np.inf)
    return first


def _missed_overlap(outcomes: Outcomes) -> MissedOverlap:
    """Over the leading worlds that the engine was asked about, settled ones among them."""
    asked = outcomes.overlap != Overlap.UNASKED
    n = int(np.count_nonzero(asked))
    if not n:
        return MissedOverlap(n=0, share=None)
    missed = (outcomes.overlap == Overlap.PRESENT) & (outcomes.ending != Ending.SETTLEMENT)
    return MissedOverlap(n=n, share=share_of(missed[asked], outcomes.weight[asked]))


def _partial_deals(outcomes: Outcomes) -> Mapping[str, Share]:
    signed = ~np.isnan(outcomes.signed_partial)
    return {
        deal: share_of(signed[:, place], outcomes.weight)
        for place, deal in enumerate(outcomes.scenario.partial_deals)
    }


def coding_says(scenario: Scenario) -> str:
    """The coding in words, as its file states it; empty where it states none."""
    coding = scenario.resolved.get("coding", {})
    stated = coding.get(scenario.coding, {}) if isinstance(coding, Mapping) else {}
    return str(stated.get("says", "")) if isinstance(stated, Mapping) else ""
