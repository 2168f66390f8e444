"""Which concessions are put together, and that what is chosen is said."""

import numpy as np
import pytest

from sim.analysis.concession_candidates import by_key, candidates_of, lines_met, promising
from sim.analysis.concession_trials import ground_of
from sim.analysis.edits import possible_concessions
from sim.domain.concession import ConcessionKind
from sim.engine import negotiate
from sim.loading import load_codings
from sim.sampling import sample_worlds


@pytest.fixture(scope="module")
def contract():
    return load_codings("labour-contract")


@pytest.fixture(scope="module")
def concessions(contract):
    return by_key(contract)


def test_every_single_concession_has_a_key(contract, concessions):
    assert len(concessions) == len(possible_concessions(contract["stated"]))
    assert all(one["stated"].key == key for key, one in concessions.items())


def test_rankings_choose_in_turn_and_what_was_chosen_before_is_passed_over(concessions):
    names = []
    for key in concessions:
        if key[:2] not in [name[:2] for name in names]:
            names.append(key)
    a, b, c, d = names[:4]
    rankings = {"paper": {a: 3.0, b: 2.0, c: 1.0}, "talks": {a: 9.0, d: 8.0, b: 0.0}}
    found = candidates_of(concessions, rankings)
    told = [((row.party, row.issue, row.option, row.kind), row.chosen_by) for row in found.rows]
    assert told == [(a, "paper"), (d, "talks"), (b, "paper"), (c, "paper")]
    assert [row.place for row in found.rows] == [1, 2, 3, 4]
    assert found.of == len(concessions)


def test_what_promises_nothing_is_not_chosen(concessions):
    assert candidates_of(concessions, {"talks": dict.fromkeys(concessions, 0.0)}).rows == ()


def test_at_most_two_of_one_party_on_one_issue(concessions):
    found = candidates_of(concessions, {"any": dict.fromkeys(concessions, 1.0)})
    places = [(row.party, row.issue) for row in found.rows]
    assert max(places.count(place) for place in places) == 2
    assert len(found.rows) <= 32


def test_fewer_can_be_taken(concessions):
    found = candidates_of(concessions)
    assert found.first(3).rows == found.rows[:3]
    assert len(found.first(3).concessions) == 3


def test_lines_met_are_counted_where_the_talks_failed(contract, concessions):
    scenario = contract["stated"]
    outcomes = negotiate(scenario, sample_worlds(scenario, n=100, seed=1), asked=0)
    found = lines_met(concessions, {"stated": outcomes})
    failed = outcomes.ending != 0
    for key, share in found.items():
        party, issue = list(scenario.parties).index(key[0]), scenario.agenda.position(key[1])
        assert share == pytest.approx(np.mean(outcomes.refused_line[failed, party, issue] > 0))
    assert {key[:2] for key in found} == {
        (party.id, issue) for party in scenario.parties.values() for issue in party.red_lines
    }
    assert all(key[3] is not ConcessionKind.OPEN_WITH for key in found)


def test_the_most_promising_lift_the_share_alone_or_drop_a_line_that_was_met(contract):
    ground = ground_of({"stated": contract["stated"]}, n=40, seed=1)
    found = promising(ground)
    assert {row.chosen_by for row in found.rows} <= {"lift alone", "line met in talks"}
    assert found.rows
