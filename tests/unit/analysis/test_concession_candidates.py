"""Which concessions are put together, and that what is chosen is said."""

import numpy as np
import pytest
from small_talks import every

from sim.analysis.conceding.candidates import candidates_from, candidates_of, lines_met, promising
from sim.analysis.conceding.edits import possible_concessions
from sim.analysis.conceding.trials import ground_of
from sim.domain.concession import ConcessionKind
from sim.domain.concessions import EffectRow, Price
from sim.domain.estimate import Amount, Difference
from sim.engine import negotiate
from sim.loading import load_codings
from sim.sampling import sample_worlds

ACCEPT = ConcessionKind.ACCEPT


@pytest.fixture(scope="module")
def contract():
    return load_codings("labour-contract")


@pytest.fixture(scope="module")
def listed(contract):
    return every(contract)


def test_every_single_concession_has_a_key(contract, listed):
    assert len(listed) == len(possible_concessions(contract["stated"]))
    assert all(one["stated"].key == key for key, one in listed.items())


def test_rankings_choose_in_turn_and_what_was_chosen_before_is_passed_over(listed):
    names = []
    for key in listed:
        if key[:2] not in [name[:2] for name in names]:
            names.append(key)
    a, b, c, d = names[:4]
    rankings = {"paper": {a: 3.0, b: 2.0, c: 1.0}, "talks": {a: 9.0, d: 8.0, b: 0.0}}
    found = candidates_of(listed, rankings)
    told = [((row.party, row.issue, row.option, row.kind), row.chosen_by) for row in found.rows]
    assert told == [(a, "paper"), (d, "talks"), (b, "paper"), (c, "paper")]
    assert [row.place for row in found.rows] == [1, 2, 3, 4]
    assert found.of == len(listed)


def test_what_promises_nothing_is_not_chosen(listed):
    assert candidates_of(listed, {"talks": dict.fromkeys(listed, 0.0)}).rows == ()


def test_at_most_two_of_one_party_on_one_issue(listed):
    found = candidates_of(listed, {"any": dict.fromkeys(listed, 1.0)})
    places = [(row.party, row.issue) for row in found.rows]
    assert max(places.count(place) for place in places) == 2
    assert len(found.rows) <= 32


def test_fewer_can_be_taken(listed):
    found = candidates_of(listed)
    assert found.first(3).rows == found.rows[:3]
    assert len(found.first(3).concessions) == 3


def test_lines_met_are_counted_where_the_talks_failed(contract, listed):
    scenario = contract["stated"]
    outcomes = negotiate(scenario, sample_worlds(scenario, n=100, seed=1), asked=0)
    found = lines_met(listed, {"stated": outcomes})
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
    assert {row.chosen_by for row in found.rows} <= {"effect in talks", "line met in talks"}
    assert found.rows


def effect(key, coding="stated", *, exact=0.0, simulated=0.0):
    """What one concession changes, as far as it is read here."""
    party, issue, option, kind = key

    def lift(middle):
        return Difference(difference=middle, low=middle - 0.1, high=middle + 0.1)

    return EffectRow(
        party=party,
        issue=issue,
        option=option,
        kind=kind,
        to="",
        coding=coding,
        exact=lift(exact),
        early=lift(0.0),
        horizon=lift(simulated),
        days=None,
        payer=party,
        cost=Amount(mean=0.0, low=0.0, high=0.0),
        price=Price.FREE,
        per_cost=None,
        sets={},
    )


def test_known_effects_rank_on_paper_and_in_talks(contract, listed):
    paper, talks = [key for key in listed if key[:2] == ("union", "pay") and key[3] is ACCEPT][:2]
    met = ("union", "shifts", "", ConcessionKind.DROP_LINE)
    grant = ("", "pay", "one_percent", ConcessionKind.GRANT)
    effects = [
        effect(paper, exact=0.3, simulated=-0.1),
        effect(talks, exact=-0.1, simulated=0.2),
        effect(met),
        effect(grant, exact=0.9, simulated=0.9),
    ]
    chosen = candidates_from(contract, effects, n=100)
    told = {(row.option, row.chosen_by) for row in chosen.rows if row.issue == "pay"}
    assert told == {
        (paper[2], "effect on the acceptable set"),
        (talks[2], "effect in talks"),
    }
    assert {row.chosen_by for row in chosen.rows if row.issue == "shifts"} == {"line met in talks"}
    assert ConcessionKind.GRANT not in {row.kind for row in chosen.rows}
    assert chosen.of == 3
