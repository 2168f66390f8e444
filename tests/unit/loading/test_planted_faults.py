"""Every planted fault is reported, at its line, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.errors import Fault, ScenarioError
from sim.loading import load_codings, load_scenario, validate

FAULTS = Path(__file__).resolve().parents[2] / "fixtures" / "faults"
ROOT = FAULTS.parents[2]
FILES = sorted(place.relative_to(FAULTS).as_posix() for place in FAULTS.rglob("*.toml"))


def planted(place: Path) -> list[tuple[int, str]]:
    found = []
    for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), start=1):
        _, _, told = line.partition("# FAULT: ")
        found += [(number, start.strip()) for start in told.split(" && ") if told]
    return found


def message(fault: Fault) -> str:
    return str(fault).removeprefix(f"{fault.file}:{fault.line}: ")


@pytest.mark.parametrize("name", FILES)
def test_exactly_the_planted_faults_are_reported(name: str) -> None:
    faults = validate([FAULTS / name])
    expected = planted(FAULTS / name)
    left = [(fault.line, message(fault)) for fault in faults]
    for line, start in expected:
        match = next((one for one in left if one[0] == line and one[1].startswith(start)), None)
        assert match, f"line {line}: {start!r} not among\n" + "\n".join(map(str, faults))
        left.remove(match)
    assert not left


@pytest.mark.parametrize("name", [name for name in FILES if planted(FAULTS / name)])
def test_every_fault_names_file_line_and_what_is_wrong(name: str) -> None:
    faults = validate([FAULTS / name])
    assert all(fault.file.endswith(name) and fault.line > 0 for fault in faults)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


@pytest.mark.parametrize(
    "name", [name for name in FILES if planted(FAULTS / name) and "seeds" not in name]
)
def test_loading_raises_what_validating_reports(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_codings(FAULTS / name)
    assert list(caught.value.faults) == validate([FAULTS / name])


def replaced(text: str, old: str, new: str) -> tuple[str, int]:
    """Replace the first match of a pattern within one line; the text and that line's number."""
    match = re.search(old, text, re.MULTILINE)
    assert match is not None, old
    assert "\n" not in match[0]
    line = text[: match.start()].count("\n") + 1
    return text[: match.start()] + match.expand(new) + text[match.end() :], line


def test_five_faults_in_the_full_scenario_are_named_at_once(tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "ukraine-2025.toml").read_text(encoding="utf-8")
    seeds = (ROOT / "seeds" / "claims.toml").as_posix()
    text, _ = replaced(text, r'^seeds = ".*"$', f'seeds = "{seeds}"')
    told = {}
    text, told["nmae is not a key"] = replaced(text, r"^name = (.Russia.)$", r"nmae = \1")
    text, told["must lie in [0, 1]; got 1.4"] = replaced(
        text, r"^(firmness = \{ \w+ = )\[[^\]]*\]", r"\g<1>1.4"
    )
    text, told["consent.any_of.0 names no known party"] = replaced(
        text, r'any_of = \["united_states"', 'any_of = ["untied_states"'
    )
    text, told["is not nested"] = replaced(
        text, r"^firmness = \{ ukrainian_control = .*\}$", "firmness = { line = 0.5 }"
    )
    text += "\n[belief.europe.ukraine]\nno_deal = 0.05\n"
    told["no_deal states no direction_from and no size_from"] = text.count("\n")
    (tmp_path / "copy.toml").write_text(text, encoding="utf-8")
    faults = validate([tmp_path / "copy.toml"])
    assert {fault.line for fault in faults} == set(told.values())
    for words, line in told.items():
        assert any(words in str(fault) for fault in faults if fault.line == line), words
    assert any("did you mean 'name'?" in fault.advice for fault in faults)


def test_faults_of_a_parent_are_told_at_the_parents_lines(tmp_path: Path) -> None:
    text = (FAULTS / "nesting.toml").read_text(encoding="utf-8")
    (tmp_path / "parent.toml").write_text(text, encoding="utf-8")
    (tmp_path / "child.toml").write_text('extends = "parent"\ntitle = "Child"\n', encoding="utf-8")
    faults = validate([tmp_path / "child.toml", tmp_path / "parent.toml"])
    assert {Path(fault.file).name for fault in faults} == {"parent.toml"}
    assert len(faults) == len(planted(FAULTS / "nesting.toml"))


def test_a_file_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('\nextends = "a"\n', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"b\.toml:2: extends leads in a circle"):
        load_scenario(tmp_path / "a.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "picture.toml"
    place.write_bytes(b"title = 1\n\xff\xfe")
    assert [(fault.line, fault.rule) for fault in validate([place])] == [(2, "is not UTF-8")]
