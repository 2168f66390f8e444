"""``parley run`` and ``parley compare``: what happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.faults import PARTIAL
from sim.cli.panels import HAPPENS
from sim.cli.simulation import Job, Player, jobs_for
from sim.cli.terminal import counted, note, show, width
from sim.errors import ParleyError, UsageError

if TYPE_CHECKING:
    from sim.domain.finding import ConcessionTable, RunSummary
    from sim.records import Existing, TableFormat

__all__ = ["register"]

#: Leading worlds on which a run screens single concessions.
SCREENED = 400

_DEFAULT_WORLDS = 2000
_DEFAULT_SEED = 1


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
    worlds: o.WorldCount = _DEFAULT_WORLDS,
    seed: o.Seed = _DEFAULT_SEED,
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
    request = o.Request(
        worlds=worlds,
        seed=seed,
        overrides=o.overrides_of(settings, protocol, deadline, horizon),
        coding=coding,
        workers=workers,
    )
    jobs = jobs_for(scenarios, request, out)
    player = Player(request)
    summaries = [player.run(job, *_kept(format, force)) for job in jobs]
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
    worlds: o.WorldCount = _DEFAULT_WORLDS,
    seed: o.Seed = _DEFAULT_SEED,
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

    request = o.Request(
        worlds=worlds,
        seed=seed,
        overrides=o.overrides_of(settings, protocol, deadline, horizon),
        coding=coding,
        workers=workers,
    )
    jobs = jobs_for([first, second], request, out)
    player = Player(request)
    summaries = [player.run(job, *_kept(format, force)) for job in jobs]
    if as_json:
        show(_json_of(summaries))
        return
    show(comparison_text(*summaries, width=width()))
    note(f"kept in {jobs[0].folder} and {jobs[1].folder}")


def _kept(format: o.FormatName, force: bool) -> tuple[TableFormat, Existing]:
    from sim.records import Existing, TableFormat

    if format is o.FormatName.PARQUET:
        _need_parquet()
    existing = Existing.REPLACE if force else Existing.REFUSE
    return TableFormat(format.value), existing


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
    from sim.report import run_text, screened_text

    complete = _draw(job.folder)
    concessions = _screen(job, request)
    text = run_text(summary, width=width())
    if concessions is not None:
        ending = screened_text(concessions, width=width())
        body, closing = text.rstrip("\n").rsplit("\n\n", 1)
        text = f"{body}\n\n{ending}\n\n{closing}\n"
    show(text)
    note(f"kept in {job.folder}; `parley trace` tells one world, `parley why` tells a number")
    return complete and concessions is not None


def _draw(folder: Path) -> bool:
    from sim.records import add_figures
    from sim.report import write_figures

    if (folder / "figures").is_dir():
        return True
    try:
        add_figures(folder, lambda summary, place: write_figures(summary, place, forms=("png",)))
    except (ParleyError, OSError) as error:
        note(f"the figures are missing: {error}")
        return False
    return True


def _screen(job: Job, request: o.Request) -> ConcessionTable | None:
    from sim.analysis import screen_concessions
    from sim.records import add_concessions, read_concessions

    try:
        found = read_concessions(job.folder)
        if found is None:
            with counted("trying single concessions") as report:
                found = screen_concessions(
                    job.codings,
                    n=min(SCREENED, request.worlds),
                    seed=request.seed,
                    workers=request.many,
                    progress=report,
                )
            add_concessions(job.folder, found)
    except ParleyError as error:
        note(f"the concessions are missing: {error}")
        return None
    return found
