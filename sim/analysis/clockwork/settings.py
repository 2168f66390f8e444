"""Which settings of the clock are tried, and which other setting each is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.analysis.clockwork.edits import OF_DEADLINE, Clockwork, Timing
from sim.domain.clock_kinds import Channel, Vary
from sim.errors import UsageError

__all__ = [
    "CROWDED",
    "Setting",
    "absent",
    "days_to_try",
    "deadline_channels",
    "settings_of",
    "shortened",
    "stated",
    "still",
]

#: Credibilities that take the place of everybody's belief in the deadline.
_CREDIBILITIES = (0.0, 0.25, 0.5, 0.75, 1.0)

#: Days of the deadline, and horizons, as shares of the stated horizon.
_DAYS = (0.125, 0.25, 0.5, 0.75, 1.0)
_HORIZONS = (0.5, 0.75, 1.5, 2.0)

#: Rounds and days a scenario may have.
_MOST_ROUNDS = 10_000
_MOST_DAYS = 36_500.0

#: What is varied where small deals are held against none.
CROWDED = frozenset({Vary.PRESENT, Vary.ABSENT, Vary.DAY, Vary.CREDIBILITY, Vary.HORIZON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting. against : the one that differs from it in one thing, and ``reference`` in words.

    Other fields as in ``SettingRow``.
    """

    vary: Vary
    name: str
    value: float | None
    timing: Timing
    against: Timing
    reference: str
    assumption: bool


def absent() -> Timing:
    """No deadline, and nothing that hangs on one."""
    return Timing(without=OF_DEADLINE)


def stated(clockwork: Clockwork) -> Timing:
    """The scenario as it is written."""
    return absent() if clockwork.hypothetical else Timing()


def still(timing: Timing) -> Timing:
    """The same with no-deal values that do not drift."""
    return replace(timing, without=timing.without | {Channel.DRIFT})


def shortened(clockwork: Clockwork, timing: Timing) -> Timing:
    """The same setting in its shortest form: what the scenario lacks is not switched off."""
    day = None if timing.day == clockwork.deadline else timing.day
    return replace(timing, day=day, without=timing.without & clockwork.channels)


def deadline_channels(clockwork: Clockwork) -> list[Channel]:
    """The deadline's channels that the scenario has, in the order in which they are told."""
    return [channel for channel in Channel if channel in OF_DEADLINE & clockwork.channels]


def days_to_try(clockwork: Clockwork, days: Sequence[float]) -> list[float]:
    """Days of the deadline to try, other than its own, earliest first.

    days : those asked for; if empty, an eighth, a quarter, a half, three quarters of the horizon
    and all of it, each the last round on or before. Raises ``UsageError`` for a day outside the
    talks.
    """
    protocol = clockwork.scenario.protocol
    for day in days:
        if not 0.0 < day <= protocol.horizon:
            raise UsageError(
                f"a deadline lies after day 0 and not after the horizon, day "
                f"{protocol.horizon:g}; got {day:g}"
            )
    found = list(days) or [
        max(protocol.round_days, protocol.last_round_day(share * protocol.horizon))
        for share in _DAYS
    ]
    return sorted({float(day) for day in found} - {clockwork.deadline})


def settings_of(clockwork: Clockwork, days: Sequence[float]) -> list[Setting]:
    """Every setting of one scenario's clock. days : of the deadline, as ``days_to_try`` gives."""
    return [
        *_with_and_without(clockwork, days),
        *_credibilities(clockwork),
        *_feared_by(clockwork),
        *_horizons(clockwork),
        *_channels(clockwork),
    ]


