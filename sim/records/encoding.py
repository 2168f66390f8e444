"""Findings as text and back, without losing anything."""

from __future__ import annotations

import json
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


def from_text(kind: type[Noun], text: str) -> Noun:
    """The finding that ``as_text`` wrote. Raises ``ResultsError`` for anything else."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        raise ResultsError(f"this is no {kind.__name__} of this version: {error}") from None
