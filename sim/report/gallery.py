"""The gallery: one picture of each kind and how to read it, and every scenario at a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from sim.report import style
from sim.report.writing import save

__all__ = ["GLANCE", "KINDS", "WIDE", "Kind", "Picture", "gallery_page", "save_small"]

#: Pixels across of a picture, and of one at a glance; and how many colours both have.
WIDE, GLANCE = 900, 620
_COLOURS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of picture. question : of the help. made_by : the command, and what it needs.
    reads : how to read it."""

    name: str
    question: str
    made_by: str
    reads: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in the gallery. kind : its name. file : relative to the page."""

    kind: str
    scenario: str
    file: str


_HAPPENS, _MOVES = "What happens?", "What must move?"
_RATIONAL, _UNKNOWN = "What would rational parties do?", "What do we not know?"

_READS: tuple[tuple[str, str, str, str], ...] = (
    ("endings", _HAPPENS, "run", "Each line is the share of worlds that have ended so by a day; "
     "the band is sampling error only, and what is left to 100 is impasse."),
    ("timing", _HAPPENS, "run", "Above, settled, broken off and still talking add to 100 on every "
     "day; below, the time to agreement, where talks still going on are censored: at the deadline "
     "for whoever stops watching there (cross), else at the horizon."),
    ("packages", _HAPPENS, "run", "A row is an issue, a cell an option; the brighter, the more "
     "settled worlds hold it."),
    ("values", _HAPPENS, "run", "For each party what it signs, in its colour, against no deal in "
     "the same worlds, in grey."),
    ("offers", _HAPPENS, "run", "What stands on the table, worth to one party at a time; lines "
     "that meet are talks that may close."),
    ("refusals", _HAPPENS, "run", "Who refuses because of what, in how many worlds; a hollow bar "
     "is too little value, a filled one a red line."),
    ("beliefs", _HAPPENS, "run", "The chance one party gives to another's being of a hidden type; "
     "the full line is where it truly is, the dashed one where it is not. Lines that part are "
     "something learnt."),
    ("sweep", _HAPPENS, "sweep --vary …", "Shares of endings as one number moves along its range."),
    ("sweep-change", _HAPPENS, "sweep --vary …", "Change against the unchanged scenario, on the "
     "same worlds, with two numbers moved at once or one at a time."),
    ("acceptance-map", _MOVES, "zopa", "Two issues against each other: the brighter a cell, the "
     "more worlds have something acceptable that holds both options."),
    ("best-packages", _MOVES, "zopa", "The packages signed most, an option an issue; shaded where "
     "one differs from the first."),
    ("public-world", _MOVES, "zopa", "Every package by what it leaves two parties; the dashed line "
     "is the Pareto frontier, marks are four bargaining solutions, rings what the talks sign."),
    ("who-blocks", _MOVES, "zopa", "In worlds without an acceptable package, how often giving up "
     "one line, or one no-deal value, would open the set."),
    ("smallest-sets", _MOVES, "zopa", "Each column is a set of lines and no-deal values, its "
     "members below and what it opens above."),
    ("loud-lines", _MOVES, "zopa", "Hollow: how often a line is firm; filled: how often it has to "
     "give way. Far apart is loud but not load-bearing."),
    ("concessions", _MOVES, "concessions", "Each concession on paper (pale) and in the talks."),
    ("concession-pairs", _MOVES, "concessions --pairs", "What two concessions do together, against "
     "what each does alone."),
    ("concession-sets", _MOVES, "concessions --target …", "Each column is a set of concessions, "
     "joined; a mark is in the mover's colour and shape, and above stands how many worlds settle "
     "after it."),
    ("deadline", _MOVES, "clock", "Settlement as the deadline moves, against no deadline at all."),
    ("channels", _MOVES, "clock", "From talks without a deadline to talks with it, one channel at "
     "a time."),
    ("who_pays", _MOVES, "clock", "What each side's result changes by, when the other, or it "
     "alone, fears the deadline."),
    ("price-of-haggling", _RATIONAL, "solve", "What each party would have more by a solution than "
     "by the talks as played."),
    ("regret", _RATIONAL, "equilibrium", "How much any party would gain by leaving a profile of "
     "behaviours; left of the dashed line nobody would."),
    ("at-equilibrium", _RATIONAL, "equilibrium", "What happens where nobody changes: settlement, "
     "and each party's change against the behaviours as coded."),
    ("against-moves", _RATIONAL, "stability", "How often a signed package withstands moves, by "
     "three notions of looking ahead."),
    ("breach-over-time", _RATIONAL, "stability", "Which party would gain by a breach, day by day."),
    ("drivers", _UNKNOWN, "sensitivity", "How much of the answer hangs on each group of inputs."),
    ("tornado", _UNKNOWN, "sensitivity", "One number at a time at the low (plain) and the high "
     "(hatched) end of its range."),
    ("conditions", _UNKNOWN, "sensitivity", "Under which conditions talks settle, or fail, as a "
     "box of few ranges."),
    ("statements", _UNKNOWN, "robust", "Which statements hold in every coding and reading of the "
     "sources: a dot holds, a cross fails, hollow is too close to tell."),
)  # fmt: skip

KINDS = tuple(
    Kind(name=name, question=question, made_by=made_by, reads=reads)
    for name, question, made_by, reads in _READS
)


def save_small(make: Callable[[], Figure], folder: Path, name: str, *, wide: int = WIDE) -> Path:
    """Draw a figure as a small PNG that is the same bytes for the same figure.

    wide : pixels across.
    """
    from PIL import Image

    with style.look():
        (place,) = save(make(), folder, name, ("png",))
    with Image.open(place) as whole:
        tall = round(whole.height * wide / whole.width)
        small = whole.convert("RGB").resize((wide, tall), Image.Resampling.LANCZOS)
    # Of Pillow's ways the one that keeps colours of small area, which are what a line is drawn in.
    few = small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(place, optimize=True)
    return place


def gallery_page(
    shown: Sequence[Picture], glances: Mapping[str, Sequence[Picture]], titles: Mapping[str, str]
) -> str:
    """The page in Markdown.

    shown : a picture for each kind. glances : scenario → its pictures. titles : of the scenarios.
    """
    found = {picture.kind: picture for picture in shown}
    kinds = [kind for kind in KINDS if kind.name in found]
    parts = [
        "# Gallery",
        "One picture of each kind Parley draws, and how to read it. A party has the same colour, "
        "shape and line in every picture of its scenario; endings have theirs; grey is no deal. "
        "Made by `parley gallery` on few worlds: the pictures show how to read, not what is true.",
    ]
    for question in dict.fromkeys(kind.question for kind in kinds):
        parts.append(f"## {question}")
        for kind in (one for one in kinds if one.question == question):
            picture = found[kind.name]
            parts += [
                f"### `{kind.name}`",
                f"{kind.reads} From `parley {kind.made_by}`; here `{picture.scenario}`.",
                f"![{kind.name} of {picture.scenario}]({picture.file})",
            ]
    if glances:
        parts += ["## Every scenario at a glance"]
    for scenario, pictures in glances.items():
        parts.append(f"### {titles[scenario]} (`{scenario}`)")
        parts += [f"![{one.kind} of {scenario}]({one.file})" for one in pictures]
    return "\n\n".join(parts) + "\n"
