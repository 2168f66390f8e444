"""Options that several commands share, so that one name means one thing everywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.records import Existing

__all__ = [
    "SEED",
    "WORLDS",
    "Coding",
    "DeadlineDay",
    "Force",
    "Format",
    "FormatName",
    "HorizonDays",
    "Json",
    "Out",
    "Overrides",
    "ProtocolName",
    "Request",
    "ScenarioName",
    "Seed",
    "WorkerCount",
    "WorldCount",
    "existing",
    "requested",
]


#: Worlds and seed of a command that names none.
WORLDS = 2000
SEED = 1


class FormatName(StrEnum):
    """How tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled name (see parley list) or a file.")
]
WorldCount = Annotated[
    int, typer.Option("--worlds", min=1, help="How many worlds to draw.", metavar="N")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same worlds.", metavar="S")]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change a number: a path and a TOML value.", metavar="PATH=VALUE"),
]
Coding = Annotated[str | None, typer.Option("--coding", help="Only this coding.", metavar="NAME")]
ProtocolName = Annotated[
    str | None, typer.Option("--protocol", help="The same as --set protocol.kind.", metavar="NAME")
]
DeadlineDay = Annotated[
    float | None, typer.Option("--deadline", help="The same as --set deadline.day.", metavar="DAY")
]
HorizonDays = Annotated[
    float | None,
    typer.Option("--horizon", help="The same as --set protocol.horizon.", metavar="DAYS"),
]
WorkerCount = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        help="Processes; never changes a result. If not given: all processors for long work.",
        metavar="N",
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results.", metavar="DIR")]
Format = Annotated[FormatName, typer.Option("--format", help="How tables are written.")]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Replace the results --out holds; other files there are left alone."
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="One JSON object on standard output, nothing else there.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to simulate, as asked for on the command line.

    overrides : ``PATH=VALUE`` texts in the order given; named options such as ``--deadline`` come
    last, for they are the most particular. workers : processes, or ``None`` for what fits the work.
    """

    worlds: int
    seed: int
    overrides: tuple[str, ...] = ()
    coding: str | None = None
    workers: int | None = None

    @property
    def few(self) -> int:
        """Processes for work that is done before a second process would have started."""
        return self.workers or 1

    @property
    def many(self) -> int:
        """Processes for long work."""
        return self.workers or os.cpu_count() or 1


def requested(
    *,
    worlds: int = WORLDS,
    seed: int = SEED,
    settings: list[str] | None = None,
    coding: str | None = None,
    protocol: str | None = None,
    deadline: float | None = None,
    horizon: float | None = None,
    workers: int | None = None,
) -> Request:
    """What the shared options of a command ask for."""
    overrides = list(settings or ())
    if protocol is not None:
        overrides.append(f'protocol.kind="{protocol}"')
    if deadline is not None:
        overrides.append(f"deadline.day={deadline:g}")
    if horizon is not None:
        overrides.append(f"protocol.horizon={horizon:g}")
    return Request(
        worlds=worlds, seed=seed, overrides=tuple(overrides), coding=coding, workers=workers
    )


def existing(force: bool) -> Existing:
    """What ``--force`` means for a folder that holds something else."""
    from sim.records import Existing

    return Existing.REPLACE if force else Existing.REFUSE