def _with_and_without(clockwork: Clockwork, days: Sequence[float]) -> Iterator[Setting]:
    """The deadline present, absent, and on other days."""
    only_tactic = deadline_channels(clockwork) == [Channel.TACTICS]
    placed = [(Vary.PRESENT, clockwork.deadline), *((Vary.DAY, day) for day in days)]
    tried = [(vary, day, Timing(day=day)) for vary, day in placed]
    for vary, day, timing in [(Vary.ABSENT, None, absent()), *tried]:
        yield Setting(
            vary=vary,
            name="",
            value=day,
            timing=Timing() if vary is Vary.PRESENT else timing,
            against=absent(),
            reference="deadline absent",
            assumption=vary is not Vary.ABSENT and (clockwork.hypothetical or only_tactic),
        )


def _unfeared() -> Timing:
    return Timing(without=frozenset({Channel.TACTICS}))


def _feared(clockwork: Clockwork, beliefs: dict[str, float]) -> Timing:
    return Timing(beliefs=tuple(beliefs.items())) if any(beliefs.values()) else _unfeared()


def _credibilities(clockwork: Clockwork) -> Iterator[Setting]:
    for chance in _CREDIBILITIES:
        beliefs = dict.fromkeys(clockwork.scenario.principals, chance)
        yield Setting(
            vary=Vary.CREDIBILITY,
            name="",
            value=chance,
            timing=_feared(clockwork, beliefs),
            against=_unfeared(),
            reference="feared by nobody",
            assumption=True,
        )


def _feared_by(clockwork: Clockwork) -> Iterator[Setting]:
    """By nobody; by each alone and by all, as stated; and the same with one belief for all."""
    principals = clockwork.scenario.principals

    def setting(who: Sequence[str], value: float | None, timing: Timing) -> Setting:
        return Setting(
            vary=Vary.FEARED_BY,
            name="+".join(who),
            value=value,
            timing=timing,
            against=_unfeared(),
            reference="feared by nobody",
            assumption=True,
        )

    yield setting((), None, _unfeared())
    fearing = [party for party in principals if clockwork.fears(party)]
    for party in fearing:
        others = tuple((other, 0.0) for other in fearing if other != party)
        yield setting((party,), None, Timing(beliefs=others))
    if len(fearing) > 1:
        yield setting(fearing, None, Timing())
    for who in [*((party,) for party in principals), principals]:
        beliefs = {party: clockwork.belief * (party in who) for party in principals}
        yield setting(who, clockwork.belief, _feared(clockwork, beliefs))


def _horizons(clockwork: Clockwork) -> Iterator[Setting]:
    protocol = clockwork.scenario.protocol
    found = {
        max(protocol.round_days, protocol.last_round_day(share * protocol.horizon))
        for share in _HORIZONS
    }
    base = stated(clockwork)
    for horizon in sorted(found - {float(protocol.horizon)}):
        if horizon > min(_MOST_DAYS, _MOST_ROUNDS * protocol.round_days):
            continue
        yield Setting(
            vary=Vary.HORIZON,
            name="",
            value=float(horizon),
            timing=replace(base, horizon=float(horizon)),
            against=base,
            reference="as stated",
            assumption=False,
        )


def _channels(clockwork: Clockwork) -> Iterator[Setting]:
    for channel in deadline_channels(clockwork):
        tactic = clockwork.hypothetical or channel is Channel.TACTICS
        yield Setting(
            vary=Vary.ADDED,
            name=channel.value,
            value=None,
            timing=Timing(without=OF_DEADLINE - {channel}),
            against=absent(),
            reference="deadline absent",
            assumption=tactic,
        )
        yield Setting(
            vary=Vary.REMOVED,
            name=channel.value,
            value=None,
            timing=Timing(without=frozenset({channel})),
            against=Timing(),
            reference="deadline present",
            assumption=tactic,
        )
    if Channel.DRIFT in clockwork.channels:
        for timing, words in ((Timing(), "deadline present"), (absent(), "deadline absent")):
            yield Setting(
                vary=Vary.STILL,
                name=words,
                value=None,
                timing=still(timing),
                against=timing,
                reference=words,
                assumption=clockwork.hypothetical and timing == Timing(),
            )
