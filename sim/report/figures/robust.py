"""Which statements survive: one row a statement, one mark a reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.robust import FlipRow, FlipState, ReadingRow, Robust, Taken, Verdict
from sim.report import style, wording
from sim.report.answers.robust_says import survivors
from sim.report.answers.robust_words import flip_words, input_words, statement_words
from sim.report.figures.canvas import canvas, caption_of, name_coding

__all__ = ["draw_readings", "pages"]

#: Mark, filled, and colour of a verdict: told apart by shape alone in grey print.
_MARKS = {
    Verdict.HOLDS: ("o", style.SIGNED, style.SIGNED),
    Verdict.FAILS: ("x", style.ENDING_COLOURS["walkout"], style.ENDING_COLOURS["walkout"]),
    Verdict.UNDECIDED: ("o", "white", style.DRAB),
}

_FIRST = (Taken.AT_WORD, Taken.LOW)
_GAP = 0.7
#: Share of a panel's width that the marks take; the rest is for what breaks each statement.
_MARKED = 0.58


def pages(finding: Robust) -> Mapping[str, Callable[[], Figure]]:
    """Name of a figure → what makes it; none where there is nothing to show."""
    return {"statements": lambda: _page(finding)} if finding.statements else {}


def _page(finding: Robust) -> Figure:
    count, codings = len(finding.statements), finding.made.codings
    reading = (
        "Dot: holds; cross: fails; ring: too close to tell from so many worlds. Of each pair, "
        "left: the source taken at its word, or the input at its low end; right: not taken at its "
        "word, or at its high end."
    )
    figure, axes = canvas(
        len(codings),
        1,
        (0.34 * max(2, count) + 0.45) * len(codings) + 1.3,
        _title(finding),
        caption_of(finding.made, reading),
    )
    for place, (coding, one) in enumerate(zip(codings, axes, strict=True)):
        draw_readings(finding, coding, one)
        name_coding(coding, one)
        if place:
            one.set_xticklabels([])
    return figure


def _title(finding: Robust) -> str:
    of = wording.count_words(len(finding.statements), "statement")
    whole = len(survivors(finding))
    verb = "holds" if whole == 1 else "hold"
    return f"{whole or 'None'} of {of} {verb if whole else 'holds'} in every reading"


def draw_readings(finding: Robust, coding: str, axes: Axes) -> Axes:
    """One coding: statements as rows, readings as columns, flip points at the right."""
    columns = _columns(finding.readings)
    place_of = {row.statement: place for place, row in enumerate(finding.statements)}
    for row in finding.readings:
        if row.coding == coding:
            marker, face, edge = _MARKS[row.verdict]
            axes.plot(
                [columns[row.taken, row.subject]],
                [place_of[row.statement]],
                marker=marker,
                color=edge,
                markerfacecolor=face,
                markersize=4.6,
                markeredgewidth=1.1,
                linestyle="none",
            )
    last = max(columns.values())
    for place in place_of.values():
        axes.plot([0.0, last + 0.6], [place, place], color=style.GRID, linewidth=0.7, zorder=0.5)
    for flip in finding.flips:
        if flip.coding == coding:
            axes.annotate(
                style.wrapped(_flip(flip, finding), 50, lines=3),
                xy=(last + 1.4, place_of[flip.statement]),
                va="center",
                fontsize=6.5,
                linespacing=1.05,
                annotation_clip=False,
            )
    _frame(finding, columns, axes)
    return axes


def _flip(row: FlipRow, finding: Robust) -> str:
    told = flip_words(row, finding.made.labels)
    return told if row.state is not FlipState.NOT_HELD else "does not hold as drawn"


def _columns(readings: Sequence[ReadingRow]) -> dict[tuple[Taken, str], float]:
    """Where each reading stands, the same in every panel: pairs stand closer than strangers."""
    kinds = list(Taken)
    found = dict.fromkeys((row.taken, row.subject) for row in readings)
    subjects = list(dict.fromkeys(subject for _, subject in found))
    order = sorted(
        found,
        key=lambda one: (
            one[0] is not Taken.AS_DRAWN,
            one[0] in (Taken.LOW, Taken.HIGH),
            subjects.index(one[1]),
            kinds.index(one[0]),
        ),
    )
    places: dict[tuple[Taken, str], float] = {}
    at = 0.0
    for one in order:
        at += _GAP if one[0] in _FIRST or one[0] is Taken.AS_DRAWN else 0.0
        places[one] = at
        at += 1.0
    return places


def _frame(finding: Robust, columns: Mapping[tuple[Taken, str], float], axes: Axes) -> None:
    labels = finding.made.labels
    middles: dict[str, list[float]] = {}
    for (_, subject), at in columns.items():
        middles.setdefault(subject, []).append(at)
    axes.set_xticks([sum(places) / len(places) for places in middles.values()])
    axes.set_xticklabels(
        [_head(subject, columns, finding) for subject in middles],
        rotation=90,
        fontsize=6.5,
        linespacing=1.0,
        va="bottom",
    )
    axes.tick_params(axis="x", length=0, top=False, labeltop=True, labelbottom=False)
    last = max(columns.values())
    axes.set_xlim(-0.4, (last + 1.0) / _MARKED)
    axes.set_ylim(len(finding.statements) - 0.4, -0.6)
    axes.set_yticks(range(len(finding.statements)))
    axes.set_yticklabels(
        [style.wrapped(statement_words(row, labels), 46, lines=3) for row in finding.statements],
        fontsize=7,
        linespacing=1.05,
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)
    axes.text(
        last + 1.4,
        -0.95,
        "gives way at",
        fontsize=7.5,
        color=style.DRAB,
        va="bottom",
    )


def _head(subject: str, columns: Mapping[tuple[Taken, str], float], finding: Robust) -> str:
    if not subject:
        return "as drawn"
    if any(taken in (Taken.LOW, Taken.HIGH) for taken, of in columns if of == subject):
        return style.wrapped(input_words(subject, finding.made.labels), 30, lines=2)
    return f"“{subject.replace('_', ' ')}”"
