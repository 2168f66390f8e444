"""Panels of the clock's figures: each takes a finding and axes, and computes nothing."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.clock import ChannelRow, Clock, SettingRow, TermRow
from sim.domain.clock_kinds import Channel, Vary
from sim.report import style, wording
from sim.report.answers.clock_cells import feared_by_words

__all__ = ["draw_channels", "draw_payers", "draw_varied", "shown_channels", "shown_payers"]

_NAMES = {
    Channel.EVENTS: "no-deal values\n(events that hang on it)",
    Channel.BELIEFS: "beliefs\n(what is learnt on its day)",
    Channel.TACTICS: "tactics (fear of it):\nan assumption",
    Channel.REST: "what they do\nonly together",
}
_AXES = {
    Vary.DAY: "day of the deadline",
    Vary.CREDIBILITY: "chance that every principal gives the deadline",
}
_DOWN = style.ENDING_COLOURS["walkout"]


def draw_varied(finding: Clock, coding: str, vary: Vary, axes: Axes) -> Axes:
    """Settlement by the deadline's day or credibility, with the line of talks without it."""
    told = [row for row in finding.settings if row.coding == coding]
    (present,) = (row for row in told if row.vary is Vary.PRESENT)
    (absent,) = (row for row in told if row.vary is Vary.ABSENT)
    varied = [row for row in told if row.vary is vary]
    if vary is Vary.DAY:
        varied.append(present)
    varied.sort(key=lambda row: row.value or 0.0)
    places = [row.value or 0.0 for row in varied]
    _band(axes, places, varied)
    if vary is Vary.DAY and present.value is not None:
        axes.plot(
            [present.value],
            [present.settlement.share],
            marker="D",
            markersize=7,
            color="white",
            markeredgecolor=style.INK,
            linestyle="none",
            zorder=4,
        )
    low, high = min(places), max(places)
    axes.fill_between(
        [low, high], absent.settlement.low, absent.settlement.high, color=style.DRAB, alpha=0.15,
        linewidth=0,
    )  # fmt: skip
    axes.axhline(absent.settlement.share, color=style.DRAB, linestyle="--", linewidth=1.2)
    # Beside the panel, where no curve can run through it.
    axes.annotate(
        "no\ndeadline",
        xy=(1.01, absent.settlement.share),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=7.5,
        color=style.DRAB,
        annotation_clip=False,
    )
    axes.set_ylim(0.0, max(0.02, 1.12 * _highest(finding)))
    axes.set_xlabel(_AXES[vary])
    axes.set_ylabel("settled of 100 worlds")
    style.of_100(axes)
    return axes


def _band(axes: Axes, places: list[float], rows: list[SettingRow]) -> None:
    lows = [row.settlement.low for row in rows]
    highs = [row.settlement.high for row in rows]
    axes.fill_between(places, lows, highs, color=style.SIGNED, alpha=0.25, linewidth=0)
    shares = [row.settlement.share for row in rows]
    axes.plot(places, shares, color=style.SIGNED, marker="o", markersize=4.5, linewidth=1.5)


def _highest(finding: Clock) -> float:
    """So that codings and what is varied share one scale."""
    shown = (Vary.PRESENT, Vary.ABSENT, Vary.DAY, Vary.CREDIBILITY)
    return max(row.settlement.high for row in finding.settings if row.vary in shown)


def shown_channels(finding: Clock) -> tuple[Channel, ...]:
    """The deadline's channels that some coding has."""
    has = {row.channel for row in finding.channels if row.in_scenario and row.of_deadline}
    return tuple(channel for channel in Channel if channel in has)


