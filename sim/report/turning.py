"""Where a share turns along a line of a sweep, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.domain.estimate import Difference, Share
from sim.domain.sweep import Course, Scale, Stretch, Varied
from sim.report import wording

__all__ = [
    "NOISE",
    "TOLD_TURNS",
    "brief_words",
    "kind_words",
    "size_words",
    "turn_words",
    "value_words",
]

#: More turns than these are counted instead of told.
TOLD_TURNS = 3

NOISE = "does not change beyond noise"


def value_words(text: str) -> str:
    """A value, given as TOML text, as a reader sees it.

    >>> value_words('"single-text"'), value_words("-0.5"), value_words("0.0"), value_words("[0, 1]")
    ('“single-text”', '−0.5', '0', '[0, 1]')
    """
    if text.startswith('"'):
        return f"“{text[1:-1]}”"
    try:
        float(text)
    except ValueError:
        return text
    plain = text.removesuffix(".0")
    return plain.lstrip("-") if float(text) == 0.0 else plain.replace("-", "−")


def turn_words(stretches: Sequence[Stretch], varied: Varied) -> str:
    """One line of the grid: what the share that settles does along it.

    stretches : of the line, in order.
    """
    if varied.scale is Scale.NAMES:
        return _named_words(stretches[0])
    moves = [one for one in stretches if one.course is not Course.LEVEL]
    if not moves:
        return f"{NOISE} anywhere between them"
    if len(moves) > TOLD_TURNS:
        return (
            f"turns {len(moves) - 1} times beyond noise, first at {value_words(moves[0].last)} and "
            f"last at {value_words(moves[-1].first)}"
        )
    told = ", then ".join(_move_words(move, varied) for move in moves)
    level = [
        f"from {value_words(one.first)} to {value_words(one.last)}"
        for one in stretches
        if one.course is Course.LEVEL
    ]
    return f"{told}; it {NOISE} {wording.listed(level)}" if level else told


def brief_words(stretches: Sequence[Stretch], varied: Varied) -> str:
    """The same for a list of lines whose heading says what is counted."""
    moves = [one for one in stretches if one.course is not Course.LEVEL]
    if not moves:
        return "within noise"
    if varied.scale is Scale.NAMES:
        (move,) = moves
        return (
            f"{value_words(move.last)} most, {value_words(move.first)} least, "
            f"{wording.share_words(_size(move.change))} apart"
        )
    if len(moves) > TOLD_TURNS:
        return turn_words(stretches, varied)
    told = [
        f"{move.course.value} by {wording.share_words(_size(move.change))} from "
        f"{value_words(move.first)} to {value_words(move.last)}{_half_words(move, varied)}"
        for move in moves
    ]
    level = "" if len(moves) == len(stretches) else "; within noise elsewhere"
    return ", then ".join(told) + level


def _move_words(move: Stretch, varied: Varied) -> str:
    return (
        f"{move.course.value} by {size_words(move.change)} from {value_words(move.first)} to "
        f"{value_words(move.last)}{_half_words(move, varied)}"
    )


def _half_words(move: Stretch, varied: Varied) -> str:
    """Where half of a change is, if that is closer together than half of the way."""
    places = [varied.values.index(v) for v in (move.first, move.last, move.half_from, move.half_to)]
    whole, half = places[1] - places[0], places[3] - places[2]
    if 2 * half >= whole:
        return ""
    return f", half of that between {value_words(move.half_from)} and {value_words(move.half_to)}"


def _named_words(stretch: Stretch) -> str:
    if stretch.course is Course.LEVEL:
        return f"{NOISE} from one value to another"
    return (
        f"is largest with {value_words(stretch.last)} and smallest with "
        f"{value_words(stretch.first)}, {size_words(stretch.change)} apart"
    )


def size_words(change: Difference) -> str:
    """A change without its sign, which the words beside it tell."""
    return wording.share_sentence(_size(change))


def _size(change: Difference) -> Share:
    if change.difference >= 0:
        return Share(share=change.difference, low=max(0.0, change.low), high=change.high)
    return Share(share=-change.difference, low=max(0.0, -change.high), high=-change.low)


def kind_words(line: Iterable[Stretch], varied: Varied) -> str:
    """The course of a line in a few words."""
    moves = [one for one in line if one.course is not Course.LEVEL]
    if not moves:
        return NOISE
    if varied.scale is Scale.NAMES:
        return f"is largest with {value_words(moves[0].last)}"
    if len(moves) > TOLD_TURNS:
        return f"turns {len(moves) - 1} times"
    return " and ".join(move.course.value for move in moves)
