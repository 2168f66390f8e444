"""Scenario files are short where they promise to be, known to the docs, and valid."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_tables import FILES, ROOT, tables

import sim.loading

VARIANTS = [file for file in FILES if "extends" in tables(file.stem)]
LONGEST_VARIANT = 39
LONGEST_HAGGLE = 45


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bundled_scenario_is_valid(file: Path) -> None:
    faults = [str(fault) for fault in sim.loading.validate([file])]
    assert faults == []


@pytest.mark.parametrize("file", VARIANTS, ids=lambda file: file.stem)
def test_a_variant_is_short_and_says_what_it_asks(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_VARIANT
    held = tables(file.stem)
    assert held["title"]
    assert held["question"].endswith("?")
    assert (ROOT / "scenarios" / f"{held['extends']}.toml").is_file()
    assert file.read_text(encoding="utf-8").startswith("#")


def test_the_variants_of_the_coding_notes_are_all_there() -> None:
    numbered = {file.stem.split("-")[2] for file in VARIANTS if "-v" in file.stem}
    assert numbered == {f"v{number:02d}" for number in range(1, 12)}


def test_the_haggle_fits_on_one_screen() -> None:
    text = (ROOT / "scenarios" / "price-haggle.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_HAGGLE


@pytest.mark.parametrize("name", ["price-haggle", "labour-contract", "three-party-coalition"])
def test_made_up_numbers_are_said_to_be_so(name: str) -> None:
    held = tables(name)
    assert held["direction_from"] == "nobody: teaching case"
    assert held["size_from"].startswith("assumption: teaching case")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_reference_page_lists_the_scenario_with_its_question(file: Path) -> None:
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    assert f"| `{file.stem}` | {tables(file.stem)['question']} |" in page
