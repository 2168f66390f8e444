"""Who blocks, and the sets that open most: whole pictures and what is drawn in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.blocking import Blocking, BlockingLine, BlockingParty, NoDealShift
from sim.domain.estimate import Share
from sim.report import style, wording
from sim.report.answers.blocking_words import (
    leading,
    line_label,
    line_phrase,
    lines_by_most,
    reach,
)
from sim.report.codings import coding_head
from sim.report.figures.blocking_sets import sets_page
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels

__all__ = ["draw_alone", "draw_load", "pages"]

_MOST_LINES = 9
_MOST_LOADS = 24

#: What opens fewer of 100 worlds in every coding has no bar.
_NOTHING = 0.005


def pages(finding: Blocking) -> Mapping[str, Callable[[], Figure]]:
    """File stem → a whole figure; none where every world holds an acceptable package."""
    if not any(row.n for row in finding.empty):
        return {}
    found: dict[str, Callable[[], Figure]] = {"who-blocks": lambda: _alone_page(finding)}
    if finding.sets:
        found["smallest-sets"] = lambda: sets_page(finding)
    if finding.lines:
        found["loud-lines"] = lambda: _load_page(finding)
    return found


def _alone_page(finding: Blocking) -> Figure:
    keys = _alone_keys(finding)
    figure, axes = canvas(
        1,
        len(finding.made.codings),
        0.3 * max(4, len(keys)) + 0.9,
        _alone_title(finding),
        caption_of(
            finding.made,
            f"{_day(finding)} Bar: giving up just this opens the set. Filled: a line; hatched: a "
            f"no-deal value lower{reach(finding)}; hollow: everything the party asks of a package, "
            "lines and no-deal value.",
        ),
    )
    for coding, one in zip(finding.made.codings, axes, strict=True):
        draw_alone(finding, coding, one)
        _name(finding, coding, one)
    hide_inner_labels(axes)
    return figure


def _load_page(finding: Blocking) -> Figure:
    count = min(_MOST_LOADS, len(_lines(finding)))
    figure, axes = canvas(
        1,
        len(finding.made.codings),
        0.27 * max(4, count) + 1.0,
        _load_title(finding),
        caption_of(
            finding.made,
            f"{_day(finding)} Hollow: the line is firm, of 100 worlds. Filled: it belongs to a set "
            f"of up to {finding.most} from which nothing can be left out, of 100 worlds without an "
            "acceptable package. Star: loud but not load-bearing.",
        ),
    )
    for coding, one in zip(finding.made.codings, axes, strict=True):
        draw_load(finding, coding, one)
        _name(finding, coding, one)
    hide_inner_labels(axes)
    return figure


def draw_alone(finding: Blocking, coding: str, axes: Axes) -> Axes:
    """A bar for each line, no-deal value and whole signature test: empty worlds it opens alone."""
    keys = _alone_keys(finding)
    order = list(finding.made.labels.parties)
    for place, (kind, party, issue) in enumerate(keys):
        share = _alone_share(finding, coding, (kind, party, issue))
        if share is None:
            axes.text(0.01, place, "no such world", va="center", fontsize=7.5, color=style.DRAB)
            continue
        colour = style.party_look(order, party).colour
        look: dict[str, Any] = {
            "line": {"color": colour, "edgecolor": colour},
            "shift": {"color": "white", "edgecolor": colour, "hatch": "////"},
            "test": {"color": "white", "edgecolor": colour},
        }[kind]
        axes.barh(place, share.share, height=0.6, **look)
        axes.plot([share.low, share.high], [place, place], color=style.INK, linewidth=1)
        axes.annotate(
            wording.share_words(share),
            xy=(share.high, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
        )
    kinds = [kind for kind, _, _ in keys]
    for place in range(1, len(keys)):
        if kinds[place] != kinds[place - 1]:
            axes.axhline(place - 0.5, color=style.DRAB, linewidth=0.6)
    _frame(axes, [_alone_label(finding, key) for key in keys], 1.55)
    axes.set_xlabel("of 100 worlds without an acceptable package")
    return axes


def draw_load(finding: Blocking, coding: str, axes: Axes) -> Axes:
    """Two marks per line: how often it is firm, and how often it has to give way."""
    lines = _by_load(finding)[:_MOST_LOADS]
    order = list(finding.made.labels.parties)
    for place, rows in enumerate(lines):
        row = next((row for row in rows if row.coding == coding), None)
        if row is None:
            continue
        colour = style.party_look(order, row.party).colour
        needed = 0.0 if row.minimal is None else row.minimal.share
        axes.plot([needed, row.firm.share], [place, place], color=colour, linewidth=1.2, zorder=1)
        axes.plot(
            [row.firm.share], [place], "o", color="white", markeredgecolor=colour, markersize=6
        )
        if row.minimal is not None:
            axes.plot([needed], [place], "D", color=colour, markersize=5)
            ends = [row.minimal.low, row.minimal.high]
            axes.plot(ends, [place, place], color=style.INK, linewidth=1)
        if row.loud:
            axes.annotate(
                "★ loud",
                xy=(row.firm.share, place),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontsize=style.SMALL,
                color=style.INK,
            )
    labels = [line_label(r[0].party, r[0].issue, finding.made.labels) for r in lines]
    _frame(axes, labels, 1.12)
    axes.set_xlabel("of 100 worlds")
    return axes


def _frame(axes: Axes, labels: Sequence[str], far: float) -> None:
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)))
    axes.set_yticklabels([style.wrapped(label, 40, lines=2) for label in labels], fontsize=7.5)
    axes.set_xlim(-0.02, far)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
    style.of_100(axes, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _alone_keys(finding: Blocking) -> list[tuple[str, str, str]]:
    """What has a bar, in its order: kind, party, issue (empty but for lines)."""
    lines = [
        ("line", rows[0].party, rows[0].issue)
        for rows in lines_by_most(finding)
        if _any([row.opens for row in rows])
    ]
    parties = list(dict.fromkeys(row.party for row in finding.parties))
    others = [(kind, party, "") for kind in ("shift", "test") for party in parties]
    shown = [
        key
        for key in others
        if _any([_alone_share(finding, coding, key) for coding in finding.made.codings])
    ]
    return [*lines[:_MOST_LINES], *shown] or [("test", party, "") for party in parties]


def _alone_share(finding: Blocking, coding: str, key: tuple[str, str, str]) -> Share | None:
    kind, party, issue = key
    rows: Sequence[BlockingLine | NoDealShift | BlockingParty] = finding.parties
    if kind == "line":
        rows = [row for row in finding.lines if row.issue == issue]
    elif kind == "shift":
        rows = [row for row in finding.shifts if row.step == finding.grid[-1]]
    return next((row.opens for row in rows if row.coding == coding and row.party == party), None)


def _alone_label(finding: Blocking, key: tuple[str, str, str]) -> str:
    kind, party, issue = key
    if kind == "line":
        return line_label(party, issue, finding.made.labels)
    name = wording.capital(finding.made.labels.parties[party])
    what = "no-deal value" if kind == "shift" else "its whole signature test"
    return f"{name}: {what}"


def _alone_title(finding: Blocking) -> str:
    if _alone_keys(finding)[0][0] != "line":
        return "Who blocks alone: no line opens the set by itself"
    first = leading(_lines(finding))
    names = [line_phrase(rows[0].party, rows[0].issue, finding.made.labels) for rows in first]
    if not names:
        return "Who blocks alone: no line stands out"
    apart = ", not told apart by sampling:" if len(names) > 1 else ""
    return f"Who blocks alone – first{apart} {wording.listed(names)}"


def _load_title(finding: Blocking) -> str:
    loud = [rows for rows in _lines(finding) if all(row.loud for row in rows)]
    if not loud:
        return "How firm lines are, and how often they have to give way"
    names = [line_phrase(rows[0].party, rows[0].issue, finding.made.labels) for rows in loud]
    return f"Loud but not load-bearing – {wording.listed(names)}"


def _by_load(finding: Blocking) -> list[list[BlockingLine]]:
    """Lines by the lowest share over codings in which they have to give way, greatest first."""

    def load(rows: list[BlockingLine]) -> float:
        return min((row.minimal.share for row in rows if row.minimal is not None), default=0.0)

    return sorted(_lines(finding), key=load, reverse=True)


def _lines(finding: Blocking) -> list[list[BlockingLine]]:
    grouped = groupby(finding.lines, key=lambda row: (row.party, row.issue))
    return [list(rows) for _, rows in grouped]


def _any(shares: Sequence[Share | None]) -> bool:
    return any(share is not None and share.share > _NOTHING for share in shares)


def _name(finding: Blocking, coding: str, axes: Axes) -> None:
    empty = next(row.empty for row in finding.empty if row.coding == coding)
    name = coding_head(coding, "coding {}\n")
    axes.set_title(
        f"{name}{wording.share_words(empty)} of 100 worlds have no acceptable package", fontsize=8.5
    )


def _day(finding: Blocking) -> str:
    return f"Worlds without an acceptable package on {wording.day_words(finding.day)}."
