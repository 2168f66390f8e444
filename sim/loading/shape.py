"""The shape of a file: unknown keys, missing keys, wrong types, each with a near match.

Numbers, references and provenance are left to later passes, so that one misspelt key hides no
other fault. Import this module inside functions: it loads pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from sim.loading.faults import FaultList
from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path
from sim.loading.models import CodingTable, Content, ScenarioFile
from sim.loading.shelf import near
from sim.loading.table_model import Table

__all__ = ["shape_faults"]

_RULES = {
    "bool_type": "must be true or false",
    "dict_type": "must be a table",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "model_attributes_type": "must be a table",
    "model_type": "must be a table",
    "string_type": "must be text in quotes",
    "finite_number": "must be finite",
    "invalid_key": "must be text",
}


@lru_cache(maxsize=8)
def _adapter(model: type[Table]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def shape_faults(model: type[Table], tables: Mapping[str, Any], faults: FaultList) -> None:
    """Add a fault for every unknown or missing key and every value of a wrong type."""
    try:
        _adapter(model).validate_python(_without_sources(tables))
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_context=True):
            _add(model, error, faults)


def _add(model: type[Table], error: Any, faults: FaultList) -> None:
    path: Path = tuple(str(key) for key in error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        if model is Content and len(path) == 1:
            known += [*_fields(CodingTable), *_fields(ScenarioFile)]
        advice = faults.misspelt(path, known)
        faults.add(path, "is not a key that belongs here", advice=advice)
    elif kind == "missing":
        faults.missing(path)
    elif kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", '"')
        value = error["input"]
        advice = near(value, expected.split('"')[1::2]) if isinstance(value, str) else ""
        faults.wrong(path, f"must be {expected}", value, advice=advice)
    else:
        message = error["msg"].replace("Input should be", "must be")
        faults.wrong(path, _RULES.get(kind, message), error["input"])


def _without_sources(tables: Any) -> Any:
    if not isinstance(tables, dict):
        return tables
    return {
        key: _without_sources(held) if isinstance(held, dict) else held
        for key, held in tables.items()
        if key not in SOURCE_KEYS
    }


def _keys(model: Any, path: Path) -> list[str]:
    """Known keys of the table at a path of the model."""
    for key in path:
        if get_origin(model) is dict:
            model = get_args(model)[1]
        elif isinstance(model, type) and issubclass(model, Table):
            found = _fields(model).get(key)
            model = found.annotation if found else None
    if isinstance(model, type) and issubclass(model, Table):
        return [*_fields(model), *SOURCE_KEYS]
    return []


def _fields(model: type[Table]) -> dict[str, Any]:
    return {field.alias or key: field for key, field in model.model_fields.items()}
