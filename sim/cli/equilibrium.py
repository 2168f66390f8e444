"""``parley equilibrium``: who would choose which behaviour, were payoffs known."""

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
        epilog="Example: parley equilibrium labour-contract --worlds 200",
    )(equilibrium)


def equilibrium(
    scenario: o.ScenarioName,
    tolerance: Annotated[
        float,
        typer.Option("--tolerance", metavar="V", help="Value units that a gain must exceed."),
    ] = 0.01,
    precision: Annotated[
        float,
        typer.Option(
            "--precision", metavar="L", help="Of the logit profile: higher, and better choices win."
        ),
    ] = 20.0,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """Which behaviour each principal would choose, and what happens where nobody changes."""
    from sim.analysis.equilibrium import find_equilibria as find
    from sim.domain.equilibrium import Equilibria

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(scenario, request)

    def found() -> Equilibria:
        with counted("playing every profile") as report:
            return find(
                codings,
                n=request.worlds,
                seed=request.seed,
                tolerance=tolerance,
                precision=precision,
                workers=request.many,
                progress=report,
            )

    answer(
        Equilibria,
        codings,
        request,
        found,
        asked={"tolerance": tolerance, "precision": precision},
        out=out,
        force=force,
        as_json=as_json,
    )
