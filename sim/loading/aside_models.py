"""Tables that say something about a scenario and enter none of its numbers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sim.loading.table_model import LONGEST, Table, absent

__all__ = ["BaseRateTable", "StatementTable"]


class StatementTable(Table):
    """``[statement.ID]``: a sentence that ``parley robust`` puts to the test."""

    kind: Literal["blocks-more", "lifts", "lowers", "deadline-helps", "settles", "signs-more"]
    says: str
    party: str = absent
    than: str = absent
    issue: str = absent
    option: str = absent
    set: dict[str, Any] = absent
    above: float = Field(default=0, ge=0, le=1)
    below: float = Field(default=0, ge=0, le=1)
    by: float = Field(default=1, gt=0, le=LONGEST)


class BaseRateTable(Table):
    """``[base_rate.ID]``: what happened in other cases."""

    says: str
    source: str
    of: int = Field(ge=1)
    held: int = Field(default=0, ge=0)
