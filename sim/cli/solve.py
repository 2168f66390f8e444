"""``parley solve``: what rational parties who know everything would sign."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import RATIONAL
from sim.cli.simulation import load
from sim.cli.terminal import counted

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=RATIONAL,
        epilog="Example: parley solve labour-contract --worlds 400",
    )(solve)


def solve(
    scenario: o.ScenarioName,
    day: Annotated[
        float,
        typer.Option(
            "--day", metavar="D", help="The day to start from, had no offer been made till then."
        ),
    ] = 0.0,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Bargaining solutions and the subgame-perfect package, and what haggling costs whom."""
    from sim.analysis.solve import find_solutions as find
    from sim.domain.solved import Solved

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(scenario, request)

    def found() -> Solved:
        with counted("solving the talks") as report:
            return find(
                codings,
                n=request.worlds,
                seed=request.seed,
                day=day,
                workers=request.many,
                progress=report,
            )

    answer(
        Solved,
        codings,
        request,
        found,
        asked={"day": day},
        out=out,
        force=force,
        as_json=as_json,
    )
