"""The claim file and the main scenario as plain tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from scenario_tables import ROOT, tables


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> dict[str, Any]:
    return tomllib.loads((ROOT / "seeds" / "claims.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def ukraine() -> dict[str, Any]:
    return tables("ukraine-2025")
