"""The only reader of scenario and seed files: TOML text in, the nouns of ``sim.domain`` out.

Everything is checked here, once, and all faults of a file come together (``ScenarioError``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.loading.hashing import scenario_hash
    from sim.loading.layers import written
    from sim.loading.reading import changes_of, edit, load_codings, load_scenario, validate
    from sim.loading.schema import json_schema
    from sim.loading.shelf import Bundled, bundled
    from sim.loading.sources import stated_source
    from sim.loading.template import new_scenario
    from sim.loading.variant import save_variant, variant_text

_HOMES = {
    "Bundled": "shelf",
    "bundled": "shelf",
    "changes_of": "reading",
    "edit": "reading",
    "json_schema": "schema",
    "load_codings": "reading",
    "load_scenario": "reading",
    "new_scenario": "template",
    "save_variant": "variant",
    "scenario_hash": "hashing",
    "stated_source": "sources",
    "validate": "reading",
    "variant_text": "variant",
    "written": "layers",
}

__all__ = [
    "Bundled",
    "bundled",
    "changes_of",
    "edit",
    "json_schema",
    "load_codings",
    "load_scenario",
    "new_scenario",
    "save_variant",
    "scenario_hash",
    "stated_source",
    "validate",
    "variant_text",
    "written",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"sim.loading.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
