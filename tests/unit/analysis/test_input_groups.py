"""Every stream that is drawn lies in one group, or cannot matter; and there are few groups."""

from collections import Counter

import numpy as np
import pytest

from sim.analysis.drivers.input_groups import MOST_GROUPS, groups_of
from sim.analysis.drivers.inputs import inputs_of
from sim.analysis.drivers.redrawing import second
from sim.domain.sensitivity import Direction, GroupKind
from sim.engine import negotiate
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds


class Names(dict):
    """Aliases that note which streams are asked for."""

    def __init__(self):
        super().__init__()
        self.seen = set()

    def get(self, stream, default=None):
        self.seen.add(stream)
        return default


def drawn(scenario):
    """Every stream that drawing a world asks for."""
    names = Names()
    worlds = sample_worlds(scenario, n=1, seed=1)
    object.__setattr__(worlds, "aliases", names)
    draw(worlds, 0, 1)
    return names.seen


@pytest.fixture(scope="module")
def ukraine():
    return load_codings("ukraine-2025")


@pytest.mark.parametrize("name", ["ukraine-2025-wire-reading", "three-party-coalition"])
def test_no_input_is_named_that_is_not_drawn(name):
    scenario = load_scenario(name)
    listed = [one.stream for one in inputs_of(scenario)]
    assert max(Counter(listed).values(), default=0) <= 1
    assert set(listed) <= drawn(scenario)


@pytest.mark.parametrize(
    "name", ["ukraine-2025", "price-haggle", "labour-contract", "three-party-coalition"]
)
def test_what_is_left_out_changes_nothing(name):
    assert_nothing_left_out_matters(load_scenario(name))


@pytest.mark.parametrize(
    "sets",
    [
        ["protocol.recognition={ seller = 0.5, buyer = 0.5 }"],
        ["protocol.recognition={ seller = 1, buyer = 0 }"],
        ["protocol.breakdown=0.3"],
        [
            "protocol.quota=1",
            "party.seller.behaviour='subgame-perfect'",
            "party.buyer.behaviour='subgame-perfect'",
        ],
    ],
)
def test_nor_do_turns_left_out(sets):
    scenario = load_scenario("price-haggle", sets=sets)
    assert {one.stream for one in inputs_of(scenario)} <= drawn(scenario)
    assert_nothing_left_out_matters(scenario)


def test_turns_are_inputs_where_they_are_drawn():
    sets = ["protocol.recognition={ seller = 0.5, buyer = 0.5 }"]
    scenario = load_scenario("price-haggle", sets=sets)
    turns = {one.stream for one in inputs_of(scenario) if one.stream.endswith("#turn")}
    assert len(turns) == scenario.protocol.rounds
    plain = {one.stream for one in inputs_of(load_scenario("price-haggle"))}
    assert not plain & turns


def assert_nothing_left_out_matters(scenario):
    left_out = drawn(scenario) - {one.stream for one in inputs_of(scenario)}
    plain, again = (
        negotiate(scenario, sample_worlds(scenario, n=60, seed=3, aliases=aliases), asked=0)
        for aliases in ({}, second(left_out))
    )
    for table in ("ending", "day", "package", "value", "no_deal", "type", "signed_partial"):
        assert np.array_equal(getattr(plain, table), getattr(again, table), equal_nan=True), table


def test_ties_are_an_input_where_they_can_come():
    scenario = load_scenario("price-haggle", sets=['protocol.kind="simultaneous"'])
    assert "protocol#tie" in {one.stream for one in inputs_of(scenario)}
    assert "protocol#tie" not in {one.stream for one in inputs_of(load_scenario("price-haggle"))}


def test_a_chance_of_none_or_all_is_no_input(ukraine):
    scenario = edit(
        ukraine["low-no-deal"],
        {
            "event.sanctions.chance": 0,
            "partial.exchange.weekly_chance": 1,
            "party.russia.type.stalling.chance": 0,
            "party.russia.red_line.neutrality.firmness.free": 1,
        },
        layer="test",
    )
    before = {one.stream for one in inputs_of(ukraine["low-no-deal"])}
    gone = before - {one.stream for one in inputs_of(scenario)}
    assert gone == {
        *("event.sanctions.chance", "event.sanctions#happens"),
        *("partial.exchange.weekly_chance", "partial.exchange#ready"),
        *("party.russia.type.stalling.chance", "party.russia.type#draw"),
        "party.russia.red_line.neutrality#firm",
        "party.russia.red_line.neutrality#quantile",
    }


def test_directions_are_those_of_the_file(ukraine):
    told = {one.stream: one.direction for one in inputs_of(ukraine["low-no-deal"])}
    assert told["party.russia.red_line.territory#firm"] is Direction.CLAIM
    assert told["party.ukraine.red_line.territory#quantile"] is Direction.NOBODY
    assert told["party.europe.demand.assets.weight"] is Direction.OUTSIDE
    assert told["party.russia.no_deal.shift"] is Direction.NOBODY
    assert told["party.russia.type#draw"] is Direction.CLAIM
    assert told["group.wire#word"] is Direction.CLAIM
    assert told["party.russia.tactics.opening"] is Direction.NOBODY
    assert told["event.us_exit#happens"] is Direction.CHANCE
    assert told["party.russia.draft_days#wait"] is Direction.CHANCE


def test_groups_share_out_all_inputs(ukraine):
    groups = groups_of(ukraine)
    assert len(groups) <= MOST_GROUPS
    assert len({group.id for group in groups}) == len(groups)
    for coding, scenario in ukraine.items():
        shared = Counter(stream for group in groups for stream in group.streams[coding])
        assert shared == Counter(one.stream for one in inputs_of(scenario))


def test_sources_come_first_and_principals_stay_apart(ukraine):
    groups = [group.id for group in groups_of(ukraine)]
    assert groups[:9] == [f"source.{name}" for name in ukraine["low-no-deal"].seeds.groups]
    for party in ("russia", "ukraine"):
        for about in ("lines", "values", "no_deal", "clocks", "breach", "type"):
            assert f"party.{party}.{about}" in groups
    assert groups[-3:] == ["events", "small-deals", "chance"]


@pytest.mark.parametrize("most", [30, 24, 17, 9, 5])
def test_the_smallest_are_joined_until_there_are_few(ukraine, most):
    groups = groups_of(ukraine, most=most)
    assert len(groups) == most
    assert {group.kind for group in groups} == set(GroupKind)
    streams = [stream for group in groups for stream in group.streams["low-no-deal"]]
    assert sorted(streams) == sorted(one.stream for one in inputs_of(ukraine["low-no-deal"]))


def test_a_group_that_one_coding_holds_constant_is_empty_there():
    shift = {"party.seller.no_deal.shift": 0.1}
    free = load_scenario("price-haggle")
    groups = groups_of({"free": free, "fixed": edit(free, shift, layer="test")})
    (one,) = [group for group in groups if group.id == "party.seller.no_deal"]
    assert one.streams == {"free": ("party.seller.no_deal.shift",), "fixed": ()}
