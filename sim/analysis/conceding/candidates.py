"""Which single concessions are put together: the most promising ones, by stated rankings.

Trying every pair of every concession is beyond what a run can afford, so some are chosen: in turn
the best left of each ranking, at most so many on one issue by one party, so that nested versions of
one concession do not crowd out the others. What is not chosen is not tried, and nothing is claimed
of it. A concession that opens nothing alone may still matter together with another; the ranking of
lines met in talks (`lines_met`) is there for these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.conceding.edits import possible_concessions
from sim.analysis.conceding.trials import ByCoding, SetGround, ground_of, try_sets
from sim.analysis.screening import by_key
from sim.domain.concession import ConcessionKind
from sim.domain.concession_sets import CandidateRow
from sim.domain.concessions import EffectRow
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario

__all__ = ["Candidates", "Key", "candidates_from", "candidates_of", "lines_met", "promising"]

#: What makes a concession the same in every coding: party, issue, option, kind.
Key = tuple[str, str, str, ConcessionKind]

#: Chosen concessions: 32 make up to 496 pairs.
MOST = 32

#: Of one party on one issue.
_EACH = 2

_MET = "line met in talks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Chosen concessions, most promising first: ``rows`` to show, ``concessions`` to make, and
    ``of`` how many they were chosen from."""

    rows: tuple[CandidateRow, ...]
    concessions: tuple[ByCoding, ...]
    of: int

    def first(self, most: int) -> Candidates:
        """The first so many of them."""
        return Candidates(rows=self.rows[:most], concessions=self.concessions[:most], of=self.of)


def candidates_of(
    concessions: Mapping[Key, ByCoding],
    rankings: Mapping[str, Mapping[Key, float]] | None = None,
    *,
    most: int = MOST,
    each: int = _EACH,
) -> Candidates:
    """The best of the rankings, taken in turn.

    rankings : name, as a reader will see it → concession → how promising it is; only what is above
    0 is. Without any ranking the concessions are taken as they come. each : at most so many of one
    party on one issue.
    """
    if rankings is None:
        queues = {"the order of the scenario": list(concessions)}
    else:
        queues = {name: _best_first(concessions, score) for name, score in rankings.items()}
    chosen: dict[Key, str] = {}
    count: Counter[tuple[str, str]] = Counter()
    while len(chosen) < most and any(queues.values()):
        for name, queue in queues.items():
            while queue and (queue[0] in chosen or count[queue[0][:2]] >= each):
                queue.pop(0)
            if queue and len(chosen) < most:
                count[queue[0][:2]] += 1
                chosen[queue.pop(0)] = name
    rows = tuple(
        CandidateRow(
            place=place, party=key[0], issue=key[1], option=key[2], kind=key[3], chosen_by=name
        )
        for place, (key, name) in enumerate(chosen.items(), start=1)
    )
    return Candidates(
        rows=rows, concessions=tuple(concessions[key] for key in chosen), of=len(concessions)
    )


def _best_first(concessions: Iterable[Key], score: Mapping[Key, float]) -> list[Key]:
    promising = [key for key in concessions if score.get(key, 0.0) > 0.0]
    return sorted(promising, key=lambda key: -score[key])


def candidates_from(
    scenarios: Mapping[str, Scenario],
    effects: Iterable[EffectRow],
    *,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
) -> Candidates:
    """The most promising of the single concessions whose effects are known.

    effects : of every coding, as ``sim.analysis.concessions`` finds them. Rankings: the mean effect
    on the acceptable set over codings, the same in talks, and how often the line was met in talks
    that failed. A grant is made by nobody alone, so there is none among the candidates.
    """
    sums: dict[Key, tuple[float, float]] = {}
    for row in effects:
        exact, simulated = sums.get(row.key, (0.0, 0.0))
        sums[row.key] = exact + row.exact.difference, simulated + row.horizon.difference
    concessions = {
        key: one for key, one in by_key(scenarios, possible_concessions).items() if key in sums
    }
    base = ground_of(scenarios, n=n, seed=seed, workers=workers).base
    rankings = {
        "effect on the acceptable set": {key: exact for key, (exact, _) in sums.items()},
        "effect in talks": {key: simulated for key, (_, simulated) in sums.items()},
        _MET: lines_met(concessions, base),
    }
    return candidates_of(concessions, rankings)


def promising(ground: SetGround, *, workers: int = 1) -> Candidates:
    """The same where no effects are known yet: every single concession is played on these worlds,
    and only what it does in talks and the lines met rank it."""
    concessions = by_key(ground.scenarios, possible_concessions)
    trials = try_sets(ground, [[one] for one in concessions.values()], workers=workers)
    lifts = {
        key: float(np.mean([ground.lift(c, trial).difference for c, trial in by_coding.items()]))
        for key, by_coding in zip(concessions, trials, strict=True)
    }
    rankings = {"effect in talks": lifts, _MET: lines_met(concessions, ground.base)}
    return candidates_of(concessions, rankings)


def lines_met(
    concessions: Mapping[Key, ByCoding], base: Mapping[str, Outcomes]
) -> dict[Key, float]:
    """How often the line that a concession drops was met in talks that failed.

    The highest share over codings of the worlds without settlement in which the party refused
    because of its line on the issue. Told of one concession for each line: the one that drops most
    of it (where dropping it is the same as accepting an option, that one).
    """
    found = {}
    for key in _widest(concessions).values():
        shares = [
            _met(outcomes, key) for coding, outcomes in base.items() if coding in concessions[key]
        ]
        found[key] = max(shares, default=0.0)
    return found


def _widest(concessions: Mapping[Key, ByCoding]) -> dict[tuple[str, str], Key]:
    """(party, issue) → the concession that drops most options of the line there."""
    most: dict[tuple[str, str], tuple[int, Key]] = {}
    for key, by_coding in concessions.items():
        dropped = max(sum(".red_line." in path for path in one.edits) for one in by_coding.values())
        rank = 2 * dropped + (key[3] is ConcessionKind.DROP_LINE)
        if dropped and rank > most.get(key[:2], (0, key))[0]:
            most[key[:2]] = rank, key
    return {place: key for place, (_, key) in most.items()}


def _met(outcomes: Outcomes, key: Key) -> float:
    scenario = outcomes.scenario
    party, issue = list(scenario.parties).index(key[0]), scenario.agenda.position(key[1])
    failed = outcomes.ending != Ending.SETTLEMENT
    weight = outcomes.weight[failed]
    met = outcomes.refused_line[failed, party, issue] > 0
    return float(np.sum(weight[met]) / np.sum(weight)) if weight.any() else 0.0
