"""Bundled scenarios, by name, from a checkout and from an installed package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import NotFoundError
from sim.loading import bundled, load_scenario, shelf, validate

ROOT = Path(__file__).resolve().parents[3]


def test_every_bundled_scenario_is_valid() -> None:
    assert validate([entry.name for entry in bundled()]) == []
    assert validate([ROOT / "seeds" / "claims.toml"]) == []


def test_the_shelf_tells_question_and_parent() -> None:
    entries = {entry.name: entry for entry in bundled()}
    assert {"ukraine-2025", "price-haggle"} <= entries.keys()
    assert all(entry.question and entry.title for entry in entries.values())
    names = list(entries)
    for entry in entries.values():
        if entry.parent:
            assert names.index(entry.parent) < names.index(entry.name)
    variant = next(entry for entry in entries.values() if entry.parent == "ukraine-2025")
    assert load_scenario(variant.name).question == variant.question


def test_a_prefix_is_enough_if_only_one_scenario_has_it() -> None:
    assert load_scenario("price").name == "price-haggle"
    assert load_scenario("ukraine-2025").name == "ukraine-2025"  # though others begin so
    with pytest.raises(NotFoundError, match="could be"):
        load_scenario("ukraine-2025-v1")
    with pytest.raises(NotFoundError):
        load_scenario("")


def test_a_checkout_reads_its_own_folder_and_a_package_the_copy_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf.scenarios_folder() == ROOT / "scenarios"
    inside = tmp_path / "sim" / "loading" / "shelf.py"
    monkeypatch.setattr(shelf, "__file__", str(inside))
    assert shelf.scenarios_folder() == tmp_path / "sim" / "_bundled" / "scenarios"
    assert bundled() == ()
    (tmp_path / "pyproject.toml").touch()
    assert shelf.scenarios_folder() == tmp_path / "scenarios"


def test_importing_the_face_is_cheap() -> None:
    code = "import sys, sim.loading; sim.loading.bundled(); print(*sys.modules)"
    run = [sys.executable, "-c", code]
    loaded = subprocess.run(
        run, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pydantic", "numpy", "scipy", "mesa"} & set(loaded)
