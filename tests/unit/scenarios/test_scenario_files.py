"""Scenario files are short where they promise to be, known to the docs, and valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scenario_tables import FILES, ROOT, name_of, tables

import sim.loading

VARIANTS = [file for file in FILES if "extends" in tables(name_of(file))]
LESSONS = [file for file in FILES if file.parent.name == "theory"]
LONGEST_VARIANT = 39
LONGEST_HAGGLE = 45


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_bundled_scenario_is_valid(file: Path) -> None:
    faults = [str(fault) for fault in sim.loading.validate([file])]
    assert faults == []


@pytest.mark.parametrize("file", VARIANTS, ids=name_of)
def test_a_variant_is_short_and_says_what_it_asks(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_VARIANT
    held = tables(name_of(file))
    assert held["title"]
    assert held["question"].endswith("?")
    assert (file.parent / f"{held['extends'].removesuffix('.toml')}.toml").is_file()
    assert file.read_text(encoding="utf-8").startswith("#")


def test_the_variants_of_the_coding_notes_are_all_there() -> None:
    numbered = {name_of(file).split("-")[2] for file in VARIANTS if "-v" in name_of(file)}
    assert numbered == {f"v{number:02d}" for number in range(1, 12)}


def test_the_haggle_fits_on_one_screen() -> None:
    text = (ROOT / "scenarios" / "price-haggle.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_HAGGLE


@pytest.mark.parametrize("name", ["price-haggle", "labour-contract", "three-party-coalition"])
def test_made_up_numbers_are_said_to_be_so(name: str) -> None:
    held = tables(name)
    assert held["direction_from"] == "nobody: teaching case"
    assert held["size_from"].startswith("assumption: teaching case")


@pytest.mark.parametrize("file", LESSONS, ids=name_of)
def test_a_lesson_names_its_source_and_has_a_section(file: Path) -> None:
    held = tables(name_of(file))
    if "extends" not in held:
        assert held["direction_from"].startswith("nobody"), held["direction_from"]
        assert held["size_from"].startswith("assumption"), held["size_from"]
    page = (ROOT / "docs" / "tutorial" / "lessons.md").read_text(encoding="utf-8")
    assert re.search(rf"^\$ parley [a-z]+ .*{re.escape(name_of(file))}\b", page, re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_the_reference_page_lists_the_scenario_with_its_question(file: Path) -> None:
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    assert f"| `{name_of(file)}` | {tables(name_of(file))['question']} |" in page
