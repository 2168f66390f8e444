"""``parley sweep``: one path or two varied over a grid, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer, folder_of
from sim.cli.faults import INTERRUPTED
from sim.cli.panels import HAPPENS
from sim.cli.simulation import load
from sim.cli.terminal import counted, note
from sim.errors import ParleyError, WorkerLostError

if TYPE_CHECKING:
    from sim.domain.scenario import Scenario
    from sim.domain.sweep import Sweep, Varied
    from sim.records.sweeping import CellFolder

__all__ = ["register"]

#: Worlds over all cells and codings that are played before a second process would have started.
_QUICK = 20_000

_VARY = (
    "PATH=lo:hi:n for n values evenly spaced, PATH=lo:hi:n:log for logarithms evenly spaced, or "
    "PATH=a,b,c. Once or twice."
)


class _InterruptedSweepError(ParleyError):
    """An interruption after which the finished cells are kept."""

    exit_code = INTERRUPTED


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=HAPPENS,
        epilog="Example: parley sweep price-haggle --vary protocol.horizon=10:50:5",
    )(sweep)


def sweep(
    scenario: o.ScenarioName,
    vary: Annotated[
        list[str] | None, typer.Option("--vary", help=_VARY, metavar="PATH=VALUES")
    ] = None,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Vary one path or two over a grid, on the same worlds: where does the answer turn?

    Finished cells are kept; an interrupted sweep goes on where it stopped.
    """
    from sim.analysis.grid.varying import asked_of, varied_from
    from sim.analysis.sweep import check_cells
    from sim.domain.sweep import Sweep
    from sim.records.sweeping import CellFolder, is_begun

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    varied = varied_from(vary or [])
    codings = load(scenario, request)
    asked = asked_of(varied)
    folder, made = folder_of(Sweep, codings, request, asked=asked, out=out)
    if not folder.parent.is_dir():
        # Not even the folder of results is made for a sweep that cannot be carried out.
        check_cells(codings, varied)
    shelf = CellFolder(folder=folder, sweep=made)
    try:
        answer(
            Sweep,
            codings,
            request,
            lambda: _found(codings, varied, request, shelf),
            asked=asked,
            out=out,
            force=force or is_begun(folder, made),
            as_json=as_json,
        )
    except KeyboardInterrupt:
        raise _InterruptedSweepError(f"interrupted; {_kept_words(shelf, varied)}") from None
    except WorkerLostError:
        note(_kept_words(shelf, varied))
        raise


def _found(
    codings: Mapping[str, Scenario],
    varied: Sequence[Varied],
    request: o.Request,
    shelf: CellFolder,
) -> Sweep:
    from sim.analysis.sweep import sweep_grid

    work = prod(len(one.values) for one in varied) * len(codings) * request.worlds
    with counted(f"sweeping {next(iter(codings.values())).name}") as report:
        return sweep_grid(
            codings,
            varied,
            n=request.worlds,
            seed=request.seed,
            workers=request.few if work <= _QUICK else request.many,
            progress=report,
            shelf=shelf,
        )


def _kept_words(shelf: CellFolder, varied: Sequence[Varied]) -> str:
    kept, cells = shelf.count(), prod(len(one.values) for one in varied)
    if not kept:
        return "no cell was finished"
    return (
        f"{kept} of {cells} cells are kept in {shelf.folder}, and the same command goes on "
        "from there"
    )
