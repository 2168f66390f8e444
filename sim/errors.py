"""Every error Parley raises on purpose, in one tree.

    ParleyError
    ├── ScenarioError     a scenario or seed file is not valid; carries every fault found
    ├── UsageError        a call or command that cannot be carried out as given
    │   └── NotFoundError     a name that belongs to nothing; carries near matches
    ├── ResultsError      a run folder that cannot be written or read
    └── WorkerLostError   a worker process died twice on the same piece of work

Each error knows the exit code the command line ends with.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Fault",
    "NotFoundError",
    "ParleyError",
    "ResultsError",
    "ScenarioError",
    "UsageError",
    "WorkerLostError",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in an input: where it was written, its path, the rule and the value.

    >>> print(Fault(file="x.toml", line=41, path="party.seller.premium",
    ...             rule="must be a number", value="'high'"))
    x.toml:41: party.seller.premium must be a number; got 'high'
    """

    file: str
    line: int
    path: str
    rule: str
    value: str = ""
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        got = f"; got {self.value}" if self.value else ""
        advice = f" ({self.advice})" if self.advice else ""
        subject = f"{self.path} " if self.path else ""
        return f"{place}: {subject}{self.rule}{got}{advice}"


class ParleyError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1


class UsageError(ParleyError):
    """A call or command that cannot be carried out as given."""

    exit_code = 2


class NotFoundError(UsageError):
    """A name that belongs to nothing known; the message carries near matches."""


class ScenarioError(ParleyError):
    """A scenario or seed file is not valid. ``faults`` holds all of them, in file order."""

    exit_code = 3

    def __init__(self, faults: tuple[Fault, ...] | list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ResultsError(ParleyError):
    """A run folder that cannot be written or read."""

    exit_code = 2


class WorkerLostError(ParleyError):
    """A worker process died twice on the same piece of work."""

    exit_code = 4
