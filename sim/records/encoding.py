"""Findings as text and back, without losing anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import ResultsError

__all__ = ["as_text", "from_text", "json_text"]

Noun = TypeVar("Noun")


def json_text(content: Any) -> str:
    """Plain data as indented JSON with a final line break; refuses NaN and infinities."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_text(finding: Any) -> str:
    """A finding, of any frozen noun, as JSON."""
    from pydantic import TypeAdapter

    plain = TypeAdapter(type(finding)).dump_python(finding, mode="json")
    return json_text(plain)


def from_text(kind: type[Noun], text: str, place: Path) -> Noun:
    """The finding that ``as_text`` wrote. Raises ``ResultsError``, naming ``place``, for any other.

    place : the file the text was read from.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(key) for key in first["loc"]) or "its text"
        raise ResultsError(
            f"{place} is not what this version of Parley writes: {where}: {first['msg'].lower()}"
        ) from None
