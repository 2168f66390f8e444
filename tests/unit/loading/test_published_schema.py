"""The JSON Schema accepts every scenario file and refuses what an editor should mark."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sim.loading import json_schema, new_scenario

ROOT = Path(__file__).resolve().parents[3]
VALIDATOR = Draft202012Validator(json_schema())
FILES = [*(ROOT / "scenarios").rglob("*.toml"), ROOT / "tests/fixtures/faults/ordinary.toml"]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("place", FILES, ids=lambda place: place.stem)
def test_every_bundled_file_fits(place: Path) -> None:
    VALIDATOR.validate(tomllib.loads(place.read_text(encoding="utf-8")))


def test_a_first_draft_fits() -> None:
    VALIDATOR.validate(tomllib.loads(new_scenario("x")))


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"extends": "x", "partys": {}},
        {"extends": "x", "party": {"a": {"premium": "much"}}},
        {"extends": "x", "party": {"a": {"premium": [1, 2, 3, 4]}}},
        {"extends": "x", "protocol": {"kind": "shouting"}},
        {"extends": "x", "protocol": {"quota": 0}},
        {"extends": "x", "protocol": {"quota": 1.5}},
        {"extends": "x", "protocol": {"recognition": {"a": "often"}}},
        {"extends": "x", "protocol": {"deals": "forever"}},
        {"extends": "x", "protocol": {"edits": "three"}},
        {"extends": "x", "protocol": {"breakdown": 1}},
        {"extends": "x", "protocol": {"breakdown": -0.1}},
        {"extends": "x", "protocol": {"breakdown": [0, 0.1]}},
        {"extends": "x", "party": {"a": {"behaviour": "clever"}}},
        {"extends": "x", "size_from": "C01"},
        {"extends": "x", "coding": {"low": {"party": {"a": {"principle": True}}}}},
    ],
)
def test_mistakes_do_not_fit(tables: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(tables)


def test_a_variant_may_leave_everything_out() -> None:
    VALIDATOR.validate({"extends": "x"})
    VALIDATOR.validate({"extends": "x", "party": {"a": {"premium": {"range": [0, 1]}}}})
    rules = {"recognition": {"a": 0.4, "b": 0.6}, "quota": 2, "deals": "one-round"}
    VALIDATOR.validate({"extends": "x", "protocol": rules})
    VALIDATOR.validate({"extends": "x", "protocol": {"breakdown": 0.1}})
    VALIDATOR.validate({"extends": "x", "party": {"a": {"behaviour": "risk-return"}}})
