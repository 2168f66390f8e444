"""``parley clock``: does the deadline help?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import MOVES
from sim.cli.simulation import load
from sim.cli.terminal import counted

if TYPE_CHECKING:
    from sim.domain.clock import Clock

__all__ = ["register"]

Days = Annotated[
    list[float] | None,
    typer.Option(
        "--day",
        metavar="DAY",
        help="Try the deadline on this day; may be repeated. If not given: five days of the talks.",
    ),
]
Belief = Annotated[
    float | None,
    typer.Option(
        "--belief",
        metavar="CHANCE",
        help="Tried where the scenario states no belief in the deadline. If not given: 0.5.",
    ),
]
Tied = Annotated[
    list[str] | None,
    typer.Option(
        "--tie", metavar="EVENT", help="This event hangs on the deadline too; may be repeated."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley clock labour-contract --worlds 400",
    )(clock)


def clock(
    scenario: o.ScenarioName,
    days: Days = None,
    belief: Belief = None,
    tied: Tied = None,
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
    """Try the talks with the deadline, without it, on other days, and with another horizon."""
    from sim.analysis.clock import BELIEF, asked_of, vary_clock
    from sim.domain.clock import Clock

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
    tries = tuple(days or ())
    chance, bound = BELIEF if belief is None else belief, tuple(tied or ())

    def find() -> Clock:
        with counted("trying settings of the clock") as report:
            return vary_clock(
                codings,
                n=worlds,
                seed=seed,
                days=tries,
                belief=chance,
                tied=bound,
                workers=request.many,
                progress=report,
            )

    asked = asked_of(days=tries, belief=chance, tied=bound)
    answer(Clock, codings, request, find, asked=asked, out=out, force=force, as_json=as_json)
