"""What happened in other cases that a scenario names as like it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BaseRate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """One count over other cases, or a pattern found in them. It enters no number of the scenario.

    says : in plain words. of : cases looked at. held : in how many of them it was so, ``None``
    where the source gives a pattern and no count. source : who counted, with the date.
    """

    id: str
    says: str
    source: str
    of: int
    held: int | None = None
