"""``parley run`` and ``parley compare``: what happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.conceding import tried
from sim.cli.faults import PARTIAL
from sim.cli.panels import HAPPENS
from sim.cli.simulation import Job, Player, jobs_for
from sim.cli.terminal import note, show, width
from sim.errors import ParleyError, UsageError

if TYPE_CHECKING:
    from sim.domain.concession import ConcessionTable
    from sim.domain.finding import RunSummary

__all__ = ["register"]

#: Leading worlds on which a run screens single concessions.
SCREENED = 400


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=HAPPENS,
        epilog="Example: parley run ukraine-2025 --set deadline.day=30",
    )(run)
    app.command(
        rich_help_panel=HAPPENS,
        epilog="Example: parley compare ukraine-2025 ukraine-2025-v02-us-leaves",
    )(compare)


def run(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO", help="Bundled names or files.")
    ],
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    protocol: o.ProtocolName = None,
    deadline: o.DeadlineDay = None,
    horizon: o.HorizonDays = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    format: o.Format = o.FormatName.CSV,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Negotiate a scenario in many worlds: how the talks end, on what terms, and who refuses what.

    A variant is compared with its parent, several scenarios with the first, on the same worlds.
    """
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
    jobs, summaries = _played(scenarios, request, out, format, force)
    if as_json:
        show(_json_of(summaries))
        return
    complete = True
    for job, summary in zip(jobs, summaries, strict=True):
        complete &= _tell(job, summary, request)
    if not complete:
        raise typer.Exit(PARTIAL)


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A bundled name or a file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="What to hold against it.")],
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    protocol: o.ProtocolName = None,
    deadline: o.DeadlineDay = None,
    horizon: o.HorizonDays = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    format: o.Format = o.FormatName.CSV,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Hold B against A on the same worlds: what differs, which worlds flip, and why."""
    from sim.report import comparison_text

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
    jobs, summaries = _played([first, second], request, out, format, force)
    if as_json:
        show(_json_of(summaries))
        return
    show(comparison_text(*summaries, width=width()))
    note(f"kept in {jobs[0].folder} and {jobs[1].folder}")


def _played(
    sources: list[str], request: o.Request, out: Path | None, format: o.FormatName, force: bool
) -> tuple[list[Job], list[RunSummary]]:
    """The runs that the sources ask for, each with what it found."""
    from sim.records import TableFormat

    if format is o.FormatName.PARQUET:
        _need_parquet()
    jobs = jobs_for(sources, request, out)
    player = Player(request)
    table, existing = TableFormat(format.value), o.existing(force)
    return jobs, [player.run(job, table, existing) for job in jobs]


def _need_parquet() -> None:
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError("--format parquet needs pyarrow: pip install 'parley-sim[parquet]'")


def _json_of(summaries: list[RunSummary]) -> str:
    from sim.records import run_json, runs_json

    found = run_json(summaries[-1]) if len(summaries) <= 2 else runs_json(summaries)
    return json.dumps(found, ensure_ascii=False, allow_nan=False)


def _tell(job: Job, summary: RunSummary, request: o.Request) -> bool:
    """Print a run, complete its folder, and return whether everything asked for is there."""
    from sim.report import run_text

    complete = _draw(job.folder)
    concessions = _screen(job, request)
    show(run_text(summary, concessions, width=width()))
    note(f"kept in {job.folder}; `parley trace` tells one world, `parley why` tells a number")
    return complete and concessions is not None


def _draw(folder: Path) -> bool:
    from sim.records import add_figures, read_run
    from sim.report import write_figures
    from sim.report.figures.pages import run_kinds

    try:
        kinds = run_kinds(read_run(folder))
        if all((folder / "figures" / f"{kind}.png").exists() for kind in kinds):
            return True
        add_figures(folder, lambda summary, place: write_figures(summary, place, forms=("png",)))
    except (ParleyError, OSError) as error:
        note(f"the figures are missing: {error}")
        return False
    return True


def _screen(job: Job, request: o.Request) -> ConcessionTable | None:
    from sim.records import add_concessions, read_concessions

    try:
        found = read_concessions(job.folder)
        if found is None:
            found = tried(job.codings, min(SCREENED, request.worlds), request)
            add_concessions(job.folder, found)
    except ParleyError as error:
        note(f"the concessions are missing: {error}")
        return None
    return found
