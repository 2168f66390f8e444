"""``parley why``: whose numbers these are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.panels import UNKNOWN
from sim.cli.simulation import load
from sim.cli.terminal import show
from sim.errors import ScenarioError

if TYPE_CHECKING:
    from sim.domain.scenario import Scenario

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=UNKNOWN,
        epilog="Example: parley why ukraine-2025 party.russia.patience",
    )(why)


def why(
    scenario: o.ScenarioName,
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="Keys of the scenario file, joined by dots.")
    ],
    settings: o.Overrides = None,
    coding: o.Coding = None,
) -> None:
    """Tell where a number comes from: its range, the claims behind it, and who last changed it."""
    from sim.report import explain

    request = o.requested(settings=settings, coding=coding)
    found = next(iter(load(scenario, request).values()))
    show(explain(found, path, others=_every_coding(scenario, settings)))


def _every_coding(scenario: str, settings: list[str] | None) -> dict[str, Scenario] | None:
    """The scenario under all codings; ``None`` where one of them cannot take a setting."""
    try:
        return load(scenario, o.requested(settings=settings))
    except ScenarioError:
        return None
