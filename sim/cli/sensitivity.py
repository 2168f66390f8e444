"""``parley sensitivity``: which unknowns drive the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import UNKNOWN
from sim.cli.simulation import load
from sim.cli.terminal import counted

if TYPE_CHECKING:
    from sim.domain.sensitivity import Sensitivity

__all__ = ["register"]

#: Worlds over all runs that are played before a second process would have started.
_QUICK, _RUNS = 20_000, 30

Output = Annotated[
    str,
    typer.Option(
        "--output",
        metavar="WHAT",
        help="What is to be explained: settlement, or result.PARTY, what a party ends up with.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=UNKNOWN,
        epilog="Example: parley sensitivity price-haggle --worlds 400",
    )(sensitivity)


def sensitivity(
    scenario: o.ScenarioName,
    output: Output = "settlement",
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
    """Tell which unknowns the answer hangs on, and under which conditions talks settle."""
    from sim.analysis.sensitivity import check_output, find_drivers
    from sim.domain.sensitivity import Sensitivity

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
    quick = _RUNS * worlds * len(codings) <= _QUICK
    # Before any folder is made.
    check_output(codings, output)

    def find() -> Sensitivity:
        with counted("drawing inputs anew") as report:
            return find_drivers(
                codings,
                n=worlds,
                seed=seed,
                output=output,
                workers=request.few if quick else request.many,
                progress=report,
            )

    asked = {"output": output}
    answer(Sensitivity, codings, request, find, asked=asked, out=out, force=force, as_json=as_json)
