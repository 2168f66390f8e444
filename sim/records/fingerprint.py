"""What a run is known by: a hash over everything that changes a byte of its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

import numpy as np

from sim._version import __version__
from sim.domain.scenario import Scenario

__all__ = ["folder_name", "libraries", "made_with", "run_hash", "value_hash"]

#: Where a file lies and who wrote a number changes nothing in the results.
_WITHOUT = {"Scenario": {"file", "provenance"}, "Seeds": {"file", "contradictions", "silences"}}

_SHORT = 10

_COMPUTING = ("numpy", "scipy", "mesa")


def run_hash(
    scenarios: Mapping[str, Scenario],
    *,
    n: int,
    seed: int,
    against: Mapping[str, Scenario] | None = None,
    asked: Mapping[str, Any] | None = None,
) -> str:
    """Hash of a run before it is played: 32 hexadecimal digits.

    scenarios : coding → scenario, resolved and with overrides. n : worlds. against : the codings of
    the scenario it is compared with, since the comparison is part of the folder. asked : the kind
    of finding and what else was asked for, as plain values.
    """
    content: dict[str, Any] = {
        "made_with": made_with(),
        "worlds": n,
        "seed": seed,
        "codings": {coding: _plain(scenario) for coding, scenario in scenarios.items()},
        "against": {coding: _plain(scenario) for coding, scenario in (against or {}).items()},
    }
    if asked:
        content["asked"] = _plain(asked)
    return value_hash(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def folder_name(scenario: str, run: str) -> str:
    """``<scenario>-<short hash>``; a folder in the scenario's name becomes part of it.

    >>> folder_name("price-haggle", "0123456789abcdef")
    'price-haggle-0123456789'
    >>> folder_name("theory/rubinstein", "0123456789abcdef")
    'theory-rubinstein-0123456789'
    """
    return f"{scenario.replace('/', '-')}-{run[:_SHORT]}"


def made_with() -> dict[str, str]:
    """Versions that may change a number."""
    return {"parley": __version__, "numpy": ".".join(np.__version__.split(".")[:2])}


def libraries() -> dict[str, str]:
    """Versions of what computes, in full, for whoever wants to repeat a run to the last digit."""
    return {name: version(name) for name in _COMPUTING}


def value_hash(text: str) -> str:
    """Hash of a file's values, given as the text they are written as: 32 hexadecimal digits."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(noun: Any) -> Any:
    """Nouns as plain data; the order of tables is kept, for it orders rows and columns."""
    if is_dataclass(noun) and not isinstance(noun, type):
        left_out = _WITHOUT.get(type(noun).__name__, set())
        return {
            field.name: _plain(getattr(noun, field.name))
            for field in fields(noun)
            if field.name not in left_out
        }
    if isinstance(noun, Enum):
        return noun.name
    if isinstance(noun, Mapping):
        return {str(key): _plain(value) for key, value in noun.items()}
    if isinstance(noun, frozenset | set):
        return sorted(_plain(member) for member in noun)
    if isinstance(noun, tuple | list):
        return [_plain(member) for member in noun]
    if noun is None or isinstance(noun, bool | int | float | str):
        return noun
    return str(noun)
