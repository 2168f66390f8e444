"""Parent, variant, coding, ``--set``: later wins, and each answers for its own numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import NotFoundError, ScenarioError
from sim.loading import load_codings, load_scenario, validate, written

Write = Callable[..., Path]
WEIGHT = "party.left.demand.price.weight"


def test_later_layers_win(variant: Write) -> None:
    text = (
        "[party.left.demand.price]\nweight = 2\n[coding.calm.party.left.demand.price]\nweight = 3\n"
    )
    place = variant(text)
    sets = [f"{WEIGHT}=4"]
    assert load_scenario(place, coding="harsh").quantity(WEIGHT).range == (2.0,)
    assert load_scenario(place, coding="calm").quantity(WEIGHT).range == (3.0,)
    assert load_scenario(place, coding="calm", sets=sets).quantity(WEIGHT).range == (4.0,)


def test_the_chain_tells_every_layer_oldest_first(variant: Write, ordinary: Path) -> None:
    text = (
        "[party.left.demand.price]\nweight = 2\n[coding.calm.party.left.demand.price]\nweight = 3\n"
    )
    place = variant(text)
    scenario = load_scenario(place, coding="calm", sets=[f"{WEIGHT}=[4, 5]"])
    chain = scenario.provenance[WEIGHT].chain
    assert [(one.layer, one.value, one.line) for one in chain] == [
        ("ordinary", "1", 19),
        ("variant", "2", 3),
        ("coding calm", "3", 5),
        ("--set", "[4, 5]", 0),
    ]
    assert [Path(one.file).name for one in chain[:3]] == [ordinary.name, place.name, place.name]
    assert written(scenario, WEIGHT) == chain


def test_a_changed_number_inherits_no_source(variant: Write) -> None:
    place = variant("[party.left.demand.price]\nweight = 2\n")
    scenario = load_scenario(place)
    assert scenario.provenance[WEIGHT].claims == ()
    assert scenario.provenance[WEIGHT].size == "assumption: set by variant"
    assert scenario.quantity(WEIGHT).groups == ()
    untouched = "party.right.demand.price.weight"
    assert scenario.provenance[untouched].claims == ("T1",)
    assert scenario.quantity(untouched).groups == ("witness",)


def test_a_layer_may_state_sources_for_its_own_numbers_only(variant: Write) -> None:
    text = 'direction_from = ["T2"]\nsize_from = "indifference: asked"\n' + (
        "[party.left.demand.price]\nweight = 2\n"
    )
    scenario = load_scenario(variant(text))
    assert scenario.provenance[WEIGHT].claims == ("T2",)
    assert scenario.provenance[WEIGHT].size == "indifference: asked"
    assert scenario.quantity(WEIGHT).groups == ("paper",)
    assert scenario.provenance["party.right.demand.price.weight"].claims == ("T1",)


def test_a_later_layer_may_source_a_number_it_leaves_alone(variant: Write) -> None:
    text = '[party.right.no_deal.shift]\nsize_from = "outside: a ledger (2024)"\n'
    source = load_scenario(variant(text)).provenance["party.right.no_deal.shift"]
    assert source.size == "outside: a ledger (2024)"
    assert source.claims == ("T1",)


def test_a_coding_sets_its_own_assumption(ordinary: Path) -> None:
    scenario = load_scenario(ordinary, coding="harsh")
    source = scenario.provenance["party.left.no_deal.shift"]
    assert source.size == "assumption: set by coding harsh"
    assert scenario.codings == ("calm", "harsh")
    assert scenario.resolved["coding"] == {"harsh": {"says": "left has little to fall back on"}}


def test_numbers_that_nobody_states_are_none_and_say_so(ordinary: Path) -> None:
    scenario = load_scenario(ordinary)
    for path in ("party.left.premium", "party.left.breach.fear", "deadline.belief.left"):
        assert scenario.quantity(path).range == (0.0,)
        assert scenario.provenance[path].size == "assumption: not stated, taken as none"


def test_remove_deletes_in_a_coding_and_in_a_file(ordinary: Path, variant: Write) -> None:
    codings = load_codings(ordinary)
    assert list(codings["calm"].events) == []
    assert list(codings["harsh"].events) == ["shock"]
    place = variant('remove = ["coding.calm", "party.left.red_line"]\n')
    assert list(load_codings(place)) == ["harsh"]
    assert load_scenario(place).parties["left"].red_lines == {}


def test_only_keeps_the_other_options_but_does_not_allow_them(variant: Write) -> None:
    scenario = load_scenario(variant('only = { price = ["low", "mid"] }\n'))
    issue = scenario.agenda["price"]
    assert [option.allowed for option in issue.options] == [True, True, False]
    assert scenario.parties["right"].no_deal.package == {"price": "high"}
    assert scenario.agenda.size == 2


def test_a_later_consent_replaces_the_earlier_one(variant: Write) -> None:
    text = '[issue.price.option.mid]\nconsent = { any_of = ["right", ["left", "right"]] }\n'
    option = load_scenario(variant(text)).agenda["price"].options[1]
    assert option.consent == (frozenset({"right"}), frozenset({"left", "right"}))


def test_the_band_widens_plain_values_alone(variant: Write) -> None:
    base = load_scenario(variant(""))
    values = base.parties["left"].demands["price"].values
    assert values["mid"].range == (0.25, 0.35, 0.45)
    assert values["low"].range == (0.0,)
    text = "[party.left.demand.price]\nband = 0.7\n[party.right.demand.price.values]\nmid = [0.5]\n"
    scenario = load_scenario(variant(text))
    assert scenario.quantity("party.left.demand.price.values.mid").range == (0.0, 0.35, 1.0)
    assert scenario.quantity("party.right.demand.price.values.mid").range == (0.5,)


def test_lines_of_a_party_on_an_issue_rest_on_the_same_groups(variant: Write) -> None:
    text = 'red_line.price.firmness.mid = { range = 0.3, direction_from = ["T2"] }\n'
    scenario = load_scenario(variant("[party.left]\n" + text))
    firmness = scenario.parties["left"].red_lines["price"].firmness
    assert firmness["low"].groups == firmness["mid"].groups == ("witness", "paper")
    bare = load_scenario(variant("party.left.red_line.price.firmness.mid = 0.3\n"))
    firmness = bare.parties["left"].red_lines["price"].firmness
    assert firmness["low"].groups == ("witness",)
    assert firmness["mid"].groups == ()  # an assumption rests on nobody's word


def test_a_variant_of_a_variant_and_a_path_to_the_parent(variant: Write) -> None:
    variant('title = "First"\n', name="first")
    place = variant('extends = "first.toml"\nquestion = "And then?"\n', name="second")
    scenario = load_scenario(place)
    assert (scenario.name, scenario.parent) == ("second", "first")
    assert (scenario.title, scenario.question) == ("First", "And then?")
    assert scenario.seeds.claims.keys() == {"T1", "T2"}


def test_tactics_come_from_the_party_the_root_or_parley(variant: Write) -> None:
    text = "tactics.opening = 0.1\n[party.left.tactics]\nopening = 0.2\n"
    scenario = load_scenario(variant(text))
    assert scenario.parties["left"].tactics.opening.range == (0.2,)
    opening = scenario.parties["right"].tactics.opening
    assert (opening.path, opening.range) == ("party.right.tactics.opening", (0.1,))
    assert scenario.provenance[opening.path].size == "assumption: set by variant"
    toughness = scenario.parties["right"].tactics.toughness
    assert (toughness.range, toughness.logarithmic) == ((0.25, 1.0), True)
    assert "default" in scenario.provenance[toughness.path].size


def test_reliability_of_a_source_group_may_be_changed(ordinary: Path) -> None:
    path = "group.witness.reliability"
    scenario = load_scenario(ordinary, sets=[f"{path}=1"])
    assert scenario.seeds.groups["witness"].reliability.range == (1.0,)
    assert [one.layer for one in scenario.provenance[path].chain] == ["seeds", "--set"]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("party.lefft.premium=1", "names nothing in this scenario.*did you mean 'left'"),
        ("party.left.premuim=1", "not a key that belongs here.*did you mean 'premium'"),
        ("party.left.premium=high", "must give a TOML value"),
        ("party.left.premium", "must read PATH=VALUE"),
        ("=3", "must read PATH=VALUE"),
        ("party.left.patience=2", "--set: party.left.patience must lie between 0 and 1"),
        ('extends="x"', "cannot be changed from outside"),
        ('coding.calm.says="x"', "cannot be changed from outside"),
        ("protocol.kind=1", "protocol.kind must be"),
        (".".join(["a"] * 50) + "=1", "must read PATH=VALUE"),
    ],
)
def test_a_bad_set_is_told_in_words(ordinary: Path, word: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        load_scenario(ordinary, sets=[word])


def test_all_bad_sets_are_told_at_once(ordinary: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(ordinary, sets=["party.left.patience=2", "party.right.patience=3"])
    assert len(caught.value.faults) == 2


def test_overrides_are_told_as_toml(ordinary: Path) -> None:
    scenario = load_scenario(
        ordinary, sets=["protocol.horizon=12", "protocol . kind = 'single-text'"]
    )
    assert scenario.overrides == {"protocol.horizon": "12", "protocol.kind": '"single-text"'}
    assert scenario.protocol.horizon == 12


def test_unknown_codings_and_names_are_met_with_near_ones(ordinary: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'harsh'"):
        load_scenario(ordinary, coding="harhs")
    with pytest.raises(NotFoundError, match="did you mean 'price-haggle'"):
        load_scenario("price-hagle")
    with pytest.raises(NotFoundError, match=r"did you mean 'ordinary\.toml'"):
        load_scenario(ordinary.with_name("ordinry.toml"))


def test_logarithmic_numbers_on_claims_need_a_legal_range_when_unsupported(variant: Write) -> None:
    number = (
        '{ range = [0.1, 0.9], scale = "log", direction_from = ["T1"], size_from = "assumption: x"'
    )
    place = variant(f"[party.left]\ntactics.opening = {number} }}\n")
    faults = validate([place])
    assert len(faults) == 1
    assert "unsupported" in faults[0].rule
    fine = variant(f"[party.left]\ntactics.opening = {number}, unsupported = [0.1, 1] }}\n")
    assert validate([fine]) == []
