"""What the clock does: the deadline present, absent, moved, believed or not, and the horizon.

Everything is played on the same worlds, and every difference is paired by world. The deadline's
effect is split by switching one channel at a time, both added to talks without it and taken from
talks with it. What follows from the tactic alone – parties that fear the deadline come down before
it, by a rule of ours – is marked as an assumption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sim.analysis.clockwork.channels import channel_rows, effect_row, sides_of
from sim.analysis.clockwork.edits import Clockwork, Timing, clockwork_of
from sim.analysis.clockwork.rows import (
    Played,
    breach_rows,
    crowding_rows,
    hanging_rows,
    setting_rows,
    term_rows,
)
from sim.analysis.clockwork.settings import CROWDED, Setting, days_to_try, settings_of, shortened
from sim.analysis.clockwork.trials import play_settings
from sim.analysis.making import made_from
from sim.domain.clock import Clock
from sim.domain.party import Behaviour
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["BELIEF", "asked_of", "vary_clock"]

#: Chance that the talks end at the deadline, tried where no party states one.
BELIEF = 0.5

Progress = Callable[[int, int], None]


def vary_clock(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    days: Sequence[float] = (),
    belief: float = BELIEF,
    tied: Sequence[str] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> Clock:
    """What the deadline and the horizon change, in every coding.

    scenarios : coding → scenario. n : worlds per coding. days : of the deadline to try; if empty,
    five between an eighth of the horizon and the horizon. belief : the chance that a party gives to
    a deadline where the scenario states none, and at which sides are compared alike. tied : events
    that hang on the deadline too. progress : called with how many settings are done, and of how
    many. The finding does not depend on ``workers``.

    Raises ``UsageError`` without a coding or a world, for a belief or a day that cannot be, and for
    an event that is not there.
    """
    if not 0.0 < belief <= 1.0:
        raise UsageError(f"a belief is a chance above 0 and not above 1; got {belief:g}")
    made = made_from(scenarios, n=n, seed=seed, asked=asked_of(days=days, belief=belief, tied=tied))
    clockworks = {
        coding: clockwork_of(scenario, belief=belief, tied=tied)
        for coding, scenario in scenarios.items()
    }
    settings = {
        coding: tuple(settings_of(one, days_to_try(one, days)))
        for coding, one in clockworks.items()
    }
    wanted = [
        (coding, timing)
        for coding, one in clockworks.items()
        for timing in _timings(one, settings[coding])
    ]
    trials = play_settings(clockworks, wanted, n=n, seed=seed, workers=workers, progress=progress)
    played = [
        Played(
            coding=coding,
            clockwork=one,
            settings=settings[coding],
            trials={timing: trial for (of, timing), trial in trials.items() if of == coding},
        )
        for coding, one in clockworks.items()
    ]
    first = next(iter(scenarios.values()))
    return Clock(
        made=made,
        principals=first.principals,
        sides=sides_of(first),
        belief=belief,
        heeding=_heeding(scenarios),
        effects=tuple(effect_row(one, len(played)) for one in played),
        settings=tuple(row for one in played for row in setting_rows(one, len(played))),
        channels=tuple(row for one in played for row in channel_rows(one)),
        terms=tuple(row for one in played for row in term_rows(one)),
        crowding=tuple(row for one in played for row in crowding_rows(one)),
        breach=tuple(row for one in played for row in breach_rows(one)),
        hanging=tuple(row for one in played for row in hanging_rows(one)),
    )


def asked_of(
    *, days: Sequence[float], belief: float, tied: Sequence[str]
) -> dict[str, str | float | int | bool | None]:
    """What a finding is known by beside its scenario, worlds and seed, as plain values."""
    return {
        "day": " ".join(f"{day:g}" for day in days),
        "belief": belief,
        "tied": " ".join(tied),
    }


def _heeding(scenarios: Mapping[str, Scenario]) -> tuple[str, ...]:
    """Principals to whom a belief about the deadline matters: no other habit reads it."""
    return tuple(
        dict.fromkeys(
            party
            for scenario in scenarios.values()
            for party in scenario.principals
            if Behaviour.TIME_DEPENDENT in scenario.parties[party].behaviours
        )
    )


def _timings(clockwork: Clockwork, settings: Sequence[Setting]) -> Iterator[Timing]:
    """Everything that has to be played for these settings, with some named twice."""
    for one in settings:
        yield shortened(clockwork, one.timing)
        yield shortened(clockwork, one.against)
        if one.vary in CROWDED and clockwork.scenario.partial_deals:
            yield shortened(clockwork, replace(one.timing, small_deals=False))
