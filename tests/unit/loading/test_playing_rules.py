"""Rules of turns, quotas and games: each mistake is told once, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.domain.signatures import MOST_QUORUMS
from sim.errors import Fault, ScenarioError
from sim.loading import load_codings, load_scenario, validate

THREE = """
schema = 1
title = "Three"
question = "Who proposes?"
direction_from = "nobody: a test"
size_from = "assumption: a test"
[protocol]
kind = "alternating"
order = ["a", "b", "c"]
round_days = 1
horizon = 10
[issue.price.option]
low = {}
high = {}
"""
PARTY = """
[party.%s]
principal = %s
patience = 0.9
demand.price = { weight = 1, values = { low = 0, high = 1 } }
no_deal.package = { price = "low" }
"""
RECOGNITION = "protocol.recognition={ a = 0.5, b = 0.25, c = 0.25 }"


def people(ids: str, guests: str = "d") -> str:
    made = [PARTY % (id_, "true") for id_ in ids] + [PARTY % (id_, "false") for id_ in guests]
    return "".join(made)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    place = tmp_path / "three.toml"
    place.write_text(THREE + people("abc"), encoding="utf-8")
    return place


def faults_of(place: Path, *sets: str) -> list[Fault]:
    try:
        load_scenario(place, sets=sets)
    except ScenarioError as problem:
        return list(problem.faults)
    return []


def only(faults: list[Fault]) -> str:
    assert len(faults) == 1, "\n".join(map(str, faults))
    return str(faults[0])


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("protocol.quota=0", "protocol.quota must be greater than or equal to 1"),
        ("protocol.quota=-1", "protocol.quota must be greater than or equal to 1"),
        ("protocol.quota=2.5", "protocol.quota must be a whole number"),
        ("protocol.quota=true", "protocol.quota must be a whole number"),
        ("protocol.quota='two'", "protocol.quota must be a whole number"),
        ("protocol.quota=4", "exceeds the number of principals, 3; got 4"),
        ("protocol.recognition={}", "must name every principal with its chance"),
        ("protocol.recognition={ a = 0.5, b = 0.5 }", "leaves out the principal 'c'"),
        ("protocol.recognition={ a = 0.5, b = 0.25, c = 0.3 }", "recognition must sum to 1"),
        ("protocol.recognition={ a = 1.5, b = -0.25, c = -0.25 }", "a must lie in [0, 1]"),
        ("protocol.recognition={ a = -0.5, b = 0.75, c = 0.75 }", "a must lie in [0, 1]"),
        ("protocol.recognition={ a = 'often', b = 0.5, c = 0.5 }", "a must be a number"),
        ("protocol.recognition={ a = [0, 1], b = 0.5, c = 0.5 }", "a must be a number"),
        ("protocol.recognition={ a = 0.5, b = 0.25, e = 0.25 }", "names no known principal"),
        ("protocol.recognition={ a = 0.5, b = 0.25, d = 0.25 }", "names no known principal"),
        ("protocol.recognition=0.5", "protocol.recognition must be a table"),
        ("protocol.breakdown=1", "protocol.breakdown must be less than 1"),
        ("protocol.breakdown=-0.1", "protocol.breakdown must be greater than or equal to 0"),
        ("protocol.breakdown=[0, 0.1]", "protocol.breakdown must be a number"),
        ("protocol.breakdown='often'", "protocol.breakdown must be a number"),
        ("protocol.breakdown=true", "protocol.breakdown must be a number"),
        ("protocol.deals='forever'", "protocol.deals must be"),
        ("protocol.edits='three'", "protocol.edits must be"),
        ("protocol.edits='one'", 'belongs to talks of kind "single-text"; got "one"'),
        ("protocol.deals='one-round'", "needs every principal to play subgame-perfect; 'a' does"),
        ("party.a.behaviour='reputational'", "can be played between two principals only"),
        ("party.a.behaviour=['obstinate']", "party.a.behaviour must be"),
        ("party.d.behaviour='clever'", "party.d.behaviour must be"),
    ],
)
def test_one_mistake_is_told_once(three: Path, word: str, told: str) -> None:
    assert told in only(faults_of(three, word))


@pytest.mark.parametrize(
    "words",
    [
        ("protocol.quota=1",),
        ("protocol.quota=3", RECOGNITION),
        ("protocol.recognition={ a = 1, b = 0, c = 0 }",),
        ("protocol.recognition={ c = 0.1, a = 0.2, b = 0.7 }",),
        ("party.d.behaviour='reputational'",),
        ("protocol.kind='final-offer'", "party.a.behaviour='risk-return'"),
        ("protocol.kind='single-text'", "protocol.edits='package'"),
        ("protocol.deals='permanent'",),
        ("protocol.breakdown=0.1", "protocol.quota=2", RECOGNITION),
        ("protocol.breakdown=0",),
    ],
)
def test_what_goes_together_loads(three: Path, words: tuple[str, ...]) -> None:
    assert faults_of(three, *words) == []


@pytest.mark.parametrize("kind", ["single-text", "final-offer", "simultaneous"])
@pytest.mark.parametrize(
    "rule",
    ["protocol.quota=2", RECOGNITION, "protocol.deals='permanent'", "protocol.breakdown=0.1"],
)
def test_another_kind_of_talks_has_no_turns_to_draw(three: Path, kind: str, rule: str) -> None:
    told = only(faults_of(three, rule, f"protocol.kind='{kind}'"))
    assert f"{rule.partition('=')[0]} belongs to talks of kind" in told


def test_a_kind_that_cannot_be_read_explains_the_rest(three: Path) -> None:
    assert "protocol.kind" in only(faults_of(three, RECOGNITION, "protocol.kind='loud'"))


def test_a_coding_that_changes_one_chance_has_to_change_another(three: Path) -> None:
    text = three.read_text(encoding="utf-8")
    text += "[protocol.recognition]\na = 0.5\nb = 0.25\nc = 0.25\n"
    three.write_text(text + "[coding.even.protocol.recognition]\na = 0.25\n", encoding="utf-8")
    assert "must sum to 1" in only(validate([three]))
    three.write_text(
        text + "[coding.even.protocol.recognition]\na = 0.25\nb = 0.5\n", encoding="utf-8"
    )
    assert load_codings(three)["even"].protocol.recognition == {"a": 0.25, "b": 0.5, "c": 0.25}


def test_a_game_over_too_many_packages_is_refused(three: Path) -> None:
    """Ten thousand and one prices; two of them are allowed in the second try."""
    text = three.read_text(encoding="utf-8").replace(
        "low = {}\nhigh = {}", "".join(f"p{k} = {{}}\n" for k in range(10_001))
    )
    text = text.replace("{ low = 0, high = 1 }", "{ p0 = 0, p1 = 1 }").replace('"low"', '"p0"')
    text = text.replace("[party.a]", '[party.a]\nbehaviour = "subgame-perfect"')
    three.write_text(text, encoding="utf-8")
    told = [str(fault) for fault in validate([three]) if "behaviour" in str(fault)]
    assert len(told) == 1
    assert "can be played over 10,000 packages at most; there are 10,001" in told[0]
    three.write_text('only.price = ["p0", "p1"]\n' + text, encoding="utf-8")
    assert not [fault for fault in validate([three]) if "behaviour" in str(fault)]


def test_a_quota_that_too_many_sets_meet_is_refused(tmp_path: Path) -> None:
    ids = "abcefghijklm"
    place = tmp_path / "many.toml"
    order = ", ".join(f'"{id_}"' for id_ in ids)
    text = THREE.replace('"a", "b", "c"', order) + people(ids)
    place.write_text(text.replace("horizon = 10", "horizon = 10\nquota = 6"), encoding="utf-8")
    told = only(validate([place]))
    assert "quota can be met by 924 sets of 6 of the 12 principals" in told
    assert str(MOST_QUORUMS) in told
    place.write_text(text.replace("horizon = 10", "horizon = 10\nquota = 9"), encoding="utf-8")
    assert validate([place]) == []


def test_reputation_takes_both_signatures(tmp_path: Path) -> None:
    place = tmp_path / "two.toml"
    hard = '[party.%s.type.hard]\nname = "hard"\nchance = 0.1\nside_benefit = 0\n'
    hard += 'behaviour = "obstinate"\n'
    text = THREE.replace(', "c"', "") + people("ab", "") + hard % "a" + hard % "b"
    place.write_text(text, encoding="utf-8")
    plays = "party.a.behaviour='reputational'"
    assert faults_of(place, plays) == []
    assert "where both principals must sign only" in only(
        faults_of(place, plays, "protocol.quota=1")
    )
    assert "can be played in talks of kind" in only(
        faults_of(place, plays, "protocol.kind='final-offer'")
    )
