"""``parley new``, ``validate`` and ``list``: scenario files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.faults import INVALID
from sim.cli.panels import FILES
from sim.cli.terminal import note, show, width
from sim.errors import UsageError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel=FILES, epilog="Example: parley new my-talks")(new)
    app.command(rich_help_panel=FILES, epilog="Example: parley validate my-talks.toml")(validate)
    app.command("list", rich_help_panel=FILES, epilog="Example: parley list")(list_scenarios)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case words and hyphens.")],
    values: Annotated[
        Path | None,
        typer.Option("--values", metavar="FILE.csv", help="Option values from a spreadsheet."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder to write the file into.")
    ] = Path(),
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="SCENARIO", help="Write a variant of this one instead."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="What the variant changes; repeatable."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The variant's title.")
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="TEXT", help="The variant's question.")
    ] = None,
) -> None:
    """Write a commented scenario file that runs, to change into your own; or a variant of one."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UsageError(f"a scenario's name is lower-case words joined by hyphens; got {name!r}")
    place = out / f"{name}.toml"
    if place.exists():
        raise UsageError(f"{place} is there already; choose another name or folder")
    if source is None:
        _draft(name, place, values, {"--set": settings, "--title": title, "--question": question})
    else:
        _variant(name, place, source, values, settings or [], title, question)
    show(f"{place} written; next: parley run {place}")


def _draft(name: str, place: Path, values: Path | None, asked: dict[str, object]) -> None:
    from sim.loading import new_scenario

    needless = [option for option, value in asked.items() if value]
    if needless:
        raise UsageError(f"{needless[0]} is for a variant: name its parent with --from SCENARIO")
    text = new_scenario(name, values=values)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _variant(
    name: str,
    place: Path,
    source: str,
    values: Path | None,
    settings: list[str],
    title: str | None,
    question: str | None,
) -> None:
    from sim.loading import changes_of, save_variant

    if values is not None:
        raise UsageError("--values fills in a new scenario; a variant has its parent's values")
    save_variant(
        place,
        source,
        changes_of(settings),
        title=title or name.replace("-", " "),
        question=question,
    )


def validate(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILES…", help="Scenario or seed files.")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema, for editors.")
    ] = False,
) -> None:
    """Name every fault of scenario files at once, each with its line."""
    if schema:
        from sim.loading import json_schema

        show(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return
    if not files:
        raise UsageError("name the files to validate, or ask for --schema")
    from sim.loading import validate as faults_in

    faults = faults_in(files)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        count = f"{len(faults)} fault" + ("" if len(faults) == 1 else "s")
        note(f"{count} in {_files_of(len(files))}")
        raise typer.Exit(INVALID)
    show(f"{_files_of(len(files))} valid")


def _files_of(count: int) -> str:
    return f"{count} file" + ("" if count == 1 else "s")


def list_scenarios() -> None:
    """Show the bundled scenarios, each with the question it asks."""
    from sim.loading import bundled
    from sim.report.table import paragraph

    for entry in bundled():
        indent = "  " if entry.parent else ""
        show(f"{indent}{entry.name}")
        show(paragraph(entry.question or entry.title, width(), indent=indent + "    "))
