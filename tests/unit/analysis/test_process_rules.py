"""Each process rule changes what it names, and nothing else of the parties."""

import pytest

from sim.analysis.conceding.process_rules import rule_edits, under_rule
from sim.domain.concessions import ProcessRule
from sim.domain.party import Behaviour
from sim.domain.protocol import Acceptance, ProtocolKind
from sim.loading import load_scenario
from tests.conceding_cases import HIRE, written


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return load_scenario(written(tmp_path_factory.mktemp("rules"), HIRE))


def test_as_stated_is_the_scenario_itself(scenario):
    assert under_rule(scenario, ProcessRule.STATED) is scenario
    assert rule_edits(scenario, ProcessRule.STATED) == {}


def test_fixed_clocks_hold_every_habit_at_its_mode(scenario):
    found = under_rule(scenario, ProcessRule.FIXED_CLOCKS)
    for party in scenario.parties.values():
        for habit in ("opening", "toughness", "patience_spread"):
            stated = getattr(party.tactics, habit)
            fixed = getattr(found.parties[party.id].tactics, habit)
            assert not stated.constant
            assert fixed.range == (stated.mode,)


def test_principals_accept_at_their_reservation(scenario):
    found = under_rule(scenario, ProcessRule.RESERVATION)
    assert found.protocol.acceptance is Acceptance.RESERVATION
    assert found.parties == scenario.parties


def test_principals_alone_concede_minimally(scenario):
    found = under_rule(scenario, ProcessRule.MINIMAL)
    minimal = Behaviour.MINIMAL_CONCESSION
    assert [party.behaviour is minimal for party in found.parties.values()] == [True, True, False]


def test_a_mediator_keeps_one_text(scenario):
    found = under_rule(scenario, ProcessRule.SINGLE_TEXT)
    assert found.protocol.kind is ProtocolKind.SINGLE_TEXT
    assert found.parties == scenario.parties


def test_a_rule_and_a_concession_can_be_made_in_either_order(scenario):
    from sim.loading import edit

    drop = {"party.birch.red_line.place.firmness.far": 0}
    for rule in ProcessRule:
        one = edit(under_rule(scenario, rule), drop, layer="test")
        other = under_rule(edit(scenario, drop, layer="test"), rule)
        assert one.parties == other.parties
        assert one.protocol == other.protocol
