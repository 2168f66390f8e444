"""Rows of the clock's tables, from trials played on the same worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clockwork.edits import Clockwork, Timing, edits_of
from sim.analysis.clockwork.noise import beyond
from sim.analysis.clockwork.settings import CROWDED, Setting, absent, shortened, stated
from sim.analysis.clockwork.trials import Trial
from sim.analysis.shares import amount_of, difference_of, share_of
from sim.domain.clock import BreachRow, CrowdingRow, HangingRow, SettingRow, TermRow
from sim.domain.clock_kinds import HangsAs, SignedWhen, Vary
from sim.domain.estimate import Amount
from sim.domain.outcome import SAME_DAY, Ending

__all__ = [
    "Played",
    "breach_rows",
    "crowding_rows",
    "hanging_rows",
    "paired",
    "setting_rows",
    "term_rows",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: What is varied where the breach feared of what was signed is told.
_FEARED = CROWDED | {Vary.FEARED_BY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One coding: its clock, its settings, and the trial of each (in its shortest form)."""

    coding: str
    clockwork: Clockwork
    settings: tuple[Setting, ...]
    trials: Mapping[Timing, Trial]

    def of(self, timing: Timing) -> Trial:
        """The trial of a setting. Raises ``KeyError`` for one that was not played."""
        return self.trials[shortened(self.clockwork, timing)]


def setting_rows(played: Played, codings: int) -> Iterator[SettingRow]:
    """How the talks end in every setting. codings : how many noise is counted for."""
    as_stated, none = played.of(stated(played.clockwork)), played.of(absent())
    alike = Counter(one.vary for one in played.settings)
    for one in played.settings:
        trial = played.of(one.timing)
        to_stated = difference_of(as_stated.settled, trial.settled, trial.weight)
        to_absent = difference_of(none.settled, trial.settled, trial.weight)
        held = to_stated if one.vary is Vary.HORIZON else to_absent
        ends = {ending: share_of(trial.ending == ending, trial.weight) for ending in Ending}
        yield SettingRow(
            coding=played.coding,
            vary=one.vary,
            setting=one.name,
            value=one.value,
            stated=_same(played, one.timing, stated(played.clockwork)),
            assumption=one.assumption,
            changes=_changes(played.clockwork, one.timing),
            worlds=len(trial.weight),
            settlement=ends[Ending.SETTLEMENT],
            partial=ends[Ending.PARTIAL],
            walkout=ends[Ending.WALKOUT],
            impasse=ends[Ending.IMPASSE],
            against_stated=to_stated,
            against_absent=to_absent,
            beyond=beyond(held, alike[one.vary] * codings),
            day=amount_of(np.where(trial.settled, trial.day, np.nan), trial.weight),
        )


def _same(played: Played, one: Timing, other: Timing) -> bool:
    return shortened(played.clockwork, one) == shortened(played.clockwork, other)


def _changes(clockwork: Clockwork, timing: Timing) -> tuple[str, ...]:
    changes, removed = edits_of(clockwork, timing)
    put = [f"{path}={value:g}" for path, value in changes.items()]
    return (*put, *(f"remove:{path}" for path in removed))


def paired(values: Array, weight: Array, worlds: Flags) -> Amount | None:
    """Mean over some of the worlds; ``None`` for fewer than two."""
    return amount_of(np.where(worlds, values, np.nan), weight)


def term_rows(played: Played) -> Iterator[TermRow]:
    """What every party gets, against the setting that differs in one thing."""
    for one in played.settings:
        if one.timing == one.against:
            continue
        trial, other = played.of(one.timing), played.of(one.against)
        both, everywhere = trial.settled & other.settled, np.ones_like(trial.settled)
        for i, party in enumerate(played.clockwork.scenario.parties):
            yield TermRow(
                coding=played.coding,
                vary=one.vary,
                setting=one.name,
                value=one.value,
                party=party,
                assumption=one.assumption,
                against=one.reference,
                worth=amount_of(trial.value[:, i], trial.weight),
                both=int(np.count_nonzero(both)),
                change=paired(trial.value[:, i] - other.value[:, i], trial.weight, both),
                at_signing=paired(
                    trial.at_signing[:, i] - other.at_signing[:, i], trial.weight, both
                ),
                result=paired(trial.result[:, i] - other.result[:, i], trial.weight, everywhere),
            )


def crowding_rows(played: Played) -> Iterator[CrowdingRow]:
    """Small deals against none; no rows for a scenario without small deals."""
    if not played.clockwork.scenario.partial_deals:
        return
    for one in played.settings:
        if one.vary not in CROWDED:
            continue
        trial = played.of(one.timing)
        bare = played.of(replace(one.timing, small_deals=False))
        crowded = bare.settled & (trial.ending == Ending.PARTIAL)
        yield CrowdingRow(
            coding=played.coding,
            vary=one.vary,
            setting=one.name,
            value=one.value,
            settled_without=share_of(bare.settled, trial.weight),
            crowded_out=share_of(crowded, trial.weight),
            made_room=share_of(trial.settled & ~bare.settled, trial.weight),
            difference=difference_of(bare.settled, trial.settled, trial.weight),
        )


def breach_rows(played: Played) -> Iterator[BreachRow]:
    """The breach feared of what was signed, early and late; of parties that fear any."""
    clockwork, none = played.clockwork, played.of(absent())
    for one in played.settings:
        if one.vary not in _FEARED:
            continue
        trial = played.of(one.timing)
        split = one.value if one.vary is Vary.DAY else None
        split = clockwork.deadline if split is None else split
        early = trial.day <= split + SAME_DAY
        both = trial.settled & none.settled
        for i, party in enumerate(clockwork.scenario.parties.values()):
            if party.breach.fear.high == 0.0 or party.breach.loss.high == 0.0:
                continue
            change = paired(trial.feared[:, i] - none.feared[:, i], trial.weight, both)
            for when, some in (
                (SignedWhen.ALL, trial.settled),
                (SignedWhen.EARLY, trial.settled & early),
                (SignedWhen.LATE, trial.settled & ~early),
            ):
                yield BreachRow(
                    coding=played.coding,
                    vary=one.vary,
                    setting=one.name,
                    value=one.value,
                    party=party.id,
                    signed=when,
                    split_day=split,
                    n=int(np.count_nonzero(some)),
                    feared=paired(trial.feared[:, i], trial.weight, some),
                    change=change if when is SignedWhen.ALL else None,
                )


def hanging_rows(played: Played) -> Iterator[HangingRow]:
    """How every event is bound to the deadline."""
    clockwork = played.clockwork
    for id_, event in clockwork.scenario.events.items():
        hangs = clockwork.hangs[id_]
        yield HangingRow(
            coding=played.coding,
            event=id_,
            name=event.name,
            day=event.day,
            hangs=hangs,
            moves=hangs in (HangsAs.EVENT, HangsAs.LEARNT),
        )
