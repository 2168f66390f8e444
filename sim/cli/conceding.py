"""``parley concessions``: what must move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import MOVES
from sim.cli.simulation import load
from sim.cli.terminal import counted
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.concession import ConcessionTable
    from sim.domain.concessions import Concessions
    from sim.domain.scenario import Scenario

__all__ = ["register", "tried"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley concessions labour-contract --by employer --worlds 400",
    )(concessions)


def concessions(
    scenario: o.ScenarioName,
    by: Annotated[
        str | None, typer.Option("--by", help="Only what this party gives.", metavar="PARTY")
    ] = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Also what two do together, and swaps.")
    ] = False,
    target: Annotated[
        float | None,
        typer.Option(
            "--target",
            help="Also the smallest sets after which this share of worlds settles, as 0.3.",
            metavar="SHARE",
        ),
    ] = None,
    day: Annotated[
        float,
        typer.Option("--day", help="Day on which signing is asked about.", metavar="DAY"),
    ] = 0.0,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            help="Nobody but the mover knows of a concession (no principal subgame-perfect).",
        ),
    ] = False,
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
    """What must move: every concession on paper, in talks and in what all end up with."""
    from sim.domain.concessions import Concessions

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
    if target is not None and not 0.0 < target <= 1.0:
        raise UsageError(
            "the target is a share of worlds above 0 and at most 1 (0.3 for 30 of 100); "
            f"got {target:g}"
        )
    asked = {"by": by, "day": day, "quiet": quiet, "pairs": pairs, "target": target}
    codings = load(scenario, request)
    answer(
        Concessions,
        codings,
        request,
        lambda: _found(codings, request, asked),
        asked=asked,
        out=out,
        force=force,
        as_json=as_json,
    )


def _found(
    codings: Mapping[str, Scenario], request: o.Request, asked: Mapping[str, Any]
) -> Concessions:
    from sim.analysis.concessions import try_concessions as find
    from sim.analysis.concessions_together import with_pairs, with_sets
    from sim.domain.concession import Announcement

    workers = request.many
    with counted("trying concessions") as report:
        finding = find(
            codings,
            n=request.worlds,
            seed=request.seed,
            by=asked["by"],
            day=asked["day"],
            announcement=Announcement.QUIET if asked["quiet"] else Announcement.ANNOUNCED,
            workers=workers,
            progress=report,
        )
    if asked["pairs"]:
        with counted("trying pairs of concessions") as report:
            finding = with_pairs(finding, codings, workers=workers, progress=report)
    if asked["target"] is not None:
        with counted("trying sets of concessions") as report:
            finding = with_sets(finding, codings, asked["target"], workers=workers, progress=report)
    return finding


def tried(codings: Mapping[str, Scenario], worlds: int, request: o.Request) -> ConcessionTable:
    """Every single concession on the first ``worlds`` worlds of a request."""
    from sim.analysis import single_concessions

    with counted("trying single concessions") as report:
        table: ConcessionTable = single_concessions(
            codings, n=worlds, seed=request.seed, workers=request.many, progress=report
        )
    return table
