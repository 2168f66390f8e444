"""What every table of a scenario file shares: strict keys, numbers, optional keys."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

__all__ = ["LONGEST", "Members", "Number", "Table", "absent"]

#: Days that talks, or anything in them, may last: a hundred years.
LONGEST = 36_500

_PLAIN = {"type": "number"}
_ROW = {"type": "array", "items": _PLAIN, "minItems": 1, "maxItems": 3}
_RANGE = {"anyOf": [_PLAIN, _ROW]}
_KEYS = {"range": _RANGE, "unsupported": _RANGE, "scale": {"const": "log"}}
_NUMBER = {
    "description": "a constant, [low, high] or [low, mid, high]",
    "anyOf": [
        _PLAIN,
        _ROW,
        {"type": "object", "additionalProperties": False, "properties": _KEYS},
    ],
}
_MEMBERS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

Number = Annotated[Any, WithJsonSchema(_NUMBER)]
Members = Annotated[Any, WithJsonSchema(_MEMBERS)]
#: An optional key. What stands there is read from the plain tables, never from the model.
absent: Any = Field(default=None)


class Table(BaseModel):
    """A table with known keys."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
