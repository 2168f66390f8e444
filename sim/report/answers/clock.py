"""What the clock does, in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.clock import Clock, EffectRow, SettingRow
from sim.domain.clock_kinds import LEAST_VALUE, Channel, ClockVerdict, Vary
from sim.domain.estimate import Difference
from sim.report import wording
from sim.report.answers import clock_tables as tables
from sim.report.answers import clock_terms as terms
from sim.report.answers.clock_cells import NOTHING_HANGS, UNHEEDED, days_words
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["VERBS", "deadline_words", "says", "text"]

#: What a deadline does, in words.
VERBS = {
    ClockVerdict.HELPS: "helps",
    ClockVerdict.HURTS: "hurts",
    ClockVerdict.MOVES_VALUE: "only moves value",
    ClockVerdict.MOVES_DAY: "only moves the day of settlement",
    ClockVerdict.TOO_LITTLE: "changes nothing that matters",
    ClockVerdict.NOTHING: "changes nothing beyond noise",
}

_STILL = {
    ClockVerdict.MOVES_VALUE: ", but what a side gets does",
    ClockVerdict.MOVES_DAY: ", but the day of settlement does",
    ClockVerdict.TOO_LITTLE: f", and what a side gets by less than {LEAST_VALUE:g} value units",
}

_CHANNELS = {
    Channel.EVENTS: "the events that hang on it",
    Channel.BELIEFS: "what is learnt on its day",
    Channel.TACTICS: "the tactic (who fears it comes down before it)",
}


def text(finding: Clock, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        tables.hanging(finding, width),
        *_deadline_tables(finding, width),
        tables.varied(finding, Vary.HORIZON, width),
        terms.crowding(finding, width),
        terms.breach(finding, width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _deadline_tables(finding: Clock, width: int) -> list[str]:
    """What could have come out otherwise: zeros that hold by construction are no findings."""
    if finding.inert:
        return []
    found = [tables.effects(finding, width), tables.channels(finding, width)]
    if finding.heeding:
        found.append(terms.who_pays(finding, width))
    found.append(tables.varied(finding, Vary.DAY, width))
    if finding.heeding:
        found.append(tables.varied(finding, Vary.CREDIBILITY, width))
    return found


def _opening(finding: Clock, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"protocol {made.protocol}",
        f"talks to {wording.day_words(made.horizon)}",
        "every setting on the same worlds",
    ]
    lines = [
        paragraph(f"{made.scenario} – {made.title}", width),
        paragraph(made.question, width),
        paragraph(f"({', '.join(how)})", width),
    ]
    lines += [paragraph(f"with {path} = {v}", width) for path, v in made.overrides.items()]
    return "\n".join(lines)


def says(finding: Clock) -> tuple[str, ...]:
    """What it comes to: what the deadline does, by which channel, who pays, what else moves it."""
    if finding.inert:
        return (UNHEEDED + NOTHING_HANGS, *_ranges(finding))
    payers = _payers(finding) if finding.heeding else (f"{UNHEEDED}.",)
    return (_verdict(finding), *_channels(finding), *payers, *_ranges(finding))


# -- what the deadline does


def _verdict(finding: Clock) -> str:
    effects, deadline = finding.effects, deadline_words(finding)
    verdict = effects[0].verdict
    if any(effect.verdict is not verdict for effect in effects):
        parts = wording.listed(_of_coding(effect) for effect in effects)
        return f"What {deadline} does differs between codings: it {parts}{_tried(finding)}."
    changes = [effect.settlement for effect in effects]
    told = wording.difference_sentence(changes[0]) + coding_head(effects[0].coding, ", coding {}")
    if len(changes) > 1:
        told = wording.over_codings(wording.difference_range_words(changes), len(changes))
    if verdict in (ClockVerdict.HELPS, ClockVerdict.HURTS):
        meant = f"Time pressure {VERBS[verdict]}: {deadline} changes settlement by {told}"
        return f"{meant}, against talks without it{_tried(finding)}."
    noise = "noise" if len(changes) == 1 else "noise, counted for every coding"
    return (
        f"Time pressure {VERBS[verdict]}: with {deadline} settlement differs from talks without "
        f"it by no more than {noise}, {told}{_STILL.get(verdict, '')}{_tried(finding)}."
    )


def deadline_words(finding: Clock) -> str:
    """The deadline with its day."""
    which = "a" if any(effect.hypothetical for effect in finding.effects) else "the"
    return f"{which} deadline on {days_words(finding)}"


def _of_coding(effect: EffectRow) -> str:
    change = wording.difference_words(effect.settlement)
    return f"{VERBS[effect.verdict]} in {effect.coding}, {change} of 100 worlds settled"


def _tried(finding: Clock) -> str:
    tried = [effect.coding for effect in finding.effects if effect.hypothetical]
    if not tried:
        return ""
    whole = len(tried) == len(finding.effects)
    where = "the scenario" if whole else wording.listed(f"coding {coding}" for coding in tried)
    return (
        f"; {where} has none, so this one, which each principal believes with chance "
        f"{finding.belief:g}, is an assumption"
    )


# -- by which channel


def _channels(finding: Clock) -> tuple[str, ...]:
    rows = [row for row in finding.channels if row.added is not None and row.channel in _CHANNELS]
    if not finding.heeding:
        rows = [row for row in rows if row.channel is not Channel.TACTICS]
    told = [channel for channel in _CHANNELS if any(row.channel is channel for row in rows)]
    if told == [Channel.TACTICS]:
        return (
            "All that it does follows from the tactic – who fears it comes down before it –, which "
            "is an assumption about behaviour, not a finding.",
        )
    brought: dict[str, list[str]] = {}
    for channel in told:
        change = _brought([row.added for row in rows if row.channel is channel and row.added])
        brought.setdefault(change, []).append(_CHANNELS[channel])
    if not brought:
        return ()
    parts = [f"through {wording.listed(names)} {change}" for change, names in brought.items()]
    label = "; what the tactic brings is an assumption" if Channel.TACTICS in told else ""
    return (f"One channel at a time, settlement changes {'; '.join(parts)}{label}.",)


def _brought(changes: list[Difference]) -> str:
    if not any(change.low > 0.0 or change.high < 0.0 for change in changes):
        return "by nothing beyond noise"
    return f"by {wording.difference_range_words(changes)}"


# -- who pays


def _payers(finding: Clock) -> tuple[str, ...]:
    alone = {
        party: [
            row.change
            for row in finding.terms
            if row.vary is Vary.FEARED_BY
            and row.setting == row.party == party
            and row.value is not None
            and row.change is not None
        ]
        for party in finding.principals
    }
    told = {
        party: wording.cost_range_words(changes).removesuffix(" value units")
        for party, changes in alone.items()
        if changes
    }
    if not told:
        return ()
    names = {party: wording.party_words(finding.made.labels.parties[party]) for party in told}
    parts = [f"by {change} for {names[party]}" for party, change in told.items()]
    changed = f"changes {wording.listed(parts)}"
    if set(told.values()) == {"0.00"}:
        changed = f"changes by less than 0.01 for {wording.listed(names.values(), last='or')}"
    return (
        f"Who pays for speed: where one side alone fears it, with chance {finding.belief:g}, what "
        f"that side gets, in value units and over worlds settled both ways, {changed}; this too "
        "follows from the tactic.",
    )


# -- what nobody knows


def _ranges(finding: Clock) -> tuple[str, ...]:
    days = [row for row in finding.settings if row.vary is Vary.DAY and not finding.inert]
    believed = [row for row in finding.settings if row.vary is Vary.CREDIBILITY]
    horizons = [row for row in finding.settings if row.vary is Vary.HORIZON]
    parts = []
    if days:
        change = wording.difference_range_words(row.against_absent for row in days)
        parts.append(f"on other days it changes settlement by {change}{_turns(days)}")
    if finding.heeding:
        change = wording.difference_range_words(row.against_absent for row in believed)
        parts.append(f"believed by all with chances from 0 to 1, by {change}")
    if horizons:
        change = wording.difference_range_words(row.against_stated for row in horizons)
        if not parts:
            return (f"Another horizon, {_span(horizons)}, changes settlement by {change}.",)
        parts.append(f"another horizon, {_span(horizons)}, by {change}")
    return (f"The rest hangs on what nobody knows: {'; '.join(parts)}.",) if parts else ()


def _span(rows: Sequence[SettingRow]) -> str:
    found = sorted({row.value for row in rows if row.value is not None})
    words = [wording.day_words(found[0]), wording.day_words(found[-1])]
    return f"from {' to '.join(dict.fromkeys(words))}" if len(found) > 1 else words[0]


def _turns(rows: Sequence[SettingRow]) -> str:
    """On which days it hurts and on which it helps, where it does both."""
    values = list(dict.fromkeys(row.value for row in rows if row.value is not None))
    found: dict[str, list[str]] = {"hurts": [], "helps": []}
    for value in values:
        beyond = {row.beyond for row in rows if row.value == value} - {ClockVerdict.NOTHING}
        if len(beyond) == 1:
            found[VERBS[beyond.pop()]].append(wording.day_words(value))
    if not all(found.values()):
        return ""
    told = [f"{verb} on {wording.listed(days)}" for verb, days in found.items()]
    where = "" if len({row.coding for row in rows}) == 1 else ", in some coding and none against it"
    return f" (it {' and '.join(told)}{where})"
