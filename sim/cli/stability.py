"""``parley stability``: does no agreement hold, and would a signed package?"""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import answer
from sim.cli.panels import RATIONAL
from sim.cli.simulation import load
from sim.cli.terminal import counted
from sim.errors import UsageError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=RATIONAL,
        epilog="Example: parley stability labour-contract --worlds 400",
    )(stability)


def stability(
    scenario: o.ScenarioName,
    day: Annotated[
        float,
        typer.Option(
            "--day", metavar="D", help="The day of signing, had no offer been made till then."
        ),
    ] = 0.0,
    until: Annotated[
        float,
        typer.Option("--until", metavar="DAYS", help="How long a signed package is followed."),
    ] = 180.0,
    packages: Annotated[
        int, typer.Option("--packages", metavar="N", help="How many leading packages.")
    ] = 6,
    package: Annotated[
        list[str] | None,
        typer.Option(
            "--package", metavar="ISSUE=OPTION,…", help="This package too; names every issue."
        ),
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
    """Whether packages hold against moves, are kept as power shifts, and what would make them."""
    from sim.analysis.stability import find_stability as find
    from sim.domain.stability import Stability

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(scenario, request)
    wanted = [_parsed(one) for one in package or ()]

    def found() -> Stability:
        with counted("trying moves and breaches") as report:
            return find(
                codings,
                n=request.worlds,
                seed=request.seed,
                day=day,
                until=until,
                packages=packages,
                asked=wanted,
                workers=request.many,
                progress=report,
            )

    told = "; ".join(",".join(f"{i}={k}" for i, k in one.items()) for one in wanted)
    answer(
        Stability,
        codings,
        request,
        found,
        asked={"day": day, "until": until, "packages": packages, "package": told or None},
        out=out,
        force=force,
        as_json=as_json,
    )


def _parsed(text: str) -> dict[str, str]:
    """Issue → option. Raises ``UsageError`` for what is no list of them."""
    pairs = [part.split("=") for part in text.split(",")]
    if any(len(pair) != 2 for pair in pairs):
        raise UsageError(f"a package is written ISSUE=OPTION,ISSUE=OPTION,…; got {text!r}")
    return {issue.strip(): option.strip() for issue, option in pairs}
