"""Pages of folders: what a folder holds read back, with the command that would make it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.errors import ResultsError

if TYPE_CHECKING:
    from sim.domain.answer import Made

__all__ = ["given", "is_run_folder", "keep_page", "page_of_folder"]

_MANIFEST = "manifest.json"


class _UnreadableFolderError(ResultsError):
    """A folder that no page can be made of."""

    exit_code = 3


def given(context: typer.Context) -> set[str]:
    """Parameters of a command that were written on the command line."""
    return {
        name
        for name in context.params
        if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"
    }


def is_run_folder(source: str) -> bool:
    """Whether a word names a folder rather than a scenario.

    A bundled scenario goes by its name even where a folder of that name lies about, unless Parley
    wrote the folder.
    """
    from sim.loading import bundled

    place = Path(source)
    if not place.is_dir():
        # What cannot be a scenario's name is told as the folder it was meant to be.
        return source.endswith("/") and not place.exists()
    return (place / _MANIFEST).exists() or source not in {one.name for one in bundled()}


def page_of_folder(context: typer.Context, folder: Path) -> Path:
    """Write the page of a folder that Parley wrote into it; returns the file.

    Nothing is negotiated. Raises ``ResultsError``, exit code 3, where the folder is none of
    Parley's, lacks a file, or holds one that is not as it was written.
    """
    try:
        return keep_page(context, folder)
    except ResultsError as error:
        raise _UnreadableFolderError(str(error)) from None


def keep_page(context: typer.Context, folder: Path) -> Path:
    """The same for a folder that was just written. Raises ``ResultsError``."""
    from sim.records import (
        FolderKind,
        answer_type,
        kind_of,
        libraries_of,
        read_answer,
        read_concessions,
        read_inputs,
        read_run,
    )
    from sim.report.keeping.method import Background, made_of_run
    from sim.report.keeping.page import answer_page, run_page
    from sim.report.keeping.writing import write_page

    if not folder.exists():
        raise ResultsError(f"{folder}: there is no such folder")
    kind = kind_of(folder)
    name = kind.value.removeprefix("parley ")

    def background(made: Made) -> Background:
        return Background(
            command=_command(context, name, made),
            inputs=read_inputs(folder),
            libraries=libraries_of(folder),
        )

    if kind is FolderKind.RUN:
        run = read_run(folder)
        page = run_page(run, background(made_of_run(run)), read_concessions(folder))
    else:
        finding = read_answer(folder, answer_type(name))
        page = answer_page(finding, background(finding.made))
    return write_page(page, folder)


def _command(context: typer.Context, name: str, made: Made) -> str:
    """The command that would make a finding again, as one would type it."""
    command = getattr(context.find_root().command, "commands", {}).get(name)
    words = ["parley", name, made.scenario, "--worlds", str(made.worlds), "--seed", str(made.seed)]
    if len(made.codings) == 1 and made.codings[0] != "stated":
        words += ["--coding", made.codings[0]]
    for path, value in made.overrides.items():
        words += ["--set", f"{path}={value}"]
    for key, asked in made.asked.items():
        words += _asked(command, key, asked)
    return shlex.join(words)


def _asked(command: Any, key: str, value: Any) -> Iterator[str]:
    """An option of the command, if it has one of that name and it was asked."""
    options = {one for each in (command.params if command else ()) for one in each.opts}
    flag = f"--{key}"
    if flag not in options or value is None or value is False:
        return
    yield flag
    if value is not True:
        yield f"{value:g}" if isinstance(value, float) else str(value)
