"""The tables of the clock's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sim.domain.clock import Clock, EffectRow, SettingRow
from sim.domain.clock_kinds import Channel, HangsAs, Vary
from sim.domain.estimate import Amount, Difference
from sim.report import wording
from sim.report.answers.clock_cells import (
    FEW,
    cells,
    channel_words,
    days_words,
    signed_amount,
    table,
)
from sim.report.table import paragraph

__all__ = ["channels", "effects", "hanging", "varied"]

_HANGS = {
    HangsAs.LEARNT: "comes, goes and moves with it (what is learnt)",
    HangsAs.EVENT: "comes, goes and moves with it",
    HangsAs.ODDS: "stays on its day; only its odds follow what is learnt",
    HangsAs.FREE: "is not bound to it",
}

_LACKING = "not in this scenario"
_UNHEEDED = "no party heeds it"

_TITLES = {
    Vary.DAY: (
        "THE DEADLINE ON ANOTHER DAY (of 100 worlds settled; against talks without it)",
        "What hangs on the deadline moves with it.",
    ),
    Vary.CREDIBILITY: (
        "BELIEVED MORE OR LESS (of 100 worlds settled; against talks without the deadline)",
        "All principals give the deadline the same chance. How they come down before it is a rule "
        "of ours: an assumption, not a finding.",
    ),
    Vary.HORIZON: (
        "ANOTHER HORIZON (of 100 worlds settled; against the scenario as stated)",
        "Events and the deadline keep their days. No habit of the table aims by the horizon: to "
        "those a longer one only leaves more rounds. Who looks ahead reckons with it.",
    ),
}


def hanging(finding: Clock, width: int) -> str:
    """Which events are bound to the deadline; nothing for a scenario without events."""
    events = {row.event: row for row in reversed(finding.hanging)}
    if not events:
        return ""
    told = sorted(
        events.values(), key=lambda row: [r.event for r in finding.hanging].index(row.event)
    )
    lines = [
        paragraph(
            f"{row.name} ({wording.day_words(row.day)}) {_HANGS[row.hangs]}", width, indent="  "
        )
        for row in told
    ]
    return "\n".join(["WHAT HANGS ON THE DEADLINE", *lines])


def effects(finding: Clock, width: int) -> str:
    """The deadline present against absent."""
    day = days_words(finding)
    tried = "an assumption; " if any(e.hypothetical for e in finding.effects) else ""
    present, none = (
        cells(finding, [row for row in finding.settings if row.vary is vary], _settled)
        for vary in (Vary.PRESENT, Vary.ABSENT)
    )
    changes = [
        (f"change: {label}", [cell(effect) for effect in finding.effects])
        for label, cell in _changes(finding, day)
    ]
    return table(
        finding,
        f"WITH AND WITHOUT THE DEADLINE ON {day.upper()} "
        f"({tried}of 100 worlds; {wording.SAMPLING_ONLY})",
        [("settlement with it", present), ("settlement without", none), *changes, *_got(finding)],
        width,
        "The day, and what a party gets (value units, discounted to day 0), are compared in worlds "
        "that settle both ways; what it ends up with, in all worlds: the true no-deal value "
        "without a settlement.",
    )


def _changes(finding: Clock, day: str) -> Iterable[tuple[str, Callable[[EffectRow], str]]]:
    yield "settlement", lambda effect: wording.difference_words(effect.settlement)
    yield f"settled by {day}", lambda effect: wording.difference_words(effect.by_deadline)
    if finding.crowding:
        yield "small deal only", lambda effect: wording.difference_words(effect.partial)
    yield "walk-out", lambda effect: wording.difference_words(effect.walkout)
    yield "impasse", lambda effect: wording.difference_words(effect.impasse)
    yield "day of settlement", lambda effect: _days(effect.day)


def _got(finding: Clock) -> Iterable[tuple[str, list[str]]]:
    """What every side gets, and ends up with."""
    told = [row for row in finding.terms if row.vary is Vary.PRESENT]
    for party in finding.sides:
        name = finding.made.labels.parties[party]
        mine = [row for row in told if row.party == party]
        yield f"what {name} gets", cells(finding, mine, lambda row: signed_amount(row.change))
        yield "  ends up with", cells(finding, mine, lambda row: signed_amount(row.result))


def _days(amount: Amount | None) -> str:
    if amount is None:
        return FEW
    middle, low, high = (
        _signed(f"{value:.1f}") for value in (amount.mean, amount.low, amount.high)
    )
    return f"{middle} days ({low} to {high})"


def _signed(text: str) -> str:
    if float(text) == 0.0:
        return text.lstrip("-")
    return text.replace("-", "−") if text.startswith("-") else f"+{text}"


def channels(finding: Clock, width: int) -> str:
    """The effect on settlement by channel, added alone and taken away alone."""
    rows: list[tuple[str, list[str]]] = []
    for channel in Channel:
        found = [row for row in finding.channels if row.channel is channel]
        if channel is Channel.TACTICS and not finding.heeding:
            rows.append((channel_words(channel), [_UNHEEDED for _ in found]))
        elif any(row.in_scenario for row in found):
            rows.append((channel_words(channel), ["" for _ in found]))
            rows.append(("  added", [_difference(row.added) for row in found]))
            rows.append(("  taken away", [_difference(row.removed) for row in found]))
        elif channel is not Channel.REST:
            rows.append((channel_words(channel), [_LACKING for _ in found]))
    return table(
        finding,
        "BY WHICH CHANNEL (change in settlements of 100 worlds)",
        rows,
        width,
        "Added: one alone to talks without a deadline. Taken away: all against all but that one. "
        "The two need not agree, nor add up. Drift runs with and without a deadline and is no part "
        "of its effect.",
    )


def _difference(found: Difference | None) -> str:
    return _LACKING if found is None else wording.difference_words(found)


def varied(finding: Clock, vary: Vary, width: int) -> str:
    """Settlement at other days, credibilities or horizons."""
    told = [row for row in finding.settings if row.vary is vary]
    if not told:
        return ""
    title, note = _TITLES[vary]
    rows = []
    for value in dict.fromkeys(row.value for row in told):
        label = f"chance {value:g}" if vary is Vary.CREDIBILITY else wording.day_words(value or 0.0)
        some = [row for row in told if row.value == value]
        rows.append((label, cells(finding, some, _settled_and_change)))
    return table(finding, title, rows, width, note)


def _settled(row: SettingRow) -> str:
    return wording.share_words(row.settlement)


def _settled_and_change(row: SettingRow) -> str:
    change = row.against_stated if row.vary is Vary.HORIZON else row.against_absent
    return f"{wording.share_middle(row.settlement)}, {wording.difference_words(change)}"
