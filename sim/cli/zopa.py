"""``parley zopa``: what could be signed, and who stands in the way."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import MOVES
from sim.cli.simulation import load
from sim.cli.terminal import counted

__all__ = ["register"]

_KEPT = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley zopa labour-contract --worlds 400 --map pay pension",
    )(zopa)


def zopa(
    scenario: o.ScenarioName,
    day: Annotated[
        float,
        typer.Option(
            "--day", metavar="D", help="The day to sign on, had no offer been made till then."
        ),
    ] = 0.0,
    issues: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--map",
            metavar="ISSUE ISSUE",
            help="The two issues to show against each other; if not given, those that matter most.",
        ),
    ] = None,
    keep: Annotated[
        int, typer.Option("--keep", metavar="N", help="How many packages each ranking lists.")
    ] = _KEPT,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """What could be signed at all: how often, which packages best, and who empties the set."""
    from sim.analysis.zopa import acceptable_set as find
    from sim.domain.zopa import Zopa

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(scenario, request)

    def found() -> Zopa:
        with counted("trying every package") as report:
            return find(
                codings,
                n=request.worlds,
                seed=request.seed,
                day=day,
                issues=issues or (),
                keep=keep,
                workers=request.many,
                progress=report,
            )

    answer(
        Zopa,
        codings,
        request,
        found,
        asked={"day": day, "map": " ".join(issues) if issues else None, "keep": keep},
        out=out,
        force=force,
        as_json=as_json,
    )
