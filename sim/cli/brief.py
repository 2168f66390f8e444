"""``parley brief``: everything that was found of a scenario, on one page."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import kept, show_json
from sim.cli.panels import MOVES
from sim.cli.simulation import load
from sim.cli.terminal import counted, note, show

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley brief price-haggle --worlds 400 --roles",
    )(brief)


def brief(
    scenario: o.ScenarioName,
    target: Annotated[
        float | None,
        typer.Option(
            "--target",
            metavar="SHARE",
            help="Share of worlds that sets of concessions are asked to settle. If not given: the "
            "share that settles as things are in the coding where fewest do, and .1.",
        ),
    ] = None,
    roles: Annotated[
        bool,
        typer.Option(
            "--roles", help="A confidential role sheet a party, and a debrief with scores."
        ),
    ] = False,
    worlds: o.WorldCount = o.WORLDS,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    workers: o.WorkerCount = None,
    out: o.Out = None,
    force: o.Force = False,
    as_json: o.Json = False,
) -> None:
    """One page for people who will not read tables: what holds, who blocks, what nobody knows."""
    from sim.analysis.brief import make_brief
    from sim.domain.brief import Brief
    from sim.report.answers.brief import markdown
    from sim.report.briefing import write_brief, write_roles

    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(scenario, request)

    def find() -> Brief:
        with counted("asking every analysis") as report:
            return make_brief(
                codings,
                n=request.worlds,
                seed=request.seed,
                target=target,
                workers=request.many,
                progress=report,
            )

    asked = {"target": target}
    folder, finding = kept(Brief, codings, request, find, asked=asked, out=out, force=force)
    if as_json:
        show_json(finding)
        return
    write_brief(finding, folder)
    if not roles:
        show(markdown(finding))
        note(f"kept in {folder}: brief.md, and brief.html to print or send")
        return
    for file in write_roles(finding, folder / "roles"):
        show(str(file))
    note(f"each sheet is for one party alone; the brief is in {folder}")
