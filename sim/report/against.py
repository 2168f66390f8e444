"""One scenario against another on the same worlds, in words."""

from __future__ import annotations

from sim.domain.finding import CodingComparison, Comparison, RunSummary
from sim.report import wording
from sim.report.table import paragraph, side_by_side

__all__ = ["against_text", "comparison_text"]

_ENDINGS = ("settlement", "partial", "impasse", "walkout")
_MOST_FLIPS = 4


def comparison_text(first: RunSummary, second: RunSummary, *, width: int = 80) -> str:
    """Two runs side by side, and the second against the first where it was compared with it."""
    parts = [
        paragraph(f"{second.scenario} against {first.scenario}", width),
        paragraph(second.question, width),
        *(_settled(summary, width) for summary in (first, second)),
    ]
    if second.against is not None:
        parts.append(against_text(second.against, width=width))
    parts.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(part for part in parts if part) + "\n"


def _settled(summary: RunSummary, width: int) -> str:
    heads = [
        ["" if name == "stated" else name, wording.count_words(coding.n)]
        for name, coding in summary.codings.items()
    ]
    rows = [
        (
            wording.ending_words(ending),
            [wording.share_words(coding.endings[ending]) for coding in summary.codings.values()],
        )
        for ending in _ENDINGS
    ]
    title = f"{summary.scenario} (of 100 worlds; {wording.SAMPLING_ONLY})"
    return paragraph(title, width) + "\n" + side_by_side(heads, rows, width)


def against_text(comparison: Comparison, *, width: int = 80) -> str:
    """The paired differences, which worlds flip, and what stood in the way of those that do."""
    title = (
        f"AGAINST {comparison.first} ({comparison.second} minus {comparison.first}, on the same "
        f"worlds; per 100 worlds, {wording.SAMPLING_ONLY})"
    )
    heads = [
        ["" if name == "stated" else name, wording.count_words(coding.n)]
        for name, coding in comparison.codings.items()
    ]
    rows = [
        (
            wording.ending_words(ending),
            [
                wording.difference_words(coding.endings[ending])
                for coding in comparison.codings.values()
            ],
        )
        for ending in _ENDINGS
    ]
    parts = [paragraph(title, width), side_by_side(heads, rows, width)]
    parts += [_flips(coding, width) for coding in comparison.codings.values()]
    parts += [paragraph(sentence, width) for sentence in comparison.says]
    return "\n".join(part for part in parts if part)


def _flips(coding: CodingComparison, width: int) -> str:
    changed = [flip for flip in coding.flips if flip.first != flip.second]
    where = "" if coding.coding == "stated" else f"{coding.coding}: "
    if not changed:
        return paragraph(f"{where}no world ends otherwise.", width, indent="  ")
    told = [
        f"{flip.n:,} from {wording.ending_words(flip.first)} to {wording.ending_words(flip.second)}"
        for flip in changed[:_MOST_FLIPS]
    ]
    left = len(changed) - _MOST_FLIPS
    more = f" and {left} rarer ways" if left > 0 else ""
    sentence = f"{where}of {wording.count_words(coding.n)}, {wording.listed(told)}{more}."
    return paragraph(sentence, width, indent="  ")
