"""The best packages as strips: an option an issue, and beside them how often they are signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import Order, PackageRow
from sim.report import style, wording
from sim.report.answers.zopa_words import by_rank, level_words, telling_order
from sim.report.codings import coding_head

__all__ = ["draw_strips", "packages_title", "reading_of_strips", "shown_packages"]

_MOST = 8

#: Share of the picture that the strips take: so much an issue, up to so much.
_STRIP, _STRIPS = 0.2, 0.67
#: With more issues than this, strips have room for the place of an option only.
_NAMED = 8


def shown_packages(finding: Zopa) -> Sequence[tuple[PackageRow, ...]]:
    """The leading packages, each with its row in every coding."""
    return by_rank(finding, telling_order(finding))[:_MOST]


def packages_title(finding: Zopa) -> str:
    """What the figure shows, as a sentence."""
    ranges = wording.range_words(row.signed for row in shown_packages(finding)[0])
    level = level_words(finding)
    if level:
        return f"The package told first, {level}, is signed in {ranges}"
    return f"The package that does best is signed in {ranges}"


def reading_of_strips(finding: Zopa) -> str:
    """How to read the figure, for its caption."""
    ranked = (
        "the lowest share over codings"
        if telling_order(finding) is Order.ACROSS
        else "the share of worlds in which all who must sign do"
    )
    told = f"Ranked by {ranked}. Shaded: where a package differs from the first."
    if len(finding.made.labels.issues) > _NAMED:
        told += " Numbers in the strips: the option's place in its issue's order."
    return told


def draw_strips(finding: Zopa, axes: Axes) -> Axes:
    """A row for every package: its options by issue, then its share in every coding."""
    shown = shown_packages(finding)
    issues = list(finding.made.labels.issues)
    first = shown[0][0].package
    for place, rows in enumerate(shown):
        for column, issue in enumerate(issues):
            _draw_option(finding, rows[0].package, first, issue, (column, place), axes)
    _draw_shares(finding, shown, len(issues), axes)
    _frame(finding, len(shown), axes)
    return axes


def _draw_option(
    finding: Zopa,
    package: Mapping[str, str],
    first: Mapping[str, str],
    issue: str,
    at: tuple[int, int],
    axes: Axes,
) -> None:
    differs = package[issue] != first[issue]
    axes.add_patch(
        Rectangle(
            at,
            1,
            1,
            facecolor=style.MARKED if differs else style.PAPER,
            edgecolor=style.DRAB,
            lw=0.5,
        )
    )
    names = finding.made.labels.options[issue]
    count = len(finding.made.labels.issues)
    if count > _NAMED:
        place = list(names).index(package[issue]) + 1 if package[issue] in names else "–"
        words = f"{place}/{len(names)}"
    else:
        words = style.wrapped(
            names.get(package[issue], package[issue]), max(8, int(108 / max(3, count))), lines=4
        )
    axes.text(
        at[0] + 0.5,
        at[1] + 0.5,
        words,
        ha="center",
        va="center",
        fontsize=6.4,
        linespacing=1.05,
        color=style.INK,
        fontweight="bold" if differs else "normal",
    )


def _draw_shares(
    finding: Zopa, shown: Sequence[tuple[PackageRow, ...]], start: float, axes: Axes
) -> None:
    codings = finding.made.codings
    top = max(0.05, *(row.signed.high for rows in shown for row in rows))
    wide = _whole_width(len(finding.made.labels.issues)) - start
    left, right = start + 0.1 * wide, start + 0.76 * wide

    def across(share: float) -> float:
        return left + (right - left) * share / top

    for place, rows in enumerate(shown):
        for row in rows:
            order = codings.index(row.coding)
            y = place + (order + 1) / (len(codings) + 1)
            look = style.series_look(order)
            axes.plot(
                [across(row.signed.low), across(row.signed.high)], [y, y], color=look.colour, lw=1
            )
            axes.plot(across(row.signed.share), y, look.marker, color=look.colour, ms=4)
            axes.text(
                right + 0.04 * wide,
                y,
                wording.share_words(row.signed),
                va="center",
                fontsize=7,
                color=style.INK,
            )
    for share in (0.0, top):
        axes.plot([across(share)] * 2, [0, len(shown)], color=style.GRID, lw=0.7, zorder=0)
        axes.text(across(share), len(shown) + 0.12, f"{100 * share:.0f}", ha="center", va="top",
                  fontsize=7, color=style.DRAB)  # fmt: skip
    _name_codings(codings, left, wide, axes)


def _whole_width(issues: int) -> float:
    """Width of the picture, where one issue's strip is 1 wide."""
    return issues / min(_STRIPS, _STRIP * issues)


def _name_codings(codings: Sequence[str], left: float, wide: float, axes: Axes) -> None:
    axes.text(left, -0.16, "signed in, of 100 worlds", va="bottom", fontsize=7.5, color=style.INK)
    for order, coding in enumerate(codings):
        if coding_head(coding):
            look = style.series_look(order)
            y = -0.52 - 0.24 * (len(codings) - 1 - order)
            axes.plot(left + 0.02 * wide, y, look.marker, color=look.colour, ms=4)
            axes.text(
                left + 0.06 * wide, y, coding, va="center_baseline", fontsize=7.5, color=style.INK
            )


def _frame(finding: Zopa, count: int, axes: Axes) -> None:
    names = finding.made.labels.issues
    axes.set_xlim(0, _whole_width(len(names)))
    axes.set_ylim(count + 0.35, -1.05)
    axes.set_yticks([place + 0.5 for place in range(count)], [str(k + 1) for k in range(count)])
    axes.set_xticks([])
    for column, name in enumerate(names.values()):
        axes.text(
            column + 0.5,
            -0.12,
            style.wrapped(name, max(8, int(98 / max(3, len(names)))), lines=3),
            ha="center",
            va="bottom",
            fontsize=7,
            color=style.INK,
            linespacing=1.05,
        )
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
