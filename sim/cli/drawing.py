"""``parley plot``: draw a run's figures again without negotiating again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.panels import HAPPENS
from sim.cli.terminal import show
from sim.errors import NotFoundError

__all__ = ["register"]

_CONCESSIONS = "concessions"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=HAPPENS,
        epilog="Example: parley plot results/price-haggle-… --kind endings",
    )(plot)


def plot(
    folder: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="A folder that run wrote.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="endings, packages, values, offers, refusals or concessions; all if not given.",
        ),
    ] = None,
) -> None:
    """Draw the figures of a run, as PNG and SVG, from what its folder holds."""
    from sim.records import read_concessions, read_run
    from sim.report import write_concession_figure, write_figures
    from sim.report.figures.pages import RUN_KINDS

    summary = read_run(folder)
    concessions = read_concessions(folder)
    wanted = kind or [*RUN_KINDS, *([_CONCESSIONS] if concessions else [])]
    place = folder / "figures"
    written = write_figures(summary, place, [one for one in wanted if one != _CONCESSIONS])
    if _CONCESSIONS in wanted:
        if concessions is None:
            raise NotFoundError(f"{folder} holds no concessions; `parley concessions` makes them")
        written += write_concession_figure(concessions, place)
    for file in written:
        show(str(file))
