"""Where scenario files are kept: the bundled ones by name, any other by its path."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.errors import NotFoundError

__all__ = ["Bundled", "bundled", "find", "near", "nearest", "scenarios_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A scenario that comes with Parley. ``parent`` is the scenario it extends, or ``None``."""

    name: str
    title: str
    question: str
    parent: str | None
    place: Path


def scenarios_folder() -> Path:
    """The folder of bundled scenarios: of the checkout, else the one inside the package."""
    package = Path(__file__).resolve().parents[1]
    # An editable install of a checkout would hold a stale copy, so the checkout goes first.
    if (package.parent / "pyproject.toml").is_file():
        return package.parent / "scenarios"
    return package / "_bundled" / "scenarios"


def bundled() -> tuple[Bundled, ...]:
    """Every bundled scenario, each variant after its parent."""
    places = _places(scenarios_folder())
    heads = {name: _head(place) for name, place in places.items()}
    shelf = [_entry(name, places[name], heads) for name in places]
    return tuple(sorted(shelf, key=lambda entry: _rank(entry, heads)))


def find(source: str | Path) -> Path:
    """The file behind a bundled name, a unique prefix of one, or a path.

    Raises ``NotFoundError`` with near matches.
    """
    if isinstance(source, Path):
        return _existing(source)
    places = _places(scenarios_folder())
    if source in places:
        return places[source]
    if source.endswith(".toml") or "/" in source or "\\" in source:
        return _existing(Path(source))
    matches = [name for name in places if source and name.startswith(source)]
    if len(matches) == 1:
        return places[matches[0]]
    if matches:
        raise NotFoundError(f"{source!r} could be {', '.join(sorted(matches))}: write more of it")
    if Path(source).is_file():
        return Path(source)
    if Path(source).is_dir():
        raise NotFoundError(_folder_words(source))
    advice = near(source, list(places)) or "see `parley list`"
    raise NotFoundError(f"no scenario is called {source!r} ({advice})")


def near(word: str, candidates: list[str]) -> str:
    """A "did you mean" for a word, or an empty text."""
    match = nearest(word, candidates)
    return "" if match is None else f"did you mean {match!r}?"


def nearest(word: str, candidates: list[str], *, likeness: float = 0.6) -> str | None:
    """The candidate most like a word, if any is at least so like it; ``likeness`` in [0, 1]."""
    return next(iter(get_close_matches(word, candidates, n=1, cutoff=likeness)), None)


def _existing(place: Path) -> Path:
    if place.is_file():
        return place
    if place.is_dir():
        raise NotFoundError(_folder_words(place))
    try:
        siblings = sorted(entry.stem for entry in place.parent.glob("*.toml"))
    except OSError:
        siblings = []
    # Short names are alike by chance, and a folder may hold anything.
    match = nearest(place.stem, siblings, likeness=0.8)
    advice = "" if match is None else f" (did you mean '{match}.toml'?)"
    raise NotFoundError(f"no file {str(place)!r}{advice}")


def _folder_words(place: str | Path) -> str:
    return f"{str(place)!r} is a folder, not a scenario file"


def _places(folder: Path) -> dict[str, Path]:
    return {place.stem: place for place in sorted(folder.rglob("*.toml"))}


@lru_cache(maxsize=256)
def _parsed(place: Path, _changed: int) -> dict[str, Any]:
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return {}


def _head(place: Path) -> dict[str, Any]:
    return _parsed(place, place.stat().st_mtime_ns)


def _entry(name: str, place: Path, heads: dict[str, dict[str, Any]]) -> Bundled:
    head = heads[name]
    parent = _parent(head)
    above = heads.get(parent or "", {})
    return Bundled(
        name=name,
        title=str(head.get("title", above.get("title", name))),
        question=str(head.get("question", above.get("question", ""))),
        parent=parent,
        place=place,
    )


def _parent(head: dict[str, Any]) -> str | None:
    extends = head.get("extends")
    if not isinstance(extends, str):
        return None
    return Path(extends).stem if extends.endswith(".toml") else extends


def _rank(entry: Bundled, heads: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    lineage = [entry.name]
    parent = entry.parent
    while parent and parent in heads and parent not in lineage:
        lineage.insert(0, parent)
        parent = _parent(heads[parent])
    return tuple(lineage)
