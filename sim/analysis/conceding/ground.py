"""One coding before any concession, and what a concession changes there under every rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.edits import Concession
from sim.analysis.conceding.opened import OpenWorlds, first_open, still_open
from sim.analysis.conceding.process_rules import by_rules_of, under_rule
from sim.analysis.conceding.trying import (
    Trial,
    change_of,
    conceded,
    days_between,
    lift_by,
    play,
    trial_of,
    try_concession,
)
from sim.analysis.shares import difference_of, share_of
from sim.domain.concession import Announcement, ConcessionKind
from sim.domain.concessions import ProcessRule, WithoutRow
from sim.domain.estimate import Amount, Difference
from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario

__all__ = ["OTHER_RULES", "Ground", "Tried", "ground_of", "try_all_rules", "without_rows"]

Flags = NDArray[np.bool_]

#: A concession, and the scenario as stated after it.
Conceded = tuple[Concession, Scenario]

#: Leading worlds on which all rules but the stated one are played.
OTHER_RULES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One coding without any concession: its worlds under every rule, and which are open.

    early_day : the day that early settlements count to.
    """

    runs: Mapping[ProcessRule, Outcomes]
    open: OpenWorlds
    early_day: float

    @property
    def stated(self) -> Outcomes:
        return self.runs[ProcessRule.STATED]

    @property
    def worlds(self) -> int:
        """Worlds of all rules together."""
        return sum(outcomes.n for outcomes in self.runs.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one concession changes in one coding, paired by world.

    exact : share of open worlds. early, days, changes : under the rules as stated; changes : party
    → mean change of its own result. lifts : rule → change of the share that settles.
    """

    exact: Difference
    early: Difference
    days: Amount | None
    changes: Mapping[str, Amount]
    lifts: Mapping[ProcessRule, Difference]


def ground_of(scenario: Scenario, *, n: int, seed: int, day: float, early_day: float) -> Ground:
    """Play a coding under every rule, and look which worlds are open on a day."""
    runs = {}
    for rule in ProcessRule:
        worlds = n if rule is ProcessRule.STATED else min(n, OTHER_RULES)
        runs[rule] = play(under_rule(scenario, rule), worlds, seed)
    known = first_open(scenario, n=n, seed=seed, day=day)
    return Ground(runs=runs, open=known, early_day=early_day)


def without_rows(coding: str, ground: Ground) -> list[WithoutRow]:
    """What a coding comes to without any concession, rule by rule."""
    rows = []
    for rule, outcomes in ground.runs.items():
        trial = trial_of(outcomes)
        rows.append(
            WithoutRow(
                coding=coding,
                rule=rule,
                worlds=outcomes.n,
                early=share_of(trial.settled_by(ground.early_day), trial.weight),
                horizon=share_of(trial.settled_by(), trial.weight),
                open=share_of(ground.open.open[: outcomes.n], trial.weight),
            )
        )
    return rows


def try_all_rules(
    ground: Ground,
    some: Sequence[Concession | None],
    announcement: Announcement = Announcement.ANNOUNCED,
) -> list[Tried]:
    """What each of some concessions changes; ``None`` stands for one that edits nothing here."""
    base = ground.stated.scenario
    made = [None if one is None else (one, conceded(base, one)) for one in some]
    return [
        _tried(ground, one, after, announcement)
        for one, after in zip(made, _open_after(ground, made), strict=True)
    ]


def _open_after(ground: Ground, made: Sequence[Conceded | None]) -> list[Flags]:
    """Which worlds are open after each concession; how a party opens enters no signature test."""
    found = [ground.open.open] * len(made)
    asked = {
        place: one[1]
        for place, one in enumerate(made)
        if one is not None and one[0].kind is not ConcessionKind.OPEN_WITH
    }
    still = still_open(ground.open, ground.stated.scenario, list(asked.values()))
    for place, after in zip(asked, still, strict=True):
        found[place] = after
    return found


def _tried(
    ground: Ground, made: Conceded | None, after: Flags, announcement: Announcement
) -> Tried:
    before = {rule: trial_of(outcomes) for rule, outcomes in ground.runs.items()}
    now = before if made is None else _after(ground, *made, announcement)
    stated = ProcessRule.STATED
    was, is_now = before[stated], now[stated]
    return Tried(
        exact=_exact(ground.open.open, after, was.weight, None if made is None else made[0].kind),
        early=lift_by(was, is_now, ground.early_day),
        days=days_between(was, is_now),
        changes=_changes(ground.stated.scenario, was, is_now),
        lifts={rule: lift_by(before[rule], now[rule]) for rule in now},
    )


def _exact(
    before: Flags, after: Flags, weight: NDArray[np.float64], kind: ConcessionKind | None
) -> Difference:
    """Change of the share of open worlds. kind : ``None`` where nothing is edited.

    What no signature hangs on changes nothing for certain. What can only open worlds has the
    interval of the share newly open, which never reaches below 0; else it is paired by world.
    """
    if kind is None or kind is ConcessionKind.OPEN_WITH:
        return Difference(difference=0.0, low=0.0, high=0.0)
    one_way = kind in (ConcessionKind.DROP_LINE, ConcessionKind.ACCEPT)
    # An accepted option takes the draws of another range, so a world may yet be lost.
    if not one_way or (before & ~after).any():
        return difference_of(before, after, weight)
    opened = share_of(after & ~before, weight)
    return Difference(difference=opened.share, low=opened.low, high=opened.high)


def _after(
    ground: Ground, concession: Concession, edited: Scenario, announcement: Announcement
) -> dict[ProcessRule, Trial]:
    return {
        rule: try_concession(
            outcomes, concession, by_rules_of(edited, outcomes.scenario), announcement
        )
        for rule, outcomes in ground.runs.items()
    }


def _changes(scenario: Scenario, before: Trial, after: Trial) -> dict[str, Amount]:
    return {party: change_of(before, after, place) for place, party in enumerate(scenario.parties)}
