"""Every number has a slider, with its range, its source and room to move beyond."""

import pytest

from sim.explorer.inputs import inputs_of
from sim.loading import edit

NAMES = ["ukraine-2025", "labour-contract", "price-haggle", "three-party-coalition"]


@pytest.fixture(params=NAMES)
def scenario(request, talks):
    return talks(request.param).first


def test_every_number_that_can_move_something_has_one_slider(scenario, words):
    paths = [one["path"] for one in inputs_of(scenario, words)]
    assert len(paths) == len(set(paths))
    numbers = {quantity.path for quantity in scenario.quantities()}
    elsewhere = {path for path in numbers if ".values." in path or ".remaining." in path}
    if scenario.deadline is None:
        elsewhere |= {path for path in numbers if path.startswith("deadline.")}
    if len(scenario.agenda) == 1:
        elsewhere |= {path for path in numbers if path.endswith(".weight")}
    for party in scenario.parties:
        if "breach" not in scenario.resolved["party"][party]:
            elsewhere |= {f"party.{party}.breach.fear", f"party.{party}.breach.loss"}
    days = {"protocol.horizon"} | ({"deadline.day"} if scenario.deadline else set())
    assert set(paths) == (numbers - elsewhere) | days


def test_tracks_hold_what_is_stated_and_only_what_is_legal(scenario, words):
    roles = {quantity.path: quantity.role for quantity in scenario.quantities()}
    for one in inputs_of(scenario, words):
        low, high = one["track"]
        assert low <= one["stated"][0] <= one["mode"] <= one["stated"][1] <= high, one
        assert low < high
        assert 0 < one["step"] <= (high - low) / 20
        if one["path"] in roles:
            legal_low, legal_high = roles[one["path"]].legal
            assert legal_low <= low
            assert high <= legal_high


def test_both_ends_of_every_track_can_be_set(scenario, words):
    for one in inputs_of(scenario, words):
        if "firmness" in one["path"]:
            continue  # a line keeps its order: the page moves its neighbours along
        for end in one["track"]:
            changed = edit(scenario, {one["path"]: end}, layer="--set")
            assert changed.overrides.keys() == {one["path"]}


def test_a_range_that_is_moved_by_nothing_rests_on_what_it_rested_on(scenario, words):
    for one in inputs_of(scenario, words):
        if one["kept"] is None:
            continue
        before = scenario.quantity(one["path"])
        changed = edit(
            scenario, {one["path"]: {"range": one["range"], **one["kept"]}}, layer="--set"
        )
        after = changed.quantity(one["path"])
        assert (after.range, after.groups, after.logarithmic) == (
            *(before.range, before.groups, before.logarithmic),
        )
        assert after.unsupported_range == before.unsupported_range


def test_sources_stand_beside_numbers(talks, words):
    found = {one["path"]: one for one in inputs_of(talks("ukraine-2025").first, words)}
    patience = found["party.russia.patience"]
    assert [claim["id"] for claim in patience["claims"]] == ["C34"]
    assert patience["size"].startswith("assumption: ")
    assert patience["words"] == "patience"
    assert (patience["tab"], patience["section"]) == ("russia", "Time")
    deadline = found["deadline.day"]
    assert [claim["id"] for claim in deadline["claims"]] == ["C28", "C29"]
    assert deadline["tab"] == "talks"


def test_all_parties_have_the_same_kinds_of_numbers_in_the_same_order(talks, words):
    found = inputs_of(talks("labour-contract").first, words)
    parties = talks("labour-contract").first.parties
    order = {party: [] for party in parties}
    for one in found:
        if one["tab"] in order and one["section"] not in order[one["tab"]]:
            order[one["tab"]].append(one["section"])
    first = max(order.values(), key=len)
    for sections in order.values():
        assert sections == [section for section in first if section in sections]
