"""Two issues against each other: worlds in which some acceptable package holds both options."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes

from sim.domain.zopa import Zopa
from sim.report import style, wording
from sim.report.answers.zopa_words import pair_shares

__all__ = ["draw_map", "map_title", "shows_intervals", "tallness"]

#: Cells narrower than this many inches have room for a bare number only.
_NARROW = 0.75
_WIDE = 6.4


def map_title(finding: Zopa) -> str:
    """The options that go together most often, as a sentence."""
    assert finding.map is not None
    labels = finding.made.labels
    by_coding = [pair_shares(finding, coding) for coding in finding.made.codings]
    if all(len({share.share for share in shares.values()}) == 1 for shares in by_coding):
        names = [labels.issues[issue] for issue in finding.map]
        return f"{wording.capital(names[0])} and {names[1]}: no two options go together more often"
    one, other = max(by_coding[0], key=lambda pair: min(shares[pair].share for shares in by_coding))
    first, second = (
        labels.options[issue][option]
        for issue, option in zip(finding.map, (one, other), strict=True)
    )
    return f"What could be signed most often joins “{first}” with “{second}”"


def tallness(finding: Zopa) -> float:
    """Inches one panel takes, without the names of the columns."""
    assert finding.map is not None
    return 0.44 * max(2, len(finding.made.labels.options[finding.map[0]])) + 0.35


def shows_intervals(finding: Zopa) -> bool:
    """Whether cells have room for an interval."""
    assert finding.map is not None
    return _WIDE / len(finding.made.labels.options[finding.map[1]]) >= _NARROW


def draw_map(finding: Zopa, coding: str, axes: Axes) -> Axes:
    """A heat map of one coding: rows are the options of the first issue, columns of the second."""
    assert finding.map is not None
    labels = finding.made.labels
    rows, columns = (labels.options[issue] for issue in finding.map)
    shares = pair_shares(finding, coding)
    values = [[shares[one, other].share for other in columns] for one in rows]
    # One scale for all codings, so that they can be compared by eye.
    top = max(0.05, *(row.share.share for row in finding.pairs if _mapped(finding, row.issue)))
    colours = matplotlib.colormaps["cividis"]
    axes.imshow(values, aspect="auto", cmap=colours, vmin=0.0, vmax=top)
    narrow = not shows_intervals(finding)
    for i, one in enumerate(rows):
        for j, other in enumerate(columns):
            share = shares[one, other]
            words = wording.share_middle(share) if narrow else wording.share_words(share)
            axes.text(
                j,
                i,
                words,
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color=_ink(colours(share.share / top)),
            )
    _frame(finding, axes)
    return axes


def _mapped(finding: Zopa, issue: str) -> bool:
    return finding.map is not None and issue in finding.map


def _frame(finding: Zopa, axes: Axes) -> None:
    assert finding.map is not None
    labels = finding.made.labels
    rows, columns = (labels.options[issue] for issue in finding.map)
    wide = max(8, int(_WIDE / len(columns) * 13))
    axes.set_yticks(range(len(rows)), [style.wrapped(name, 28, lines=3) for name in rows.values()])
    axes.set_xticks(
        range(len(columns)), [style.wrapped(name, wide, lines=4) for name in columns.values()]
    )
    axes.tick_params(length=0, labelsize=7.5)
    axes.grid(visible=False)
    axes.set_xticks([place - 0.5 for place in range(len(columns) + 1)], minor=True)
    axes.set_yticks([place - 0.5 for place in range(len(rows) + 1)], minor=True)
    axes.grid(visible=True, which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel(labels.issues[finding.map[1]])
    axes.set_ylabel(style.wrapped(labels.issues[finding.map[0]], 24))
    for side in axes.spines.values():
        side.set_visible(False)


def _ink(shade: tuple[float, ...]) -> str:
    """Black or white, whichever reads better on a colour."""
    bright = 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2]
    return style.INK if bright > 0.5 else "white"
