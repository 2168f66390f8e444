"""One concession made on the worlds of a run: when they settle now, and what all end up with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.edits import Concession
from sim.analysis.conceding.moving import unedited_result
from sim.analysis.shares import amount_of, difference_of
from sim.domain.concession import Announcement, ConcessionKind
from sim.domain.estimate import Amount, Difference
from sim.domain.outcome import SAME_DAY, Ending, Outcomes
from sim.domain.protocol import Answers, ProtocolKind
from sim.domain.scenario import Scenario

__all__ = [
    "Trial",
    "change_of",
    "conceded",
    "days_between",
    "early_day_of",
    "lift_by",
    "play",
    "trial_of",
    "try_concession",
]

Array = NDArray[np.float64]

_LAYER = "concession"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What n worlds led to in one coding, P parties in the scenario's order.

    settled_on : (n,) day of settlement, infinite without one. results : (P, n) what each party ends
    up with, discounted, in its values before any concession. weight : (n,).
    """

    settled_on: Array
    results: Array
    weight: Array

    def settled_by(self, day: float = np.inf) -> NDArray[np.bool_]:
        """(n,) whether a world settles by a day; if not given, at all."""
        return np.isfinite(self.settled_on) & (self.settled_on <= day + SAME_DAY)


def play(scenario: Scenario, n: int, seed: int, known: Scenario | None = None) -> Outcomes:
    """Worlds 0 to n − 1; ``known`` as for ``sim.engine.negotiate``."""
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    worlds = sample_worlds(scenario, n=n, seed=seed)
    return negotiate(scenario, worlds, known=known, asked=0, tracked=0)


def trial_of(
    outcomes: Outcomes, base: Scenario | None = None, concession: Concession | None = None
) -> Trial:
    """A run as a trial; after a concession, in the values that its maker had in ``base``."""
    settled = outcomes.ending == Ending.SETTLEMENT
    results = np.where(settled[:, None], outcomes.value, outcomes.no_deal).T
    if base is not None and concession is not None and concession.party:
        place = list(base.parties).index(concession.party)
        mover = unedited_result(outcomes, base, concession.party, concession.issue)
        results[place] = mover
    return Trial(
        settled_on=np.where(settled, outcomes.day, np.inf), results=results, weight=outcomes.weight
    )


def conceded(scenario: Scenario, concession: Concession) -> Scenario:
    """The scenario after the concession."""
    from sim.loading import edit

    return edit(scenario, concession.edits, layer=_LAYER)


def try_concession(
    base: Outcomes,
    concession: Concession,
    after: Scenario,
    announcement: Announcement = Announcement.ANNOUNCED,
) -> Trial:
    """The worlds of a run again, after a concession.

    after : the scenario of the run with the concession made. Worlds in which it provably changes no
    offer and no answer are not played again.
    """
    from sim.engine import replay

    before = base.scenario
    if announcement is Announcement.QUIET:
        outcomes = replay(base, after, known=before)
    elif _never_read(before, concession):
        outcomes = base
    else:
        # Others' estimates change, so no world is certain to end as it did.
        outcomes = play(after, base.n, base.seed)
    return trial_of(outcomes, before, concession)


def _never_read(scenario: Scenario, concession: Concession) -> bool:
    """Whether nobody at the table ever reads what the concession edits.

    How a party opens shows in its own offers alone; where a mediator's text is answered at the
    reservation, no party makes or aims at any.
    """
    protocol = scenario.protocol
    mediated = protocol.kind is ProtocolKind.SINGLE_TEXT and protocol.answers is Answers.HONEST
    return mediated and concession.kind is ConcessionKind.OPEN_WITH


def early_day_of(scenario: Scenario) -> float:
    """The deadline, where it comes before the horizon; else a sixth of the horizon."""
    horizon = float(scenario.protocol.horizon)
    if scenario.deadline is not None and scenario.deadline.day < horizon:
        return float(scenario.deadline.day)
    return horizon / 6.0


def lift_by(before: Trial, after: Trial, day: float = np.inf) -> Difference:
    """Change of the share that settles by a day (if not given: at all), paired by world."""
    return difference_of(before.settled_by(day), after.settled_by(day), before.weight)


def days_between(before: Trial, after: Trial) -> Amount | None:
    """Mean change of the day of settlement over worlds that settle in both; days.

    ``None`` with fewer than two such worlds.
    """
    both = np.isfinite(before.settled_on) & np.isfinite(after.settled_on)
    return amount_of(after.settled_on[both] - before.settled_on[both], before.weight[both])


def change_of(before: Trial, after: Trial, party: int) -> Amount:
    """Mean change of one party's own result, by its place; paired by world."""
    change = after.results[party] - before.results[party]
    # With a single world nothing tells how far the change spreads.
    return amount_of(change, before.weight) or Amount(
        mean=float(change[0]), low=float(change[0]), high=float(change[0])
    )
