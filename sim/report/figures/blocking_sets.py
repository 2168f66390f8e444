"""The sets that open most: what is in them as a matrix of dots, what they open above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.blocking import Blocking, OpeningSet
from sim.report import style, wording
from sim.report.answers.blocking_words import line_label, reach, set_phrase
from sim.report.codings import coding_head
from sim.report.figures.canvas import canvas, caption_of

__all__ = ["draw_members", "draw_opened", "sets_page"]

#: Sets of each size that fit beside one another.
_MOST = 5
_OF_LINES = 2

_MARKERS = ("o", "s", "^", "v", "P", "X")


def sets_page(finding: Blocking) -> Figure:
    """The best sets of each size: shares opened in every coding above, members below."""
    sets, members = _shown(finding), _members(finding)
    share, rows = 2.1, 0.24 * max(3, len(members)) + 0.2
    figure, axes = canvas(
        2,
        1,
        share + rows + 0.3,
        _title(finding),
        caption_of(
            finding.made,
            f"Worlds without an acceptable package on {wording.day_words(finding.day)}. Dots: what "
            f"is given up; filled: a line, hollow: a no-deal value lower{reach(finding)}, as far "
            "as is needed. Sets are ranked within their size by the lowest share over codings.",
        ),
    )
    grid = axes[0].get_gridspec()
    if grid is not None:
        grid.set_height_ratios([share, rows])
    draw_opened(finding, sets, axes[0])
    draw_members(finding, sets, members, axes[1])
    return figure


def draw_opened(finding: Blocking, sets: Sequence[Sequence[OpeningSet]], axes: Axes) -> Axes:
    """Of 100 empty worlds, those that each set opens: one mark a coding with its interval."""
    codings = finding.made.codings
    for at, coding in enumerate(codings):
        look = style.series_look(at)
        aside = 0.24 * (at - (len(codings) - 1) / 2)
        for place, rows in enumerate(sets):
            share = next((row.opens for row in rows if row.coding == coding), None)
            if share is None:
                continue
            axes.plot([place + aside] * 2, [share.low, share.high], color=look.colour, linewidth=1)
            axes.plot(
                [place + aside],
                [share.share],
                look.marker,
                color=look.colour,
                markersize=5,
            )
        if len(codings) > 1:
            _name_coding(coding, at, axes)
    axes.set_ylim(0.0, 1.05)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    style.of_100(axes)
    axes.set_ylabel("opened, of 100 worlds\nwithout a package")
    _columns(sets, axes)
    return axes


def _name_coding(coding: str, at: int, axes: Axes) -> None:
    """The sign and name of a coding left of the panel, below those before it."""
    look = style.series_look(at)
    axes.annotate(
        f"{coding_head(coding)} {look.sign}",
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(-52, -2 - 13 * at),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=style.SMALL,
        color=look.colour,
    )


def draw_members(
    finding: Blocking,
    sets: Sequence[Sequence[OpeningSet]],
    members: Sequence[tuple[str, str]],
    axes: Axes,
) -> Axes:
    """What is in each set: a dot on the row of every line and no-deal value that it holds."""
    order = list(finding.made.labels.parties)
    for row in range(0, len(members), 2):
        axes.axhspan(row - 0.5, row + 0.5, color=style.BAND, linewidth=0, zorder=0)
    for place, rows in enumerate(sets):
        held = [members.index(member) for member in _of(rows[0])]
        axes.plot([place] * 2, [min(held), max(held)], color=style.INK, linewidth=1, zorder=1)
        for row in held:
            party, issue = members[row]
            colour = style.party_look(order, party).colour
            face = colour if issue else "white"
            axes.plot(
                [place], [row], "o", color=face, markeredgecolor=colour, markersize=7, zorder=2
            )
    axes.set_ylim(len(members) - 0.5, -0.5)
    axes.set_yticks(range(len(members)))
    labels = [_member_label(finding, member) for member in members]
    axes.set_yticklabels([style.wrapped(label, 54, lines=1) for label in labels], fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    _columns(sets, axes)
    axes.set_xticks([])
    return axes


def _columns(sets: Sequence[Sequence[OpeningSet]], axes: Axes) -> None:
    """Columns alike in both panels, sizes set apart and named."""
    axes.set_xlim(-0.6, len(sets) - 0.4)
    axes.grid(visible=False, axis="x")
    axes.set_xticks([])
    sizes = [rows[0].size for rows in sets]
    for place in range(1, len(sets)):
        if sizes[place] != sizes[place - 1]:
            axes.axvline(place - 0.5, color=style.DRAB, linewidth=0.6)
    if axes.get_ylim()[0] < axes.get_ylim()[1]:
        for size, group in groupby(range(len(sets)), key=lambda place: sizes[place]):
            places = list(group)
            axes.text(
                (places[0] + places[-1]) / 2,
                1.06,
                "alone" if size == 1 else f"sets of {size}",
                ha="center",
                va="bottom",
                fontsize=style.SMALL,
            )


def _shown(finding: Blocking) -> list[list[OpeningSet]]:
    found = []
    for _, group in groupby(finding.sets, key=lambda row: row.size):
        some = [list(rows) for _, rows in groupby(group, key=lambda row: row.key)]
        lines = [rows for rows in some if not rows[0].shifts][:_OF_LINES]
        found += [rows for place, rows in enumerate(some) if place < _MOST or rows in lines]
    return found


def _of(row: OpeningSet) -> list[tuple[str, str]]:
    lines = [(party, issue) for party, _, issue in (line.partition(".") for line in row.lines)]
    return [*lines, *((party, "") for party in row.shifts)]


def _members(finding: Blocking) -> list[tuple[str, str]]:
    """Lines and no-deal values of the sets shown, those of a party together."""
    held = {member for rows in _shown(finding) for member in _of(rows[0])}
    parties, issues = list(finding.made.labels.parties), list(finding.made.labels.issues)
    return sorted(
        held,
        key=lambda one: (parties.index(one[0]), issues.index(one[1]) if one[1] else len(issues)),
    )


def _member_label(finding: Blocking, member: tuple[str, str]) -> str:
    party, issue = member
    if issue:
        return line_label(party, issue, finding.made.labels)
    return f"{wording.capital(finding.made.labels.parties[party])}: no-deal value"


def _title(finding: Blocking) -> str:
    pairs = [row for row in finding.sets if row.size == 2] or list(finding.sets)
    return f"What opens most – {set_phrase(pairs[0], finding)}"
