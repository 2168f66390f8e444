"""Writing aside and renaming, so that nothing half written ever stands where it will be read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["aside", "put_in_place", "write_text"]


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to before renaming; gone afterwards, whatever happens.

    Makes the folders above. Raises ``ResultsError`` for whatever the file system refuses.
    """
    part = target.parent / f".{target.name}.part-{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        yield part
    except OSError as error:
        raise ResultsError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        _remove(part)


def put_in_place(
    part: Path,
    folder: Path,
    *,
    last: str,
    drop: Collection[str] = (),
    keep: Collection[str] = (),
) -> None:
    """Rename the finished folder ``part`` to ``folder``.

    Where ``folder`` already holds something, the entries named in ``drop`` go first; then entries
    of the same name are replaced one by one, except those in ``keep``, the entry ``last`` at the
    end. All others are left alone.
    """
    if not folder.exists() or not any(folder.iterdir()):
        os.replace(part, folder)
        return
    for name in sorted(set(drop) - {last}):
        _remove(folder / name)
    (folder / last).unlink(missing_ok=True)
    names = sorted({entry.name for entry in part.iterdir()} - {*keep, last})
    for name in [*names, last]:
        _remove(folder / name)
        os.replace(part / name, folder / name)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with plain line breaks on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
