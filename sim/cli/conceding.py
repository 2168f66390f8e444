"""``parley concessions``: what must move."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import options as o
from sim.cli.panels import MOVES
from sim.cli.simulation import RESULTS, load
from sim.cli.terminal import counted, note, show, width

if TYPE_CHECKING:
    from sim.domain.finding import ConcessionTable
    from sim.domain.scenario import Scenario

__all__ = ["register"]

_TABLE = "concessions.json"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley concessions price-haggle --worlds 400",
    )(concessions)


def concessions(
    scenario: o.ScenarioName,
    worlds: o.WorldCount = 2000,
    seed: o.Seed = 1,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    protocol: o.ProtocolName = None,
    deadline: o.DeadlineDay = None,
    horizon: o.HorizonDays = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    as_json: o.Json = False,
) -> None:
    """Try every single concession on the same worlds: what it changes, and what it costs."""
    from sim.report import lifts_text

    overrides = o.overrides_of(settings, protocol, deadline, horizon)
    request = o.Request(
        worlds=worlds, seed=seed, overrides=overrides, coding=coding, workers=workers
    )
    codings = load(scenario, request)
    folder = out if out is not None else _folder(codings, request)
    table = _kept(folder) if out is None else None
    if table is None:
        # Before the work, so that a folder that cannot be made is known at once.
        folder.parent.mkdir(parents=True, exist_ok=True)
        table = _tried(codings, request)
        _keep(table, folder)
    if as_json:
        from sim.records.encoding import as_text

        show(as_text(table))
        return
    show(lifts_text(table, width=width()))
    note(f"kept in {folder}, with a figure")


def _folder(codings: Mapping[str, Scenario], request: o.Request) -> Path:
    from sim.records import folder_name, run_hash

    found = run_hash(codings, n=request.worlds, seed=request.seed)
    return RESULTS / folder_name(f"{next(iter(codings.values())).name}-concessions", found)


def _kept(folder: Path) -> ConcessionTable | None:
    from sim.domain.finding import ConcessionTable
    from sim.records.encoding import from_text

    place = folder / _TABLE
    if not place.is_file():
        return None
    return from_text(ConcessionTable, place.read_text(encoding="utf-8"))


def _tried(codings: Mapping[str, Scenario], request: o.Request) -> ConcessionTable:
    from sim.analysis import single_concessions

    with counted("trying single concessions") as report:
        table: ConcessionTable = single_concessions(
            codings, n=request.worlds, seed=request.seed, workers=request.many, progress=report
        )
    return table


def _keep(table: ConcessionTable, folder: Path) -> None:
    from sim.records.encoding import as_text
    from sim.report import write_report

    # Written aside and renamed, so that an interrupted command leaves no half folder.
    part = folder if folder.exists() else folder.with_name(f".{folder.name}.part")
    try:
        write_report(table, part)
        (part / _TABLE).write_text(as_text(table), encoding="utf-8")
        part.replace(folder)
    finally:
        if part != folder and part.exists():
            shutil.rmtree(part)
