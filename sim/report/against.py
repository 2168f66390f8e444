"""One scenario against another on the same worlds, in words."""

from __future__ import annotations

from sim.domain.comparison import CodingComparison, Comparison, Flip, Obstacle
from sim.domain.estimate import Labels
from sim.domain.finding import RunSummary
from sim.report import wording
from sim.report.codings import coding_head, counted_heads
from sim.report.table import paragraph, side_by_side

__all__ = ["against_text", "comparison_text"]

_SETTLED = "settlement"
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
    rows = [
        (
            wording.ending_words(ending),
            [wording.share_words(coding.endings[ending]) for coding in summary.codings.values()],
        )
        for ending in wording.ENDINGS
    ]
    title = f"{summary.scenario} (of 100 worlds; {wording.SAMPLING_ONLY})"
    return (
        paragraph(title, width) + "\n" + side_by_side(counted_heads(summary.codings), rows, width)
    )


def against_text(comparison: Comparison, *, width: int = 80) -> str:
    """The paired differences, which worlds flip, and what stood in the way of those that do."""
    title = (
        f"AGAINST {comparison.first} ({comparison.second} minus {comparison.first}, on the same "
        f"worlds; per 100 worlds, {wording.SAMPLING_ONLY})"
    )
    rows = [
        (
            wording.ending_words(ending),
            [
                wording.difference_words(coding.endings[ending])
                for coding in comparison.codings.values()
            ],
        )
        for ending in wording.ENDINGS
    ]
    table = side_by_side(counted_heads(comparison.codings), rows, width)
    parts = [paragraph(title, width), table]
    parts += [_flips(coding, width) for coding in comparison.codings.values()]
    parts += [paragraph(sentence, width) for sentence in _sentences(comparison)]
    return "\n".join(part for part in parts if part)


def _flips(coding: CodingComparison, width: int) -> str:
    changed = [flip for flip in coding.flips if flip.first != flip.second]
    where = coding_head(coding.coding, "{}: ")
    if not changed:
        return paragraph(f"{where}no world ends otherwise.", width, indent="  ")
    told = [
        f"{flip.n:,} from {wording.ending_words(flip.first)} to {wording.ending_words(flip.second)}"
        f"{_named(flip)}"
        for flip in changed[:_MOST_FLIPS]
    ]
    left = len(changed) - _MOST_FLIPS
    more = f" and {left} rarer ways" if left > 0 else ""
    sentence = f"{where}of {wording.count_words(coding.n)}, {wording.listed(told)}{more}."
    return paragraph(sentence, width, indent="  ")


def _named(flip: Flip) -> str:
    if not flip.worlds:
        return ""
    noun = "world" if flip.n == 1 else "worlds"
    more = " …" if len(flip.worlds) < flip.n else ""
    return f" ({noun} {', '.join(map(str, flip.worlds))}{more})"


def _sentences(comparison: Comparison) -> list[str]:
    """What the table does not say: the range over codings, and why worlds flip."""
    codings = list(comparison.codings.values())
    told = []
    if len(codings) > 1:
        lifts = [coding.endings[_SETTLED] for coding in codings]
        told.append(
            "The share that settles changes by "
            f"{wording.over_codings(wording.difference_range_words(lifts), len(codings))}."
        )
    sides = (comparison.second, comparison.first)
    for one in codings:
        won = sum(flip.n for flip in one.flips if flip.second == _SETTLED != flip.first)
        lost = sum(flip.n for flip in one.flips if flip.first == _SETTLED != flip.second)
        if one.gained:
            told.append(_why(one.coding, won, one.gained[0], sides, comparison.labels))
        if one.lost:
            told.append(_why(one.coding, lost, one.lost[0], sides[::-1], comparison.labels))
    return told


def _why(coding: str, n: int, most: Obstacle, sides: tuple[str, str], labels: Labels) -> str:
    """sides : where the worlds settle, and where they do not."""
    issue = None if most.issue is None else labels.issues[most.issue]
    ground = wording.refusal_words(labels.parties[most.party], issue)
    return (
        f"{wording.count_words(n)} {'settles' if n == 1 else 'settle'} under {sides[0]} alone, in "
        f"this coding{coding_head(coding, ' ({})')}; the refusal heard most often there under "
        f"{sides[1]} is “{ground}” (in {most.n:,} of them)."
    )
