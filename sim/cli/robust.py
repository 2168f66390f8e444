"""``parley robust``: which statements survive."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import UNKNOWN
from sim.cli.simulation import load
from sim.cli.terminal import counted

__all__ = ["register"]

_INPUTS = 5


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=UNKNOWN,
        epilog="Example: parley robust labour-contract --worlds 400",
    )(robust)


def robust(
    scenario: o.ScenarioName,
    inputs: Annotated[
        int,
        typer.Option(
            "--inputs",
            min=0,
            metavar="N",
            help="How many inputs to hold at the ends of their ranges: those that matter most.",
        ),
    ] = _INPUTS,
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
    """Put statements to the test: over codings, sources believed or not, and ranges."""
    from sim.analysis.robust import check_statements as find
    from sim.domain.robust import Robust

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
    codings = load(scenario, request)

    def found() -> Robust:
        with counted("putting statements to the test") as report:
            return find(
                codings,
                n=request.worlds,
                seed=request.seed,
                inputs=inputs,
                workers=request.many,
                progress=report,
            )

    answer(
        Robust,
        codings,
        request,
        found,
        asked={"inputs": inputs},
        out=out,
        force=force,
        as_json=as_json,
    )
