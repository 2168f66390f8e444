"""Who refuses what, and what most often stood in the way of worlds without settlement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import share_of
from sim.domain.comparison import Obstacle
from sim.domain.finding import Refusal
from sim.domain.outcome import Outcomes
from sim.domain.story import Reason

__all__ = ["obstacles", "refusals"]

#: A party's reason to refuse: party, issue (``None`` for too little), reason.
Ground = tuple[str, str | None, str]


def refusals(outcomes: Outcomes) -> tuple[Refusal, ...]:
    """Share of worlds in which each party refused at least once, per reason; most frequent first.

    Reasons that occur in no world are left out.
    """
    grounds, counts = _counts(outcomes)
    found = []
    for (party, issue, reason), column in zip(grounds, counts.T, strict=True):
        share = share_of(column > 0, outcomes.weight)
        if share.share > 0.0:
            found.append(Refusal(party=party, issue=issue, reason=reason, share=share))
    return tuple(sorted(found, key=lambda refusal: -refusal.share.share))


def obstacles(outcomes: Outcomes, worlds: NDArray[np.bool_]) -> tuple[Obstacle, ...]:
    """The most frequent refusal of each of the given worlds, counted; most frequent first.

    worlds : (n,), which to look at. Where several refusals are equally frequent in a world the
    first counts: lines before values, parties and issues in the scenario's order. Worlds without
    any refusal count in the total only. Shares weigh worlds by their weight.
    """
    grounds, counts = _counts(outcomes)
    total = float(np.sum(outcomes.weight[worlds]))
    if total == 0.0:
        return ()
    chosen = counts[worlds]
    weight = outcomes.weight[worlds]
    main = np.where(chosen.max(axis=1) > 0, np.argmax(chosen, axis=1), -1)
    found = []
    for place, (party, issue, reason) in enumerate(grounds):
        here = main == place
        if here.any():
            share = float(np.sum(weight[here])) / total
            n = int(np.count_nonzero(here))
            found.append(Obstacle(party=party, issue=issue, reason=reason, n=n, share=share))
    return tuple(sorted(found, key=lambda obstacle: -obstacle.share))


def _counts(outcomes: Outcomes) -> tuple[list[Ground], NDArray[np.int16]]:
    """Every ground of refusal, and how often each was stated: (n, n_grounds)."""
    parties, issues = list(outcomes.scenario.parties), outcomes.scenario.agenda.issues
    lines: list[Ground] = [
        (party, issue.id, Reason.LINE.value) for party in parties for issue in issues
    ]
    values: list[Ground] = [(party, None, Reason.VALUE.value) for party in parties]
    by_line = outcomes.refused_line.reshape(outcomes.n, len(lines))
    return lines + values, np.concatenate([by_line, outcomes.refused_value], axis=1)
