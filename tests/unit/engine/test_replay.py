"""Playing again only where something can differ gives the rows of playing everything again."""

from dataclasses import fields

import numpy as np
import pytest

from sim.engine import negotiate, replay
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import sample_worlds


def rows(outcomes):
    return {
        field.name: getattr(outcomes, field.name)
        for field in fields(outcomes)
        if isinstance(getattr(outcomes, field.name), np.ndarray)
    }


def same(first, second):
    one, other = rows(first), rows(second)
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


EDITS = [
    {f"party.russia.red_line.territory.firmness.{k}": 0 for k in ("line", "administration")},
    {"event.sanctions.chance": 0.9},
    {"party.ukraine.no_deal.shift": -0.1},
    {"protocol.horizon": 60},
    {"party.ukraine.demand.territory.opens_with": "line"},
]


@pytest.mark.parametrize("changes", EDITS, ids=lambda changes: next(iter(changes)))
@pytest.mark.parametrize("private", [False, True], ids=["announced", "quiet"])
def test_replay_equals_playing_everything_again(changes, private):
    scenario = load_scenario("ukraine-2025")
    worlds = sample_worlds(scenario, n=600, seed=3)
    base = negotiate(scenario, worlds, asked=0, tracked=0)
    edited = edit(scenario, changes, layer="test")
    known = scenario if private else None
    whole = negotiate(edited, worlds, known=known, asked=0, tracked=0)
    same(replay(base, edited, known=known), whole)


def test_a_quiet_change_of_a_line_is_played_only_where_the_line_was_real(monkeypatch):
    scenario = load_scenario("ukraine-2025")
    worlds = sample_worlds(scenario, n=400, seed=3)
    base = negotiate(scenario, worlds, asked=0, tracked=0)
    edited = edit(scenario, EDITS[0], layer="test")
    played = []
    import sim.engine.again as again

    model = again.NegotiationModel

    def counting(setting, block, **rest):
        played.append(block.n)
        return model(setting, block, **rest)

    monkeypatch.setattr(again, "NegotiationModel", counting)
    replay(base, edited, known=scenario)
    from sim.sampling import draw

    block = draw(worlds, 0, 400)
    party = list(scenario.parties).index("russia")
    issue = scenario.agenda.position("territory")
    options = [scenario.agenda["territory"].position(k) for k in ("line", "administration")]
    real = block.refused[party, issue, options].any(axis=0)
    assert 0 < real.sum() < 400
    assert sum(played) == int(real.sum())


def test_the_same_scenario_is_not_played_at_all(monkeypatch):
    import sim.engine.again as again

    for scenario in load_codings("price-haggle").values():
        base = negotiate(scenario, sample_worlds(scenario, n=50, seed=1), asked=0, tracked=0)
        monkeypatch.setattr(again, "NegotiationModel", None)
        same(replay(base, scenario), base)


def test_what_is_private_leaves_what_others_do_first_alone():
    scenario = load_scenario("price-haggle")
    worlds = sample_worlds(scenario, n=100, seed=2)
    base = negotiate(scenario, worlds, asked=0, tracked=0)
    changes = {"party.buyer.no_deal.shift": -0.2}
    edited = edit(scenario, changes, layer="test")
    quiet = negotiate(edited, worlds, known=scenario, asked=0, tracked=0)
    told = negotiate(edited, worlds, asked=0, tracked=0)
    seller = list(scenario.parties).index("seller")
    np.testing.assert_array_equal(quiet.first_offer[:, seller], base.first_offer[:, seller])
    assert (told.first_offer[:, seller] != base.first_offer[:, seller]).any()


def test_what_is_private_cannot_add_an_option():
    from sim.errors import UsageError

    one, other = load_scenario("price-haggle"), load_scenario("labour-contract")
    with pytest.raises(UsageError, match="private"):
        negotiate(one, sample_worlds(one, n=5), known=other)


#: Chances of types are beliefs: they may change where nothing that is drawn does.
BELIEVED = [
    (
        "ukraine-2025",
        {"party.ukraine.behaviour": "risk-return"},
        {"party.russia.type.stalling.chance": 0.6},
    ),
    ("theory/abreu-gul", {}, {"party.buyer.type.obstinate.chance": 0.3}),
]


@pytest.mark.parametrize(("name", "first", "changes"), BELIEVED, ids=["weighed", "standing"])
def test_replay_equals_playing_everything_again_where_parties_hold_beliefs(name, first, changes):
    scenario = edit(load_scenario(name), first, layer="test")
    worlds = sample_worlds(scenario, n=300, seed=3)
    base = negotiate(scenario, worlds, asked=0, tracked=0)
    edited = edit(scenario, changes, layer="test")
    same(replay(base, edited), negotiate(edited, worlds, asked=0, tracked=0))
