"""What a plan is made of: packages, who must sign them, whose turn it is, what lies ahead."""

from dataclasses import replace

import numpy as np
import pytest

from sim.domain.cells import cells_of
from sim.domain.protocol import ProtocolKind
from sim.engine import foresight, negotiate, planning
from sim.engine.ahead import ahead_of, rounds_left
from sim.engine.foresight import on_offer
from sim.engine.turns import turn_chances, whose_turn
from sim.errors import UsageError
from sim.sampling import draw, sample_worlds
from tests.looking_ahead_cases import looking_ahead, outcomes, shared, shifting
from tests.property.small_cases import agenda_of, party_of, scenario_of, talks_over

A, B, C, D = 1, 2, 4, 8


def talks(quota=None):
    """Principals a, b and c; d is asked for each second option; c will do for the last one."""
    agenda = agenda_of([2, 2], consent={(0, 1): ({"d"},), (1, 1): ({"d"}, {"c"})})
    values = [[0.0, 1.0], [0.0, 1.0]]
    parties = [party_of(id_, agenda, values=values, principal=id_ != "d") for id_ in "abcd"]
    made = scenario_of(agenda, parties, horizon=10.0)
    return replace(made, protocol=replace(made.protocol, quota=quota))


def signers(scenario):
    packages = on_offer(cells_of(scenario))
    return [{int(mask) for mask in row if mask >= 0} for row in packages.alternatives]


def test_all_principals_sign_and_who_is_asked_besides():
    assert signers(talks()) == [{A | B | C}, {A | B | C}, {A | B | C | D}, {A | B | C | D}]


def test_under_a_quota_the_smallest_sets_that_do():
    """By hand: two of three, with d or c for the second issue, with d for the first or for both."""
    two = {A | B, A | C, B | C}
    assert signers(talks(quota=2)) == [
        two,
        {A | B | D, A | C, B | C},
        {mask | D for mask in two},
        {mask | D for mask in two},
    ]


def test_too_many_packages_are_refused_in_clear_words():
    large = looking_ahead(talks_over([11] * 4))
    with pytest.raises(UsageError, match="14,641 are too many; 10,000 can be"):
        outcomes(large)


def test_chances_of_turns_and_turns_as_drawn():
    order = talks().protocol
    drawn = replace(order, recognition={"a": 0.0, "b": 0.75, "c": 0.25})
    numbers = np.array([1, 2, 4])
    assert turn_chances(order, numbers).argmax(axis=1).tolist() == [0, 1, 0]
    assert turn_chances(drawn, numbers).tolist() == [[0.0, 0.75, 0.25]] * 3
    scenario = replace(talks(), protocol=drawn)
    block = draw(sample_worlds(scenario, n=400, seed=3), 0, 400)
    turn = whose_turn(drawn, block, 2)
    assert set(turn.tolist()) == {1, 2}
    np.testing.assert_array_equal(turn == 1, block.turn_u[1] < 0.75)


def test_a_final_offer_is_one_round_and_refused_it_leaves_the_no_deal_of_the_day():
    protocol = replace(talks().protocol, kind=ProtocolKind.FINAL_OFFER)
    rounds = rounds_left(protocol, 2.5)
    assert (rounds.days, rounds.after, rounds.wait) == ((3.0,), (3.0,), 0.0)
    assert rounds.chances.tolist() == [[1.0, 0.0, 0.0]]
    usual = rounds_left(talks().protocol, 8.5)
    assert (usual.days, usual.after, usual.wait) == ((9.0, 10.0), (10.0, 10.0), 1 / 7)


def test_what_lies_ahead_is_what_events_bring():
    scenario = shifting(4, power=(0.25, 0.5, 0.75), costs=(0.5, 0.5), discount=0.5)
    block = draw(sample_worlds(scenario, n=2), 0, 2)
    ahead = ahead_of(scenario, block, [7.0, 14.0, 21.0])
    np.testing.assert_allclose(ahead.reservation[:, 0, 0], [0.0, 0.25, 0.5])
    np.testing.assert_allclose(ahead.reservation[:, 1, 1], [0.5, 0.25, 0.0])
    assert not ahead.over.any()


def test_packages_out_of_reach_are_left_out_and_change_nothing(monkeypatch):
    """Nobody signs for less than its way out is worth."""
    scenario = shifting(20, power=(0.4,) * 5, costs=(0.2, 0.2), discount=0.8)
    worlds = sample_worlds(scenario, n=30)
    kept = []
    within = planning._within_reach

    def counting(packages, game, least):
        kept.append(within(packages, game, least))
        return kept[-1]

    monkeypatch.setattr(planning, "_within_reach", counting)
    some = negotiate(scenario, worlds)
    monkeypatch.setattr(planning, "_within_reach", lambda packages, *_: np.arange(21))
    every = negotiate(scenario, worlds)
    np.testing.assert_array_equal(some.package, every.package)
    # By hand: 0.36 for a and 0.56 for b leave 0.4, 8 of 20, alone.
    assert kept[0].tolist() == [8]


def test_memory_is_taken_in_pieces(monkeypatch):
    scenario = shared(10, rounds=3, patience=((0.5, 0.9), (0.5, 0.9)))
    sizes = []
    made = foresight._game

    def counting(model, packages, rounds, worlds, recognition):
        sizes.append(len(worlds))
        return made(model, packages, rounds, worlds, recognition)

    monkeypatch.setattr(foresight, "_game", counting)
    # 2 parties · (11 packages + 3 rounds · 2 parties) numbers a world
    monkeypatch.setattr(foresight, "_CHUNK", 4 * 2 * (11 + 3 * 2))
    negotiate(scenario, sample_worlds(scenario, n=10))
    assert sizes == [4, 4, 2]
