"""Figures as SVG inside a page: ids of their own, words for who cannot see, nothing fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import matplotlib
from matplotlib.figure import Figure

from sim.report import style
from sim.report.plain import plain
from sim.report.writing import settle

__all__ = ["Drawn", "draw", "embedded"]

_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_STROKES = "stroke-linejoin:round;stroke-linecap:butt"
_LEFT_OUT = {"metadata", "style", "script", "foreignObject", "a"}

#: A picture within a figure, such as a map of cells, is a part of it.
_INSIDE = "data:image/png;base64,"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure as it stands in the page. title : what it finds. svg : mark-up, safe to include."""

    name: str
    title: str
    svg: str


def draw(makers: Mapping[str, Callable[[], Figure]]) -> dict[str, Drawn]:
    """Every figure drawn in the one look, by its name."""
    found = {}
    with style.look():
        # A name with two dollar signs is no formula.
        matplotlib.rcParams["text.parse_math"] = False
        for name, make in makers.items():
            figure = make()
            title, *rest = [plain(text.get_text()) for text in figure.texts] or [name]
            svg = embedded(_svg(figure), name=name, title=title, says=" ".join(rest))
            found[name] = Drawn(name=name, title=title, svg=svg)
    return found


def _svg(figure: Figure) -> str:
    settle(figure)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def embedded(svg: str, *, name: str, title: str, says: str) -> str:
    """An SVG file as an element of an HTML page.

    name : told in every id, so that two figures of a page share none. title, says : for readers
    who hear the page. Metadata, scripts and whatever could fetch something are left out.
    """
    root = ET.fromstring(svg)
    _strip(root)
    known = {one.get("id") for one in root.iter()} - {None}
    for one in root.iter():
        one.tag = str(one.tag).rpartition("}")[2]
        one.attrib = _renamed(one.attrib, name, known)
    box = root.get("viewBox", "0 0 1 1")
    wide, tall = map(float, box.split()[2:])
    root.attrib = {
        "viewBox": box,
        "class": "tall" if tall > wide else "wide-one",
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
        "style": _STROKES,
    }
    for tag, text in (("desc", says), ("title", title)):
        told = ET.Element(tag, {"id": f"{name}-{tag}"})
        told.text = text
        root.insert(0, told)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _strip(parent: ET.Element) -> None:
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _LEFT_OUT:
            parent.remove(child)
        else:
            _strip(child)
    # Line breaks between elements are a tenth of the file and show nowhere.
    parent.text = parent.text if (parent.text or "").strip() else None
    parent.tail = parent.tail if (parent.tail or "").strip() else None


def _renamed(held: Mapping[str, str], name: str, known: set[str | None]) -> dict[str, str]:
    """Attributes with ids and references told apart; those that lead out of the page are gone."""
    found: dict[str, str] = {}
    for key, value in held.items():
        short = key.rpartition("}")[2]
        if short == "id":
            found["id"] = f"{name}-{value}"
        elif short == "href":
            if value.startswith(_INSIDE):
                found["href"] = value
            elif value.removeprefix("#") in known:
                found["href"] = f"#{name}-{value.removeprefix('#')}"
        elif not short.startswith("on"):
            found[short] = _REFERENCE.sub(rf"url(#{name}-\1)", value)
    return found
