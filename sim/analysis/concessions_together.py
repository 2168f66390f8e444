"""Concessions made together, added to a finding that knows what each does alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.analysis.conceding.candidates import Candidates, candidates_from
from sim.analysis.conceding.pairs import concession_pairs
from sim.analysis.conceding.sets import MOST_CANDIDATES, smallest_sets
from sim.domain.answer import Made
from sim.domain.concession import Announcement
from sim.domain.concessions import Concessions
from sim.domain.scenario import Scenario

__all__ = ["with_pairs", "with_sets"]

Progress = Callable[[int, int], None]


def with_pairs(
    finding: Concessions,
    scenarios: Mapping[str, Scenario],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Concessions:
    """The finding with every pair of its most promising concessions, on the same worlds.

    scenarios : the same as those of the finding. progress : as for ``concession_pairs``.
    """
    made = finding.made
    found = concession_pairs(
        scenarios,
        candidates=_candidates(finding, scenarios, workers),
        n=made.worlds,
        seed=made.seed,
        workers=workers,
        announcement=_announcement(finding),
        progress=progress,
    )
    return replace(finding, made=_made(finding, {"pairs": True}), pairs=found)


def with_sets(
    finding: Concessions,
    scenarios: Mapping[str, Scenario],
    target: float,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Concessions:
    """The finding with the smallest sets of its most promising concessions that reach a target.

    target : share of worlds to settle in every coding, in (0, 1]. progress : as for
    ``smallest_sets``. Raises ``UsageError`` for a target that cannot be.
    """
    made = finding.made
    found = smallest_sets(
        scenarios,
        target,
        candidates=_candidates(finding, scenarios, workers).first(MOST_CANDIDATES),
        n=made.worlds,
        seed=made.seed,
        workers=workers,
        announcement=_announcement(finding),
        progress=progress,
    )
    return replace(finding, made=_made(finding, {"target": target}), sets=found)


def _candidates(
    finding: Concessions, scenarios: Mapping[str, Scenario], workers: int
) -> Candidates:
    made = finding.made
    return candidates_from(
        scenarios, finding.effects, n=made.worlds, seed=made.seed, workers=workers
    )


def _announcement(finding: Concessions) -> Announcement:
    return Announcement.QUIET if finding.made.asked.get("quiet") else Announcement.ANNOUNCED


def _made(finding: Concessions, asked: Mapping[str, float | bool]) -> Made:
    return replace(finding.made, asked={**finding.made.asked, **asked})
