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
    folder: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="A folder that Parley wrote.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="endings, timing, packages, values, offers, refusals, beliefs, concessions, or "
            "the name of an analysis's figure; all if not given.",
        ),
    ] = None,
) -> None:
    """Draw the figures of a run or an analysis as PNG and SVG, from what a folder holds."""
    from sim.records import FolderKind, kind_of, read_concessions, read_run
    from sim.report import write_concession_figure, write_figures
    from sim.report.figures.pages import RUN_KINDS, run_kinds

    holds = kind_of(folder)
    if holds is not FolderKind.RUN:
        _draw_answer(folder, holds.value.removeprefix("parley "), kind)
        return
    concessions = read_concessions(folder)
    summary = read_run(folder)
    there = [*run_kinds(summary), *([_CONCESSIONS] if concessions else [])]
    wanted = kind or there
    _check(folder, wanted, there, known=[*RUN_KINDS, _CONCESSIONS])
    place = folder / "figures"
    written = write_figures(summary, place, [k for k in wanted if k != _CONCESSIONS])
    if concessions is not None and _CONCESSIONS in wanted:
        written += write_concession_figure(concessions, place)
    for file in written:
        show(str(file))


def _draw_answer(folder: Path, kind: str, names: list[str] | None) -> None:
    from sim.records import answer_type, read_answer
    from sim.report import write_answer_figures

    finding = read_answer(folder, answer_type(kind))
    for file in write_answer_figures(finding, folder / "figures", names):
        show(str(file))


def _check(folder: Path, wanted: list[str], there: list[str], known: list[str]) -> None:
    for kind in wanted:
        if kind not in known:
            raise NotFoundError(f"no plot is called {kind!r}; there are {', '.join(known)}")
        if kind == _CONCESSIONS and kind not in there:
            raise NotFoundError(
                f"{folder} holds no concessions: `parley run` without --json screens them there, "
                "and `parley concessions` keeps them in a folder of their own"
            )
