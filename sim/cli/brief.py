"""``parley brief``: everything that was found of a scenario, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.answering import kept, show_json
from sim.cli.panels import MOVES
from sim.cli.repeating import given, is_run_folder, keep_page, page_of_folder
from sim.cli.simulation import load
from sim.cli.terminal import counted, note, show
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.brief import Brief
    from sim.domain.scenario import Scenario

__all__ = ["register"]

Target = Annotated[
    float | None,
    typer.Option(
        "--target",
        metavar="SHARE",
        help="Share of worlds that sets of concessions are asked to settle. If not given: the "
        "share that settles as things are in the coding where fewest do, and .1.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=MOVES,
        epilog="Example: parley brief price-haggle --worlds 400 --page",
    )(brief)


def brief(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|RUN_DIR",
            help="A bundled name (see parley list), a file, or a folder that Parley wrote.",
        ),
    ],
    target: Target = None,
    page: Annotated[
        bool,
        typer.Option(
            "--page",
            help="The page people keep: one HTML file with figures, tables that sort, and every "
            "input with its claim. What a run folder is always written as.",
        ),
    ] = False,
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
    """One page for people who will not read tables: what holds, who blocks, what nobody knows.

    Of a run folder: a page of what it holds, without negotiating again.
    """
    if is_run_folder(source):
        _refuse(given(context) - {"source", "page"})
        show(str(page_of_folder(context, Path(source))))
        return
    request = o.requested(
        worlds=worlds, seed=seed, settings=settings, coding=coding, workers=workers
    )
    codings = load(source, request)
    folder, finding = _found(codings, request, target, out=out, force=force)
    if as_json:
        show_json(finding)
        return
    _tell(context, finding, folder, page=page, roles=roles)


def _refuse(options: set[str]) -> None:
    if options:
        names = {"settings": "set", "as_json": "json"}
        told = ", ".join(sorted(f"--{names.get(one, one)}" for one in options))
        raise UsageError(
            f"a run folder says itself how it was made, so {told} cannot be given beside it; name "
            "the scenario to find something new"
        )


def _found(
    codings: Mapping[str, Scenario],
    request: o.Request,
    target: float | None,
    *,
    out: Path | None,
    force: bool,
) -> tuple[Path, Brief]:
    """The brief and its folder: read if it was made before, else made and kept."""
    from sim.analysis.brief import make_brief
    from sim.domain.brief import Brief

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
    return kept(Brief, codings, request, find, asked=asked, out=out, force=force)


def _tell(context: typer.Context, finding: Brief, folder: Path, *, page: bool, roles: bool) -> None:
    from sim.report.answers.brief import markdown
    from sim.report.briefing import write_brief, write_roles

    write_brief(finding, folder)
    if page:
        file = keep_page(context, folder)
    if roles:
        for sheet in write_roles(finding, folder / "roles"):
            show(str(sheet))
        note("each sheet is for one party alone")
    if page:
        show(str(file))
        note("the page needs no other file and no network: open it, print it, send it")
    elif not roles:
        show(markdown(finding))
        note(f"kept in {folder}: brief.md, and brief.html to print or send")
    else:
        note(f"the brief is in {folder}")
