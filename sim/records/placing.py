"""Writing aside and renaming, so that nothing half written ever stands where it will be read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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


def put_in_place(part: Path, folder: Path, *, last: str) -> None:
    """Rename the finished folder ``part`` to ``folder``.

    Where ``folder`` already holds something, the entries of the same name are replaced one by one,
    the entry ``last`` at the end, and all others are left alone.
    """
    if not folder.exists() or not any(folder.iterdir()):
        os.replace(part, folder)
        return
    (folder / last).unlink(missing_ok=True)
    names = sorted(entry.name for entry in part.iterdir())
    for name in [*(name for name in names if name != last), last]:
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
