"""A mistake is told once, at the layer that made it, and nothing that cannot be meant is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import Fault, ScenarioError
from sim.loading import load_scenario, validate

Write = Callable[..., Path]
EVENT = '[event.late]\nkind = "dated"\nchance = 0.5\n'


def faults_of(place: Path, *sets: str, coding: str | None = "harsh") -> list[Fault]:
    try:
        load_scenario(place, coding=coding, sets=sets)
    except ScenarioError as problem:
        return list(problem.faults)
    return []


def only(faults: list[Fault]) -> str:
    assert len(faults) == 1, "\n".join(map(str, faults))
    return str(faults[0])


@pytest.mark.parametrize(
    "word",
    [
        "party.left.no_deal.shift=[-1e308, 1e308]",
        "party.left.no_deal.shift=1e300",
        "party.left.no_deal.drift=11",
        "party.left.no_deal.belief_gap=-11",
        "party.left.premium=1e9",
        "party.left.breach={fear=0.5, loss=11}",
        "party.left.type.slow={chance=0.5, side_benefit=11}",
        "event.shock.no_deal.left=-11",
        "event.shock.premium.left=11",
        'partial.truce={consent={all_of=["left"]}, weekly_chance=0.1, gain={left=11}}',
        "belief.left.right.no_deal=11",
    ],
)
def test_value_units_are_bounded(ordinary: Path, word: str) -> None:
    assert "in value units: a party's best on everything is 1" in only(faults_of(ordinary, word))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("party.left.demand.price.weight=1e308", "must lie in [0, 1e+06]"),
        ("party.left.demand.price.weight=[0, 1]", "must give some issue a weight"),
        ("party.left.demand.price.weight={range=1, unsupported=0}", "must give some issue"),
        ("belief.left.right.weight.price=0", "must leave some issue a weight"),
        ("tactics.toughness=0", "must lie in [0.01, 1]"),
        ("party.left.tactics.toughness=1.5", "must lie in [0.01, 1]"),
        ("tactics.opening=1.1", "must lie in [0, 1]"),
        ("tactics.patience_spread=0", "must lie in [0.01, 100]"),
        ("tactics.patience_spread=101", "must lie in [0.01, 100]"),
        ("party.left.draft_days=40000", "must lie in [0, 36500] days"),
        ("event.shock.aims.left.price=11", "must lie in [-10, 10]"),
        ("protocol.horizon=40000", "protocol.horizon must be less than or equal to 36500"),
        ("protocol.quiet_days=40000", "protocol.quiet_days must be less than or equal to 36500"),
        ("deadline.day=40000", "deadline.day must be less than or equal to 36500"),
        ("event.shock.day=40000", "event.shock.day must be less than or equal to 36500"),
        ("protocol.round_days=1e-300", "must make at most 10,000 rounds"),
        ("protocol.horizon=10001", "must make at most 10,000 rounds"),
    ],
)
def test_numbers_lie_within_what_can_be_reckoned_with(ordinary: Path, word: str, told: str) -> None:
    fault = only(faults_of(ordinary, word))
    assert told in fault
    assert fault.startswith("--set: ")


def test_ends_of_the_bounds_are_legal(ordinary: Path) -> None:
    sets = [
        "party.left.no_deal.shift=[-10, 10]",
        "party.left.demand.price.weight=1e6",
        "tactics={toughness=[0.01, 1], opening=[0, 1], patience_spread=[0.01, 100]}",
        "party.left.draft_days=36500",
        "protocol.horizon=10000",
    ]
    assert faults_of(ordinary, *sets) == []


def test_at_most_62_parties(ordinary: Path, tmp_path: Path) -> None:
    text = ordinary.read_text(encoding="utf-8").replace("seeds/", f"{ordinary.parent}/seeds/")
    third = text[text.index("[party.right]") : text.index("[event.shock]")]
    third = third.replace("principal = true\n", "")
    place = tmp_path / "many.toml"
    parties = [third.replace("party.right", f"party.p{one}") for one in range(60)]
    place.write_text(text + "".join(parties), encoding="utf-8")
    assert faults_of(place) == []
    place.write_text(text + "".join(parties) + third.replace("right", "p60"), encoding="utf-8")
    assert "must hold at most 62 parties; got 63" in only(faults_of(place))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[party.left.breach]\nfaer = 0.1\nloss = 0.1\n", "did you mean 'fear'?"),
        (EVENT.replace("chance", "chanse") + "day = 1\nno_deal.left = 0.1\n", "'chance'"),
        (EVENT + "day = 1\nno_dael.left = 0.1\n", "did you mean 'no_deal'?"),
        ("[party.left.no_deal]\nshift = { rnage = 0.1 }\n", "did you mean 'range'?"),
        ('remove = ["party.left.principal"]\n[party.left]\nprinciple = true\n', "'principal'"),
    ],
)
def test_a_misspelt_key_is_one_fault(variant: Write, text: str, told: str) -> None:
    assert told in only(validate([variant(text)])[:1] + faults_of(variant(text))[1:])


def test_a_misspelt_option_is_not_missing_too(tmp_path: Path, ordinary: Path) -> None:
    text = ordinary.read_text(encoding="utf-8").replace("seeds/", f"{ordinary.parent}/seeds/")
    place = tmp_path / "copy.toml"
    place.write_text(text.replace("mid = 0.35", "mdi = 0.35"), encoding="utf-8")
    assert "did you mean 'mid'?" in only(faults_of(place))
    place.write_text(text.replace('["left", "right"]', '["left", "rihgt"]'), encoding="utf-8")
    assert "did you mean 'right'?" in only(faults_of(place))


@pytest.mark.parametrize(
    "word",
    [
        "protocol.horizon=0",
        'issue.price.status_quo=["low"]',
        "party.left=1",
        "party.right=1",
        'party.left.principal="yes"',
        "protocol.order=3",
        "event.shock=1",
        "event.shock.no_deal=1",
    ],
)
def test_a_wrong_shape_is_one_fault(ordinary: Path, word: str) -> None:
    assert only(faults_of(ordinary, word)).startswith("--set: ")


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("protocol.round_days=100", "protocol.round_days must leave time for one round"),
        ("protocol.horizon=0.5", "protocol.horizon must leave time for one round"),
    ],
)
def test_the_layer_that_wrote_last_is_blamed(ordinary: Path, word: str, path: str) -> None:
    assert only(faults_of(ordinary, word)).startswith(f"--set: {path}")


def test_an_event_without_an_effect_is_refused(variant: Write) -> None:
    fault = only(faults_of(variant(EVENT + "day = 1\n")))
    assert "event.late has no effect" in fault
    empty = variant(EVENT + "day = 1\nleaves = []\n[event.late.no_deal]\n")
    assert "event.late has no effect" in only(faults_of(empty))
    assert faults_of(variant(EVENT + 'day = 1\nleaves = ["right"]\n')) == []


def test_nothing_is_dated_after_the_horizon(variant: Write, ordinary: Path) -> None:
    place = variant(EVENT + "day = 10\nno_deal.left = 0.1\n")
    assert "event.late.day must not lie after the horizon, day 9; got 10" in only(faults_of(place))
    told = only(faults_of(ordinary, "deadline.day=10"))
    assert told.startswith("--set: deadline.day must not lie after the horizon")
    both = ["deadline.day=10", "protocol.horizon=9.5"]
    assert "deadline.day must not" in only(faults_of(ordinary, *both))
    assert faults_of(ordinary, "deadline.day=9") == []


def test_talks_may_be_cut_short_before_what_was_dated(ordinary: Path) -> None:
    assert faults_of(ordinary, "protocol.horizon=2") == []  # the event of day 3 never comes


@pytest.mark.parametrize("key", ["title", "question"])
def test_a_scenario_says_what_it_is_about(variant: Write, key: str) -> None:
    assert f"{key} must not be empty" in only(faults_of(variant(f'{key} = " "\n')))


@pytest.mark.parametrize(
    "consent",
    [
        '{ all_of = ["left", "right", "left"] }',
        '{ any_of = ["left", "right", "left"] }',
        '{ any_of = ["left", ["right", "right"]] }',
        '{ any_of = [["left", "right"], ["right", "left"]] }',
    ],
)
def test_a_consent_names_nobody_twice(variant: Write, consent: str) -> None:
    place = variant(f"[issue.price.option.low]\nconsent = {consent}\n")
    assert "is named twice" in only(faults_of(place))


def test_a_deal_takes_two(variant: Write) -> None:
    alone = 'protocol.order = ["left"]\nparty.right.principal = false\n'
    fault = only(faults_of(variant(alone)))
    assert "protocol.order must hold two principals, or some option must need another" in fault
    needed = '[issue.price.option.high]\nconsent = { all_of = ["right"] }\n'
    assert faults_of(variant(alone + needed)) == []
    ruled_out = 'only = { price = ["low", "mid"] }\n'
    assert "must hold two principals" in only(faults_of(variant(alone + ruled_out + needed)))


def test_a_coding_has_a_readable_name(variant: Write) -> None:
    fine = '[coding."2-Harsh_low"]\nsays = "x"\n'
    assert faults_of(variant(fine)) == []
    told = faults_of(variant('[coding."very harsh!"]\nsays = "x"\n'))
    assert "letters, digits, - and _" in only(told)


def test_an_empty_table_changes_nothing(ordinary: Path) -> None:
    for path in ("party.left", "protocol", "party.left.demand"):
        assert "changes nothing" in only(faults_of(ordinary, f"{path}={{}}"))
    assert "changes nothing" not in str(faults_of(ordinary, "issue.price.option.higher={}"))


def test_every_file_that_cannot_be_read_is_told(tmp_path: Path, ordinary: Path) -> None:
    (tmp_path / "empty.toml").touch()
    (tmp_path / "scenario.toml").write_text("title = 1 1\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    names = ["empty", "nofile", "scenarioo", "scenario"]
    faults = validate([*(tmp_path / f"{name}.toml" for name in names), folder, ordinary])
    told = "\n".join(map(str, faults))
    assert f"no file '{tmp_path / 'nofile.toml'}'\n" in told + "\n"  # `empty` is not near it
    assert "scenarioo.toml' (did you mean 'scenario.toml'?)" in told
    assert "folder: is a folder, not a scenario file" in told
    assert "schema is missing" in told
    assert "is not valid TOML" in told
    assert "no scenario is called 'nonsuch'" in str(validate(["nonsuch", ordinary])[0])


def test_a_folder_named_like_a_scenario_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talks").mkdir()
    monkeypatch.chdir(tmp_path)
    assert "talks: is a folder" in only(validate(["talks"]))
