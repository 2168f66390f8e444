"""The colours of a scenario: one look per party wherever it is drawn, on paper and on a page.

Colour is never alone: every look has a marker, a line and a sign beside it. Looks go by a party's
place in its scenario, so that the same party looks the same in every figure and on every page.

All colours that carry words stand out from white by at least 4.5 to 1 (WCAG 2.2, 1.4.3), and those
of parties, and those of endings, stay apart for the common kinds of colour blindness, as simulated
by Machado, Oliveira & Fernandes (2009, IEEE Trans. Vis. Comput. Graph. 15:1291–1298); a test works
both out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "BAND",
    "DRAB",
    "ENDING_COLOURS",
    "ENDING_LOOKS",
    "FAINT",
    "GRID",
    "HIGH_END",
    "INK",
    "LOW_END",
    "MARKED",
    "NO_DEAL",
    "PAPER",
    "PARTY_LOOKS",
    "SERIES_LOOKS",
    "SIGNED",
    "SIGNED_TINT",
    "Look",
    "css_variables",
    "party_look",
    "series_look",
]

#: Words and axes; what stands back; lines to read along; every other row; the ground.
INK = "#222222"
DRAB = "#6b7078"
GRID = "#e4e4e4"
BAND = "#f3f3f3"
FAINT = "#b4b4b4"
PAPER = "#ffffff"


#: What is signed, and paler where on paper only; no deal; cells that differ; the ends of a range.
SIGNED = "#0a7a4a"
SIGNED_TINT = "#a9d6c2"
NO_DEAL = DRAB
MARKED = "#dfe6f3"
LOW_END = "#3d5a6c"
HIGH_END = "#c98500"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one thing is drawn wherever it is drawn.

    colour : as ``#rrggbb``. marker : as matplotlib names it. sign : the same shape as a character.
    dashes : lengths of strokes and gaps in line widths, by turns; empty for an unbroken line.
    """

    colour: str
    marker: str
    sign: str
    dashes: tuple[float, ...] = ()


_SHAPES = (("o", "●"), ("s", "■"), ("^", "▲"), ("D", "◆"), ("v", "▼"), ("P", "✚"), ("X", "✖"))
_DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (5, 1.5, 1, 1.5), (1.2, 1.2))
_PARTY_COLOURS = ("#1f6fc4", "#c34b0f", "#7d2ae8", "#431f3a", "#a35b6b", "#00207f")
_SERIES_COLOURS = (INK, "#747a84", "#3d5a6c", "#8a6d3b")


def _looks(colours: tuple[str, ...]) -> tuple[Look, ...]:
    # Shapes and dashes run at a pace of their own, so that looks differ beyond the last colour too.
    return tuple(
        Look(
            colour=colours[place % len(colours)],
            marker=_SHAPES[place % len(_SHAPES)][0],
            sign=_SHAPES[place % len(_SHAPES)][1],
            dashes=_DASHES[place % len(_DASHES)],
        )
        for place in range(len(colours) * len(_SHAPES))
    )


ENDING_LOOKS = {
    "settlement": Look(colour=SIGNED, marker="o", sign="●"),
    "partial": Look(colour="#a36110", marker="s", sign="■", dashes=(5, 2)),
    "walkout": Look(colour="#6e0f12", marker="^", sign="▲", dashes=(1.2, 1.2)),
    "impasse": Look(colour=NO_DEAL, marker="D", sign="◆", dashes=(5, 1.5, 1, 1.5)),
}
ENDING_COLOURS = {ending: look.colour for ending, look in ENDING_LOOKS.items()}

#: Looks by a party's place; and those of what belongs to no party, such as codings.
PARTY_LOOKS = _looks(_PARTY_COLOURS)
SERIES_LOOKS = _looks(_SERIES_COLOURS)


def party_look(parties: Iterable[str], party: str) -> Look:
    """The look of a party, by its place. parties : ids in the scenario's order.

    Raises ``ValueError`` for a party that is not among them.

    >>> party_look(["russia", "ukraine"], "ukraine").marker
    's'
    """
    return PARTY_LOOKS[list(parties).index(party) % len(PARTY_LOOKS)]


def series_look(place: int) -> Look:
    """The look of the coding, or other series, at a place from 0."""
    return SERIES_LOOKS[place % len(SERIES_LOOKS)]


def css_variables(parties: Iterable[str] = ()) -> str:
    """The tokens as CSS custom properties, one a line, to stand inside ``:root { … }``.

    parties : ids in the scenario's order. Each has a colour, a sign, and dashes for the
    ``stroke-dasharray`` of a line two pixels wide.

    >>> print(css_variables(["buyer", "seller"]).splitlines()[-3])
    --party-seller: #c34b0f;
    """
    return "\n".join(f"--{name}: {value};" for name, value in _variables(parties))


def _variables(parties: Iterable[str]) -> Iterator[tuple[str, str]]:
    named = {
        "ink": INK, "drab": DRAB, "grid": GRID, "band": BAND, "faint": FAINT, "paper": PAPER,
        "signed": SIGNED, "signed-tint": SIGNED_TINT, "no-deal": NO_DEAL, "marked": MARKED,
        "low-end": LOW_END, "high-end": HIGH_END,
    }  # fmt: skip
    yield from named.items()
    yield from ((f"ending-{ending}", colour) for ending, colour in ENDING_COLOURS.items())
    order = list(parties)
    for party in order:
        look = party_look(order, party)
        yield f"party-{party}", look.colour
        yield f"party-{party}-sign", f'"{look.sign}"'
        yield f"party-{party}-dashes", " ".join(f"{2 * one:g}" for one in look.dashes) or "none"
