"""Who refuses what: the reasons stated at the table."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.finding import RunSummary
from sim.report import style, wording

__all__ = ["draw_refusals", "refusal_keys", "refusals_title"]

_MOST = 10


def refusal_keys(summary: RunSummary) -> tuple[tuple[str, str | None], ...]:
    """Party and issue (``None``: too little) of the most frequent refusals over all codings."""
    largest: dict[tuple[str, str | None], float] = {}
    for coding in summary.codings.values():
        for refusal in coding.refusals:
            key = (refusal.party, refusal.issue)
            largest[key] = max(largest.get(key, 0.0), refusal.share.share)
    return tuple(sorted(largest, key=lambda key: -largest[key])[:_MOST])


def refusals_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    keys = [key for key in refusal_keys(summary) if key[1] is not None]
    if not keys:
        return "Who refuses, and why: no red line was ever stated"
    party, issue = keys[0]
    return (
        f"The red line stated in most worlds: {summary.labels.parties[party]}, on "
        f"{summary.labels.issues[issue or '']}"
    )


def draw_refusals(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """One bar per party and reason: worlds in which it refused at least once because of that."""
    keys = refusal_keys(summary)
    found = {(r.party, r.issue): r.share for r in summary.codings[coding].refusals}
    order = list(summary.labels.parties)
    for row, key in enumerate(keys):
        share = found.get(key)
        if share is None:
            axes.text(0.01, row, "never", va="center", fontsize=style.SMALL, color=style.DRAB)
            continue
        colour = style.party_look(order, key[0]).colour
        hollow = key[1] is None
        axes.barh(
            row, share.share, height=0.62, color="white" if hollow else colour, edgecolor=colour
        )
        axes.plot([share.low, share.high], [row, row], color=style.INK, linewidth=1)
        axes.annotate(
            wording.share_words(share),
            xy=(share.high, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
        )
    _frame(summary, keys, axes)
    return axes


def _frame(summary: RunSummary, keys: tuple[tuple[str, str | None], ...], axes: Axes) -> None:
    axes.set_ylim(len(keys) - 0.4, -0.6)
    axes.set_yticks(range(len(keys)))
    axes.set_yticklabels(
        [
            style.wrapped(
                wording.refusal_words(
                    style.wrapped(summary.labels.parties[party], 24, lines=1),
                    None if issue is None else summary.labels.issues[issue],
                ),
                34,
                lines=2,
            )
            for party, issue in keys
        ]
    )
    axes.set_xlim(0.0, 1.28)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
    style.of_100(axes, axis="x")
    axes.set_xlabel("of 100 worlds, at least once")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
