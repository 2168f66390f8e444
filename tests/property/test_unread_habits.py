"""Habits that nobody reads: moved anywhere, they change no outcome at all; what is read does."""

from dataclasses import fields, replace

import numpy as np
import pytest

from sim.analysis.conceding.process_rules import idle_rules, under_rule
from sim.analysis.drivers.ends import movable
from sim.analysis.drivers.inputs import inputs_of
from sim.analysis.drivers.rows import size_rows
from sim.analysis.readings.inputs import range_inputs
from sim.analysis.support import count_directions
from sim.analysis.unread import unread
from sim.domain.concessions import ProcessRule
from sim.domain.party import Behaviour
from sim.domain.protocol import Acceptance, Answers, ProtocolKind
from sim.domain.quantity import Quantity
from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from tests.scenario_strategies import BEHAVIOURS, FEATURES, random_scenario

#: Features in which what a party plays, its draft and the deadline make a difference.
LIVELY = FEATURES - {"only", "opens_with"}

#: Ways of talking: kind, answers to a mediator, acceptance.
WAYS = [
    (ProtocolKind.ALTERNATING, Answers.HONEST, Acceptance.TARGET),
    (ProtocolKind.ALTERNATING, Answers.HONEST, Acceptance.RESERVATION),
    (ProtocolKind.SIMULTANEOUS, Answers.HONEST, Acceptance.TARGET),
    (ProtocolKind.FINAL_OFFER, Answers.HONEST, Acceptance.TARGET),
    (ProtocolKind.SINGLE_TEXT, Answers.HONEST, Acceptance.TARGET),
    (ProtocolKind.SINGLE_TEXT, Answers.STRATEGIC, Acceptance.TARGET),
    (ProtocolKind.SINGLE_TEXT, Answers.STRATEGIC, Acceptance.RESERVATION),
]

#: One behaviour that looks ahead or weighs risks beside the habits of the table.
MIXED = (*BEHAVIOURS, Behaviour.RISK_RETURN)


def outcomes(scenario, n=40):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=7), asked=0)


def assert_same_bytes(one, other):
    for field in fields(one):
        held, again = getattr(one, field.name), getattr(other, field.name)
        if isinstance(held, np.ndarray):
            assert held.tobytes() == again.tobytes(), field.name


def moved(noun, paths):
    """The same noun, with the numbers at these paths moved to the far end of what is sensible."""
    if isinstance(noun, Quantity):
        if noun.path not in paths:
            return noun
        low, high = noun.role.legal
        far = min(high, 40.0) if noun.high < (low + min(high, 2.0)) / 2 else max(low, 0.05)
        return replace(noun, range=(far,), logarithmic=False)
    if noun is None:
        return None
    return replace(noun, **{f.name: moved(getattr(noun, f.name), paths) for f in fields(noun)})


def with_habits_moved(scenario, paths):
    parties = {
        id_: replace(
            party,
            tactics=moved(party.tactics, paths),
            draft_days=moved(party.draft_days, paths),
            deadline_belief=moved(party.deadline_belief, paths),
        )
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties)


def talks(seed, way, behaviours=MIXED):
    kind, answers, acceptance = way
    scenario = random_scenario(seed, features=LIVELY, behaviours=behaviours, kind=kind)
    protocol = replace(scenario.protocol, answers=answers, acceptance=acceptance, quiet_days=3.0)
    return replace(scenario, protocol=protocol)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(one.value for one in way))
@pytest.mark.parametrize("seed", range(6))
def test_what_nobody_reads_changes_no_outcome(seed, way):
    scenario = talks(seed, way)
    paths = unread(scenario)
    after = with_habits_moved(scenario, paths)
    assert after != scenario or not paths
    assert_same_bytes(outcomes(scenario), outcomes(after))


@pytest.mark.parametrize("seed", range(8))
def test_nor_where_some_look_ahead(seed):
    scenario = talks(seed, WAYS[0], (Behaviour.SUBGAME_PERFECT, *BEHAVIOURS))
    after = with_habits_moved(scenario, unread(scenario))
    assert_same_bytes(outcomes(scenario), outcomes(after))


HABITS = {
    "opening": "party.union.tactics.opening=0.9",
    "toughness": "party.union.tactics.toughness=0.05",
    "patience_spread": "party.union.tactics.patience_spread=0.3",
    "belief": "deadline.belief.union=0.99",
    "draft": "party.union.draft_days=20",
}

#: Worked out by hand from the rules of the table (docs/explanation/rules.md): what the union's
#: outcomes can hang on. Only a time-dependent party heeds a clock; who aims at something starts
#: from its opening; a draft binds whoever offers but by plan; patience, where silence ends talks.
READ = {
    ("alternating", "time-dependent"): "opening toughness patience_spread belief draft",
    ("alternating", "obstinate"): "opening patience_spread draft",
    ("alternating", "reciprocal"): "opening patience_spread draft",
    ("alternating", "minimal-concession"): "patience_spread draft",
    ("alternating", "risk-return"): "patience_spread draft",
    ("alternating", "subgame-perfect"): "",
    ("single-text", "time-dependent"): "",
    ("final-offer", "time-dependent"): "patience_spread draft",
}