def draw_channels(finding: Clock, coding: str, axes: Axes) -> Axes:
    """From talks without the deadline to talks with it, one channel at a time."""
    told = [row for row in finding.settings if row.coding == coding]
    (present,) = (row for row in told if row.vary is Vary.PRESENT)
    (absent,) = (row for row in told if row.vary is Vary.ABSENT)
    channels = shown_channels(finding)
    rows = {row.channel: row for row in finding.channels if row.coding == coding}
    _whole(axes, 0, absent)
    for place, channel in enumerate(channels, start=1):
        _step(axes, place, rows[channel])
    last = len(channels) + 1
    _whole(axes, last, present)
    names = ["no deadline", *(_NAMES[channel] for channel in channels), "with the deadline"]
    axes.set_yticks(range(last + 1))
    axes.set_yticklabels(names, fontsize=style.SMALL)
    axes.set_ylim(last + 0.6, -0.6)
    highest = max(row.settlement.high for row in finding.settings if row.vary in _WHOLE)
    # Room for the words beside the bars, which are no shares.
    axes.set_xlim(0.0, 1.6 * highest)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0.0 <= tick <= 1.0])
    axes.set_xlim(0.0, 1.6 * highest)
    axes.set_xlabel("settled of 100 worlds")
    style.of_100(axes, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    return axes


_WHOLE = (Vary.PRESENT, Vary.ABSENT)


def _whole(axes: Axes, place: int, row: SettingRow) -> None:
    share = row.settlement
    axes.barh(place, share.share, height=0.5, color=style.DRAB, alpha=0.6)
    axes.plot([share.low, share.high], [place, place], color=style.INK, linewidth=1)
    _say(axes, share.high, place, wording.share_words(share))


def _step(axes: Axes, place: int, row: ChannelRow) -> None:
    if row.added is None or row.stacked_from is None:
        _say(axes, 0.0, place, "not in this scenario")
        return
    start, added = row.stacked_from, row.added
    axes.barh(
        place,
        added.difference,
        left=start,
        height=0.5,
        color=style.SIGNED if added.difference >= 0.0 else _DOWN,
        alpha=0.85,
        hatch="////" if row.assumption else None,
        edgecolor="white" if row.assumption else None,
    )
    axes.plot([start, start], [place - 1, place + 0.3], color=style.DRAB, linewidth=0.8)
    axes.plot([start + added.low, start + added.high], [place, place], color=style.INK, linewidth=1)
    right = start + max(added.high, 0.0)
    if row.removed is not None:
        removed, below = row.removed, place + 0.36
        axes.plot(
            [start + removed.low, start + removed.high],
            [below, below],
            color=style.DRAB,
            linewidth=0.8,
        )
        axes.plot(
            [start + removed.difference],
            [below],
            marker="D",
            markersize=4,
            color="white",
            markeredgecolor=style.INK,
            linestyle="none",
        )
        right = max(right, start + removed.high)
    _say(axes, right, place, wording.difference_words(added))


def _say(axes: Axes, right: float, place: float, text: str) -> None:
    axes.annotate(
        text,
        xy=(right, place),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=7.5,
    )


def shown_payers(finding: Clock) -> list[tuple[str, float | None, str | None]]:
    """Rows of the picture: who fears it and how much; and below it each side."""
    told = [row for row in finding.terms if row.vary is Vary.FEARED_BY and row.change is not None]
    found: list[tuple[str, float | None, str | None]] = []
    for setting, value in dict.fromkeys((row.setting, row.value) for row in told):
        found.append((setting, value, None))
        found += [(setting, value, side) for side in finding.sides]
    return found


def draw_payers(finding: Clock, coding: str, axes: Axes) -> Axes:
    """Mean change of each side's value, by who fears the deadline."""
    rows, parties = shown_payers(finding), finding.made.labels.parties
    told = {
        (row.setting, row.value, row.party): row
        for row in finding.terms
        if row.coding == coding and row.vary is Vary.FEARED_BY
    }
    for place, (setting, value, side) in enumerate(rows):
        if side is None:
            axes.axhline(place - 0.5, color=style.DRAB, linewidth=0.4)
        elif (setting, value, side) in told:
            _change(axes, place, told[setting, value, side], style.party_look(parties, side))
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    labels = [_label(finding, *row) for row in rows]
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels(labels, fontsize=style.SMALL)
    for label, (_, _, side) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if side is None else "normal")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    changes = [
        row.change
        for row in finding.terms
        if row.vary is Vary.FEARED_BY and row.party in finding.sides and row.change is not None
    ]
    reach = max([0.01, *(max(abs(one.low), abs(one.high)) for one in changes)])
    axes.set_xlim(-1.1 * reach, 1.1 * reach)
    axes.set_xlabel("change in value units")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    return axes


def _label(finding: Clock, setting: str, value: float | None, side: str | None) -> str:
    if side is None:
        who = feared_by_words(finding, setting, value).removeprefix("feared by ")
        return style.wrapped(wording.capital(who), 44, lines=2)
    return style.wrapped(wording.capital(finding.made.labels.parties[side]), 30, lines=1)


def _change(axes: Axes, place: int, row: TermRow, look: style.Look) -> None:
    if row.change is None:
        axes.annotate("too few worlds", xy=(0.0, place), va="center", fontsize=7.5)
        return
    ends = [row.change.low, row.change.high]
    axes.plot(ends, [place, place], color=look.colour, linewidth=2)
    axes.plot(
        [row.change.mean],
        [place],
        marker=look.marker,
        markersize=6,
        color=look.colour,
        markeredgecolor="white",
        linestyle="none",
    )
