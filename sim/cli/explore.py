"""``parley explore``: numbers that move, in the browser."""

from __future__ import annotations

import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.panels import FILES
from sim.cli.simulation import load
from sim.cli.terminal import note, show

if TYPE_CHECKING:
    from sim.domain.estimate import Labels
    from sim.explorer.words import Words

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=FILES,
        epilog="Example: parley explore ukraine-2025",
    )(explore)


def explore(
    scenario: o.ScenarioName,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=0, max=65535, help="Where the page is served; 0 takes any that is free."
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    seed: o.Seed = o.SEED,
    settings: o.Overrides = None,
    coding: o.Coding = None,
) -> None:
    """Move numbers and red lines on a page in the browser, and watch the distribution answer.

    The page is served on this machine alone, works offline and sends nothing anywhere. Variants
    are saved in the present folder. Ctrl-C ends it.
    """
    from sim.explorer.serving import check_installed, serve

    check_installed()
    request = o.requested(seed=seed, settings=settings, coding=coding)
    codings = load(scenario, request)

    def opened(address: str) -> None:
        show(address)
        note("the page is open until Ctrl-C; nothing leaves this machine")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(codings, _words(), seed=seed, port=port, opened=opened)
    except KeyboardInterrupt:
        # The one way to end it, so nothing has gone wrong.
        note("the page is closed")


def _words() -> Words:
    from sim.explorer.words import Words
    from sim.report import explain, wording
    from sim.report.story import moves_told

    return Words(
        explain=explain,
        named=_named,
        told=moves_told,
        share=wording.share_words,
        difference=wording.difference_words,
        amount=wording.amount_words,
    )


def _named(path: str, labels: Labels, name: str) -> str:
    from sim.report.number_names import number_words

    return number_words(path, labels, name=name)
