"""Small scenario files to load, and the full one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.domain.scenario import Scenario
from sim.loading import load_scenario

TESTS = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def faults_folder() -> Path:
    return TESTS / "fixtures" / "faults"


@pytest.fixture(scope="session")
def ordinary(faults_folder: Path) -> Path:
    """A small valid scenario with seeds and the codings ``calm`` and ``harsh``."""
    return faults_folder / "ordinary.toml"


@pytest.fixture
def variant(tmp_path: Path, ordinary: Path):  # type: ignore[no-untyped-def]
    """Write a file that extends the ordinary scenario, and give its path."""

    def write(text: str, name: str = "variant") -> Path:
        place = tmp_path / f"{name}.toml"
        head = "" if "extends" in text else f'extends = "{ordinary.as_posix()}"\n'
        place.write_text(head + text, encoding="utf-8")
        return place

    return write


@pytest.fixture(scope="session")
def ukraine() -> Scenario:
    return load_scenario("ukraine-2025")
