"""Where a variant may be written, what it extends from there, and writing it in one step."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sim.errors import UsageError
from sim.loading.lineage import parent_place
from sim.loading.shelf import name_of, scenarios_folder
from sim.loading.toml import SourceFile, read_file

__all__ = ["extends_from", "held_text", "is_bundled", "write_whole"]

_SEALED = "_bundled"


def is_bundled(place: Path) -> bool:
    """Whether a file comes with Parley."""
    return place.resolve().is_relative_to(scenarios_folder().resolve())


def held_text(place: Path, parent: Path) -> str | None:
    """The text of a variant of the same parent that is there; ``None`` where nothing is.

    Raises ``UsageError`` where the place must not be written.
    """
    if place.suffix != ".toml":
        raise UsageError(f"a scenario file ends in .toml; got {str(place)!r}")
    if is_bundled(place) and scenarios_folder().parent.name == _SEALED:
        raise UsageError(f"{place} is part of Parley itself: save into a folder of your own")
    if place.is_dir():
        raise UsageError(f"{str(place)!r} is a folder, not a scenario file")
    if not place.exists():
        return None
    file = read_file(place)
    if place.resolve() == parent.resolve() or "extends" not in file.tables:
        raise UsageError(f"{place} is no variant of {name_of(parent)}: choose another name")
    if parent_place(file).resolve() != parent.resolve():
        other = name_of(parent_place(file))
        raise UsageError(
            f"{place} is a variant of {other}, not of {name_of(parent)}: choose another name"
        )
    return place.read_text(encoding="utf-8-sig")


def extends_from(place: Path, parent: Path) -> str:
    """How a file at a place names the scenario it extends.

    The bundled name, else the path from the file's folder. Raises ``UsageError`` where another
    file beside it goes by the bundled name.
    """
    if is_bundled(parent):
        name = name_of(parent)
        file = SourceFile(place=place, shown=str(place), tables={"extends": name}, lines={})
        beside = place.parent / f"{name}.toml"
        if (
            beside.absolute() == place.absolute()
            or parent_place(file).resolve() != parent.resolve()
        ):
            raise UsageError(
                f"{beside} would be taken for the bundled {name}: choose another name or folder"
            )
        return name
    try:
        relative = os.path.relpath(parent.resolve(), place.parent.resolve())
    except ValueError:  # on another drive
        return parent.resolve().as_posix()
    return Path(relative).as_posix()


def write_whole(place: Path, text: str) -> None:
    """Put a text in place in one step. Raises ``UsageError`` where that cannot be done."""
    try:
        data = text.encode("utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.stem}-", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, place.stat().st_mode & 0o777 if place.exists() else _usual_mode())
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise UsageError(f"cannot write {place}: {problem.strerror}") from None
    except UnicodeEncodeError:
        raise UsageError(f"cannot write {place}: it holds characters that are no text") from None


def _usual_mode() -> int:
    """What a new file may be used for here: a temporary one is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
