"""``parley concessions``: what must move."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import options as o
from sim.cli.panels import MOVES
from sim.cli.simulation import RESULTS, load
from sim.cli.terminal import counted, note, show, width

if TYPE_CHECKING:
    from sim.domain.concession import ConcessionTable
    from sim.domain.scenario import Scenario

__all__ = ["register", "tried"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley concessions price-haggle --worlds 400",
    )(concessions)


def concessions(
    scenario: o.ScenarioName,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    protocol: o.ProtocolName = None,
    deadline: o.DeadlineDay = None,
    horizon: o.HorizonDays = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Try every single concession on the same worlds: what it changes, and what it costs."""
    from sim.records import concessions_json
    from sim.report import lifts_text

    request = o.requested(
        worlds=worlds,
        seed=seed,
        settings=settings,
        coding=coding,
        protocol=protocol,
        deadline=deadline,
        horizon=horizon,
        workers=workers,
    )
    folder, table = _found(load(scenario, request), request, out, force)
    if as_json:
        show(json.dumps(concessions_json(table), ensure_ascii=False, allow_nan=False))
        return
    show(lifts_text(table, width=width()))
    note(f"kept in {folder}, with a figure; `parley plot` draws it again")


def tried(codings: Mapping[str, Scenario], worlds: int, request: o.Request) -> ConcessionTable:
    """Every single concession on the first ``worlds`` worlds of a request."""
    from sim.analysis import single_concessions

    with counted("trying single concessions") as report:
        table: ConcessionTable = single_concessions(
            codings, n=worlds, seed=request.seed, workers=request.many, progress=report
        )
    return table


def _found(
    codings: Mapping[str, Scenario], request: o.Request, out: Path | None, force: bool
) -> tuple[Path, ConcessionTable]:
    """The folder and the table in it: read if it is there, else tried and kept."""
    from sim.records import find_concessions, folder_name, run_hash, write_concessions
    from sim.report import write_report

    made = run_hash(codings, n=request.worlds, seed=request.seed)
    name = f"{next(iter(codings.values())).name}-concessions"
    folder = RESULTS / folder_name(name, made) if out is None else out
    existing = o.existing(force)
    table = find_concessions(folder, made, existing)
    if table is None:
        # Before the work, so that a folder that cannot be made is known at once.
        folder.parent.mkdir(parents=True, exist_ok=True)
        table = tried(codings, request.worlds, request)
        write_concessions(
            folder, table, codings, run_hash=made, report=write_report, existing=existing
        )
    elif not all((folder / name).exists() for name in ("concessions.csv", "concessions.txt")):
        write_report(table, folder)
    return folder, table
