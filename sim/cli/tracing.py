"""``parley trace``: one world as a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options as o
from sim.cli.panels import HAPPENS
from sim.cli.simulation import load
from sim.cli.terminal import note, show, width
from sim.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from sim.domain.scenario import Scenario
    from sim.domain.worlds import Worlds

__all__ = ["register"]

_WORDS = ("settlement", "impasse", "missed", "median")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        rich_help_panel=HAPPENS,
        epilog="Example: parley trace ukraine-2025 --world settlement",
    )(trace)


def trace(
    scenario: o.ScenarioName,
    world: Annotated[
        str,
        typer.Option(
            "--world", metavar="K", help="A world's number, or settlement, impasse, missed, median."
        ),
    ] = "median",
    worlds: o.WorldCount = 400,
    seed: o.Seed = 1,
    settings: o.Overrides = None,
    coding: o.Coding = None,
    protocol: o.ProtocolName = None,
    deadline: o.DeadlineDay = None,
    horizon: o.HorizonDays = None,
) -> None:
    """Tell one world round by round: who offers what, who refuses, and because of what.

    A word picks the first such world among --worlds, under the first coding that has one (or
    --coding); median is the settled world in the middle of
    them by day (of the worlds without settlement, where none settles).
    """
    from sim.engine import tell
    from sim.report import story_text
    from sim.sampling import sample_worlds

    request = o.requested(
        worlds=worlds,
        seed=seed,
        settings=settings,
        coding=coding,
        protocol=protocol,
        deadline=deadline,
        horizon=horizon,
    )
    found, number = _chosen(world, load(scenario, request), request)
    recipe = sample_worlds(found, n=worlds, seed=seed)
    show(story_text(found, tell(found, recipe, number), width=width()))


def _chosen(word: str, codings: Mapping[str, Scenario], request: o.Request) -> tuple[Scenario, int]:
    """The first coding that has such a world, and the world's number."""
    from sim.sampling import sample_worlds

    for coding, scenario in codings.items():
        worlds = sample_worlds(scenario, n=request.worlds, seed=request.seed)
        number = _number(word, scenario, worlds)
        if number is not None:
            if scenario is not next(iter(codings.values())):
                first = next(iter(codings))
                note(f"no such world under the coding {first!r}; this one is under {coding!r}")
            return scenario, number
    under = " under any coding" if len(codings) > 1 else ""
    raise NotFoundError(
        f"none of the {request.worlds:,} worlds is a case of {word!r}{under}; try more --worlds"
    )


def _number(word: str, scenario: Scenario, worlds: Worlds) -> int | None:
    if word.isdecimal():
        number = int(word)
        if number >= worlds.n:
            raise UsageError(
                f"--world {number} is not among the {worlds.n:,} worlds drawn; "
                f"ask for --worlds {number + 1} or more"
            )
        return number
    if word not in _WORDS:
        raise UsageError(f"--world takes a number from 0, or {', '.join(_WORDS)}; got {word!r}")
    return _picked(word, scenario, worlds)


def _picked(word: str, scenario: Scenario, worlds: Worlds) -> int | None:
    """The number of the world that a word means; ``None`` where there is none."""
    import numpy as np

    from sim.domain.outcome import Ending, Overlap
    from sim.engine import negotiate

    outcomes = negotiate(scenario, worlds)
    settled = outcomes.ending == Ending.SETTLEMENT
    if word == "median":
        rows = np.flatnonzero(settled) if settled.any() else np.arange(outcomes.n)
        by_day = rows[np.argsort(outcomes.day[rows], kind="stable")]
        return int(outcomes.world[by_day[(len(by_day) - 1) // 2]])
    wanted = {
        "settlement": settled,
        "impasse": outcomes.ending == Ending.IMPASSE,
        "missed": ~settled & (outcomes.overlap == Overlap.PRESENT),
    }[word]
    rows = np.flatnonzero(wanted)
    return int(outcomes.world[rows[0]]) if len(rows) else None
