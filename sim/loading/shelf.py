"""Where scenario files are kept: the bundled ones by name, any other by its path.

A bundled scenario's name is its path below the folder of bundled scenarios: ``theory/rubinstein``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from sim.errors import NotFoundError

__all__ = ["Bundled", "bundled", "find", "name_of", "near", "nearest", "scenarios_folder"]


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
    matches = [name for name in places if source and name.startswith(source)]
    if source.endswith(".toml") or "\\" in source or ("/" in source and not matches):
        return _existing(Path(source), [name for name in places if "/" in name])
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


def name_of(place: Path) -> str:
    """What the scenario in a file is called: its bundled name, else the file's without ending."""
    folder = scenarios_folder().resolve()
    resolved = place.resolve()
    if not resolved.is_relative_to(folder):
        return place.stem
    return resolved.relative_to(folder).with_suffix("").as_posix()


def near(word: str, candidates: list[str]) -> str:
    """A "did you mean" for a word, or an empty text."""
    match = nearest(word, candidates)
    return "" if match is None else f"did you mean {match!r}?"


def nearest(word: str, candidates: list[str], *, likeness: float = 0.6) -> str | None:
    """The candidate most like a word, if any is at least so like it; ``likeness`` in [0, 1]."""
    return next(iter(get_close_matches(word, candidates, n=1, cutoff=likeness)), None)


def _existing(place: Path, names: Sequence[str] = ()) -> Path:
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
    advice = near(str(place), list(names)) if match is None else f"did you mean '{match}.toml'?"
    raise NotFoundError(f"no file {str(place)!r}" + (advice and f" ({advice})"))


def _folder_words(place: str | Path) -> str:
    return f"{str(place)!r} is a folder, not a scenario file"


def _places(folder: Path) -> dict[str, Path]:
    places = sorted(folder.rglob("*.toml"))
    return {place.relative_to(folder).with_suffix("").as_posix(): place for place in places}


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
    parent = _parent(name, heads)
    above = heads.get(parent or "", {})
    return Bundled(
        name=name,
        title=str(head.get("title", above.get("title", name))),
        question=str(head.get("question", above.get("question", ""))),
        parent=parent,
        place=place,
    )


def _parent(name: str, heads: dict[str, dict[str, Any]]) -> str | None:
    """The scenario that one extends; a name beside it goes before one elsewhere."""
    extends = heads[name].get("extends")
    if not isinstance(extends, str):
        return None
    stated = extends.removesuffix(".toml")
    beside = (PurePosixPath(name).parent / stated).as_posix()
    if beside in heads:
        return beside
    return stated if stated in heads else PurePosixPath(stated).name


def _rank(entry: Bundled, heads: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    lineage = [entry.name]
    parent = entry.parent
    while parent and parent in heads and parent not in lineage:
        lineage.insert(0, parent)
        parent = _parent(parent, heads)
    return tuple(lineage)
