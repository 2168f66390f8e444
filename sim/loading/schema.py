"""The JSON Schema of scenario files, for completion and hints in an editor."""

from __future__ import annotations

from typing import Any

__all__ = ["json_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WHOLE_FILE = ["schema", "title", "question", "protocol", "issue", "party"]
_SOURCES: dict[str, Any] = {
    "direction_from": {
        "description": "claim ids and outside sources, or one outside: or nobody: text",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    },
    "size_from": {"type": "string", "pattern": r"^(outside|indifference|assumption):\s*\S"},
}


def json_schema() -> dict[str, Any]:
    """Schema of a scenario file.

    A file with ``extends`` may leave anything out, and a whole file may leave numbers to its
    codings; so only the tables that every whole file has are required.
    """
    from sim.loading.models import ScenarioFile

    schema: dict[str, Any] = _relaxed(ScenarioFile.model_json_schema(by_alias=True))
    schema |= {
        "$schema": _DIALECT,
        "title": "Parley scenario",
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": _WHOLE_FILE},
    }
    return schema


def _relaxed(node: Any) -> Any:
    """Drop what only the checker needs, and let sources stand in every table."""
    if isinstance(node, list):
        return [_relaxed(element) for element in node]
    if not isinstance(node, dict):
        return node
    new = {
        key: _relaxed(held)
        for key, held in node.items()
        if not (key == "required" and isinstance(held, list))
        and not (key == "default" and held is None)
        and not (key == "title" and isinstance(held, str))
    }
    if new.get("type") == "object":
        new["properties"] = {**new.get("properties", {}), **_SOURCES}
    return new
