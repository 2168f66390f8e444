"""What a page may ask, checked at the border: anything else is refused in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

__all__ = [
    "BEHIND",
    "PAGES",
    "QUICK",
    "REST",
    "Asked",
    "AskedPackage",
    "AskedVariant",
    "AskedWorld",
    "key_of",
]

#: Worlds of a first answer, of the one when a slider rests, and of the one behind it: the most.
QUICK, REST, BEHIND = 400, 2_000, 20_000

#: Pages that can be open at once without one stopping what another asked.
PAGES = 64


class Asked(BaseModel):
    """A question about the scenario with some values changed.

    changes : path → plain value, with the meaning of ``--set``. worlds : how many to play.
    page : the number the server gave to the page when it was loaded. turn : the one it gave to the
    page's newest answer; a question about an older one is stale and is dropped. 0 asks for a new
    turn.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    coding: str
    changes: dict[str, JsonValue] = Field(default_factory=dict, max_length=1_000)
    worlds: Annotated[int, Field(ge=1, le=BEHIND)] = QUICK
    page: Annotated[int, Field(ge=0, lt=PAGES)] = 0
    turn: Annotated[int, Field(ge=0)] = 0


class AskedPackage(Asked):
    """A question about one package, built by hand: issue → option."""

    package: dict[str, str]


class AskedWorld(Asked):
    """A question about one world: its number."""

    world: Annotated[int, Field(ge=0, lt=2**32)]


class AskedVariant(Asked):
    """A variant to be written: what it is called, its title, and why it changes what it does.

    name : of the file, without its ending. reasons : path → why, in the reader's own words.
    over : whether a file of that name may be written over that this page has not saved itself.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    reasons: dict[str, str] = Field(default_factory=dict)
    over: bool = False


def key_of(changes: Mapping[str, Any]) -> str:
    """One text for the same changes, in whatever order their tables list them.

    Later changes win over earlier ones, so that the order of the paths themselves counts.

    >>> key_of({"a.b": {"y": 1, "x": 2}}) == key_of({"a.b": {"x": 2, "y": 1}})
    True
    >>> key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})
    False
    """
    return json.dumps([[path, held] for path, held in changes.items()], sort_keys=True)
