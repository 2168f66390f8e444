"""Events, departures, small deals and quiet ends on cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.domain.event import Event, EventKind, PartialDeal
from sim.domain.outcome import Ending, Outcomes
from sim.domain.quantity import Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import sample_worlds
from tests.property.small_cases import agenda_of, number, party_of, scenario_of

WORLDS = 2000
FIVE_ERRORS = 5 * np.sqrt(0.25 / WORLDS)


def apart(horizon: float = 28.0) -> Scenario:
    """Two principals who can never agree: each needs more than half of one thing."""
    agenda = agenda_of([2])
    values = {"a": [[0.0, 1.0]], "b": [[1.0, 0.0]]}
    parties = [party_of(id_, agenda, values=v, no_deal=0.6) for id_, v in values.items()]
    return scenario_of(agenda, parties, horizon=horizon)


def play(scenario: Scenario, n: int = WORLDS) -> Outcomes:
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=1), asked=0)


def leaving(kind: EventKind, day: float, chance: float, who: str = "a") -> Scenario:
    event = Event(
        id="exit",
        name="exit",
        kind=kind,
        day=day,
        chance=number("event.exit.chance", chance, Role.CHANCE),
        leaves=(who,),
    )
    return replace(apart(), events={"exit": event})


def test_a_dated_event_happens_on_its_day_in_its_share_of_worlds() -> None:
    outcomes = play(leaving(EventKind.DATED, 9.0, 0.3))
    gone = outcomes.ending == Ending.WALKOUT
    assert set(outcomes.day[gone]) == {9.0}
    assert set(outcomes.day[~gone]) == {28.0}
    assert abs(gone.mean() - 0.3) < FIVE_ERRORS


def test_a_hazard_strikes_with_its_chance_a_week_from_its_day_on() -> None:
    outcomes = play(leaving(EventKind.HAZARD, 7.0, 0.3))
    gone = outcomes.ending == Ending.WALKOUT
    assert outcomes.day[gone].min() == 8.0
    for week in (1, 2, 3):
        share = (gone & (outcomes.day <= 7.0 + 7.0 * week)).mean()
        assert abs(share - (1 - 0.7**week)) < FIVE_ERRORS


def test_an_event_between_two_rounds_counts_from_the_next() -> None:
    scenario = leaving(EventKind.DATED, 8.0, 1.0)
    slower = replace(scenario, protocol=replace(scenario.protocol, round_days=3.0))
    assert set(play(slower, 10).day) == {9.0}


def test_effects_last_from_the_day_of_the_event() -> None:
    event = Event(
        id="blow",
        name="blow",
        kind=EventKind.DATED,
        day=10.0,
        chance=number("event.blow.chance", 1.0, Role.CHANCE),
        no_deal={"a": number("event.blow.no_deal.a", -0.6)},
    )
    scenario = apart(horizon=90.0)
    assert set(play(scenario, 20).ending) == {Ending.IMPASSE}
    outcomes = play(replace(scenario, events={"blow": event}), 20)
    # Only b's best is left, which a takes when its patience of sixty days has run out.
    assert (outcomes.ending == Ending.SETTLEMENT).all()
    assert set(outcomes.day) <= {60.0, 61.0}
    assert set(outcomes.package[:, 0]) == {0}
    discount = 0.99 ** (outcomes.day / 7.0)
    np.testing.assert_allclose(outcomes.value, np.outer(discount, [1.0, 1.0]) * [0.0, 1.0])
    np.testing.assert_allclose(outcomes.no_deal, np.outer(discount, [0.0, 0.6]), atol=1e-12)


def test_when_a_party_leaves_the_options_that_need_it_vanish() -> None:
    agenda = agenda_of([3], consent={(0, 1): (frozenset({"c"}),)})
    values = {"a": [[0.0, 0.7, 1.0]], "b": [[1.0, 0.7, 0.0]], "c": [[0.0, 1.0, 0.0]]}
    parties = [
        party_of(id_, agenda, values=v, no_deal=0.4, principal=id_ != "c")
        for id_, v in values.items()
    ]
    scenario = scenario_of(agenda, parties, horizon=90.0)
    together = play(scenario, 20)
    assert set(together.package[:, 0]) == {1}
    event = replace(leaving(EventKind.DATED, 1.0, 1.0, who="c").events["exit"])
    assert set(play(replace(scenario, events={"exit": event}), 20).ending) == {Ending.IMPASSE}


def test_a_small_deal_is_signed_where_nobody_loses_and_makes_an_impasse_partial() -> None:
    deal = PartialDeal(
        id="swap",
        name="swap",
        consent=(frozenset({"a", "b"}),),
        weekly_chance=number("partial.swap.weekly_chance", 0.5, Role.CHANCE),
        gain={
            "a": number("partial.swap.gain.a", (-0.1, 0.3)),
            "b": number("partial.swap.gain.b", 0.0),
        },
    )
    outcomes = play(replace(apart(), partial_deals={"swap": deal}))
    signed = ~np.isnan(outcomes.signed_partial[:, 0])
    assert np.array_equal(signed, outcomes.ending == Ending.PARTIAL)
    assert abs(signed.mean() - 0.75 * (1 - 0.5**4)) < FIVE_ERRORS
    by_day_7 = outcomes.signed_partial[:, 0] <= 7.0
    assert abs(by_day_7.mean() - 0.75 * 0.5) < FIVE_ERRORS


@pytest.mark.parametrize("quiet_days", [5.0, 14.0])
def test_talks_break_up_when_nothing_new_comes_after_the_longest_patience(
    quiet_days: float,
) -> None:
    scenario = apart(horizon=180.0)
    rules = replace(scenario.protocol, quiet_days=quiet_days)
    outcomes = play(replace(scenario, protocol=rules), 10)
    assert set(outcomes.ending) == {Ending.WALKOUT}
    assert set(outcomes.day) == {60.0 + quiet_days}