def labour(kind, behaviour, *more):
    sets = [
        f'protocol.kind="{kind}"',
        "protocol.quiet_days=1",
        "party.union.draft_days=[1, 2, 3]",
        *(f'party.{party}.behaviour="{behaviour}"' for party in ("union", "employer")),
    ]
    return load_scenario("labour-contract", sets=[*sets, *more])


@pytest.mark.parametrize(("way", "read"), READ.items(), ids=map(" ".join, READ))
def test_who_reads_what_is_as_the_rules_have_it(way, read):
    scenario = labour(*way)
    paths = {path for path in unread(scenario) if "union" in path}
    told = {name for name, edit in HABITS.items() if edit.partition("=")[0] not in paths}
    assert told == set(read.split())
    if "draft" in read:
        assert_reads(scenario, labour(*way, HABITS["draft"]))


def assert_reads(one, other):
    with pytest.raises(AssertionError):
        assert_same_bytes(outcomes(one), outcomes(other))


@pytest.mark.parametrize("habit", sorted(HABITS))
def test_each_habit_is_read_by_somebody(habit):
    """Else to leave it out everywhere would pass all of the above."""
    way = ("alternating", "time-dependent")
    assert_reads(labour(*way), labour(*way, HABITS[habit]))


def test_a_reputation_is_held_at_the_opening():
    """Who may be obstinate starts from its opening too, and keeps no clock; an obstinate one does
    not wait as a reputational one does, so silence may end the talks."""
    scenario = load_scenario("theory/abreu-gul")
    told = {f"party.{party}.tactics.toughness" for party in ("seller", "buyer")}
    assert unread(scenario) == told | {"deadline.belief.seller", "deadline.belief.buyer"}
    after = with_habits_moved(scenario, unread(scenario))
    assert_same_bytes(outcomes(scenario), outcomes(after))


def test_nobody_comes_down_to_a_deadline_that_was_never_announced():
    dated = load_scenario("labour-contract")
    assert not {path for path in unread(dated) if path.startswith("deadline.")}
    never = replace(dated, deadline=None)
    assert unread(never) == {"deadline.belief.union", "deadline.belief.employer"}
    assert_same_bytes(outcomes(never), outcomes(with_habits_moved(never, unread(never))))


IDLE = [
    ([], set()),
    (['protocol.acceptance="reservation"'], {ProcessRule.RESERVATION}),
    (
        ['protocol.kind="single-text"', 'protocol.answers="strategic"'],
        {ProcessRule.SINGLE_TEXT},
    ),
    (['protocol.kind="single-text"'], set(ProcessRule) - {ProcessRule.STATED}),
    (['protocol.kind="final-offer"'], {ProcessRule.RESERVATION}),
    (
        [f'party.{party}.behaviour="minimal-concession"' for party in ("union", "employer")],
        {ProcessRule.MINIMAL},
    ),
    (
        [f'party.{party}.behaviour="risk-return"' for party in ("union", "employer")],
        set(),
    ),
]


@pytest.mark.parametrize(("sets", "idle"), IDLE)
def test_an_idle_rule_is_the_stated_one_byte_for_byte(sets, idle):
    scenario = load_scenario("labour-contract", sets=sets)
    assert set(idle_rules([scenario])) == idle
    stated = outcomes(scenario)
    for rule in idle:
        assert_same_bytes(stated, outcomes(under_rule(scenario, rule)))


def test_a_rule_is_idle_only_where_no_coding_reads_it():
    one = load_scenario("labour-contract", sets=['protocol.kind="single-text"'])
    assert idle_rules([one, load_scenario("labour-contract")]) == ()


def uncertain(scenario):
    """How many numbers the brief counts as uncertain."""
    return count_directions(scenario)[0].of


@pytest.mark.parametrize(
    ("sets", "fewer"),
    [
        # Both look ahead: of each an opening, a toughness, a spread and a deadline belief go.
        ([f'party.{party}.behaviour="subgame-perfect"' for party in ("union", "employer")], 8),
        # The union alone never moves: its toughness and its deadline belief go.
        (['party.union.behaviour="obstinate"'], 2),
        # A mediator is answered honestly: the eight again.
        (['protocol.kind="single-text"'], 8),
        # Its texts are haggled over: all are read but the spreads, for no round is silent; a
        # time-dependent clock runs on them all the same.
        (['protocol.kind="single-text"', 'protocol.answers="strategic"'], 0),
    ],
)
def test_what_nobody_reads_is_no_input_of_robust_brief_or_sensitivity(sets, fewer):
    plain, other = (load_scenario("labour-contract", sets=some) for some in ([], sets))
    gone = unread(other)
    assert len(gone) == fewer
    assert uncertain(plain) - uncertain(other) == fewer
    robust = [{one.path for one in range_inputs(some)} for some in (plain, other)]
    assert robust[0] - robust[1] == gone
    streams = [{one.stream for one in inputs_of(some)} for some in (plain, other)]
    assert streams[0] - streams[1] == gone
    assert movable(plain).keys() - movable(other).keys() == gone
    sizes = [size_rows({"stated": some})[0].of for some in (plain, other)]
    assert sizes[0] - sizes[1] == fewer
