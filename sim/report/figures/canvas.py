"""The sheet a figure is drawn on: a title that says the finding, panels, and a caption."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.answer import Made
from sim.report import style, wording
from sim.report.codings import coding_head

__all__ = ["beside", "canvas", "caption_of", "hide_inner_labels", "mark_deadline", "name_coding"]

_WIDE = 9.0
_HEAD = 0.24
_TITLE_LINE = 0.2
_FOOT = 0.55


def caption_of(
    made: Made, reading: str = "", *, interval: str = f"; {wording.SAMPLING_ONLY}"
) -> str:
    """How to read a figure and how its finding was made.

    interval : what the intervals are; empty for a figure that shows none.
    """
    codings = [name for name in made.codings if coding_head(name)]
    told = f"coding {wording.listed(codings)}" if codings else "one coding"
    worlds = wording.count_words(made.worlds)
    if len(codings) > 1:
        told, worlds = f"codings {wording.listed(codings)}", f"{worlds} each"
    return (
        f"{reading} Scenario {made.scenario}; {told}; {worlds}, "
        f"seed {made.seed}{interval}. Explains a coding; does not predict."
    ).strip()


def name_coding(coding: str, axes: Axes) -> None:
    """Head a panel with the coding it shows; nothing for a scenario that states none."""
    axes.set_title(coding_head(coding, "coding {}"))


def canvas(
    rows: int, columns: int, tall: float, title: str, caption: str
) -> tuple[Figure, list[Axes]]:
    """A figure with its panels, row by row.

    tall : inches for the panels together. title : at most two lines. caption : below, as long as
    it needs to be within three lines or so.
    """
    wide = _WIDE if columns <= 2 else _WIDE + 3.2 * (columns - 2)
    heading = style.wrapped(title, int(wide * 9.2), lines=2)
    height = tall + _HEAD + _TITLE_LINE * (1 + heading.count("\n")) + _FOOT
    figure = Figure(figsize=(wide, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, _FOOT / height, 1, tall / height))  # type: ignore
    figure.text(
        0.012,
        1 - 0.1 / height,
        heading,
        fontsize=12,
        fontweight="bold",
        va="top",
    )
    figure.text(
        0.012,
        0.08 / height,
        style.wrapped(caption, int(wide * 15.5)),
        fontsize=style.SMALL,
        color=style.DRAB,
        va="bottom",
    )
    axes = figure.subplots(rows, columns, squeeze=False)
    return figure, list(axes.flat)


def hide_inner_labels(axes: Sequence[Axes]) -> None:
    """Leave the labels of rows to the first panel."""
    for one in axes[1:]:
        one.set_yticklabels([])


def mark_deadline(
    deadline: float | None, horizon: float, axes: Axes, *, words: str = "deadline"
) -> None:
    """A dotted line on the announced day, and what it is; none where the talks end by then anyway.

    words : what stands at the top of the line with the day; nothing if empty.
    """
    if deadline is None or deadline >= horizon:
        return
    axes.axvline(deadline, color=style.DRAB, linestyle=":", linewidth=1)
    if words:
        axes.text(
            deadline,
            axes.get_ylim()[1],
            f" {words}, {wording.day_words(deadline)}",
            fontsize=style.SMALL,
            color=style.DRAB,
            va="top",
        )


def beside(axes: Axes, words: str, at: tuple[float, float], height: float, colour: str) -> None:
    """A label right of a panel, joined to the place it speaks of.

    at : the place, in data. height : of the label's middle, on the panel's own scale from 0.
    """
    axes.annotate(
        words,
        xy=at,
        xytext=(1.05, height / axes.get_ylim()[1]),
        textcoords="axes fraction",
        arrowprops={
            "arrowstyle": "-",
            "color": colour,
            "linewidth": 0.8,
            "shrinkA": 0,
            "shrinkB": 0,
            "relpos": (0, 0.5),
        },
        color=colour,
        fontsize=style.SMALL,
        va="center",
        annotation_clip=False,
        linespacing=1.1,
    )
