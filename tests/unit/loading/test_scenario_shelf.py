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


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of its own: one scenario, and a folder of two, of which one extends the other."""
    folder = tmp_path / "scenarios" / "theory"
    folder.mkdir(parents=True)
    text = (ROOT / "scenarios" / "price-haggle.toml").read_text(encoding="utf-8")
    for place in (folder.parent / "haggle.toml", folder / "rubinstein.toml"):
        place.write_text(text, encoding="utf-8")
    (folder / "impatient.toml").write_text(
        'extends = "rubinstein"\nquestion = "Who pays for being in a hurry?"\n', encoding="utf-8"
    )
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(shelf, "__file__", str(tmp_path / "sim" / "loading" / "shelf.py"))
    return folder


def test_a_scenario_in_a_folder_is_named_with_it(lessons: Path) -> None:
    shown = [(entry.name, entry.parent) for entry in bundled()]
    assert shown == [
        ("haggle", None),
        ("theory/rubinstein", None),
        ("theory/impatient", "theory/rubinstein"),
    ]
    found = load_scenario("theory/impatient")
    assert (found.name, found.parent) == ("theory/impatient", "theory/rubinstein")
    assert load_scenario(lessons / "impatient.toml").name == "theory/impatient"
    assert load_scenario("theory/rub").name == "theory/rubinstein"


def test_a_name_with_a_folder_is_corrected(lessons: Path) -> None:
    for word in ("theory/rubinstien", "rubinstein"):
        with pytest.raises(NotFoundError, match="did you mean 'theory/rubinstein'"):
            load_scenario(word)
    with pytest.raises(NotFoundError, match="could be theory/impatient, theory/rubinstein"):
        load_scenario("theory/")


def test_importing_the_face_is_cheap() -> None:
    code = "import sys, sim.loading; sim.loading.bundled(); print(*sys.modules)"
    run = [sys.executable, "-c", code]
    loaded = subprocess.run(
        run, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pydantic", "numpy", "scipy", "mesa"} & set(loaded)
