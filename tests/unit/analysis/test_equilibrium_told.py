"""Which profiles are told of, as what: twins, several that hold, intervals, rounding."""

import numpy as np
import pytest
from scipy import stats

from sim.analysis.empirical.game import Game
from sim.analysis.empirical.menus import default_menu
from sim.analysis.empirical.profiles import judge
from sim.analysis.empirical.resampled import how_often
from sim.domain.equilibrium import Holds
from sim.loading import edit, load_scenario
from tests.unit.analysis.menu_cases import GIVE, MENU, STONE, found, holding, written


def test_the_same_behaviour_twice_is_one_choice(tmp_path):
    """Null: what is the same in play is the same in every world, and is counted once."""
    menu = {"one": GIVE, "two": GIVE, "three": f"{GIVE}\n"}
    finding = found(written(tmp_path, menu, "price-haggle"), n=200, tolerance=0.0)
    assert holding(finding) == {("one", "one")}
    assert [row.same_as for row in finding.menu] == [None, "one", "one"] * 2
    assert {(row.yes, row.untold) for row in finding.menu} == {(1, 0)}
    assert all((row.regret.low, row.regret.high) == (0.0, 0.0) for row in finding.profiles)
    assert {row.gain.mean for row in finding.changes} == {0.0}
    assert (finding.games[0].plays, finding.games[0].profiles) == (200, 1)
    logit = [row.chance for row in finding.chances if row.at == "logit"]
    assert logit == [1.0, 1.0]


def test_who_cannot_do_anything_by_choosing_has_one_choice():
    """Fearon's defender takes or leaves a demand that is final: no habit of offering is played."""
    menu = {
        f"menu.{name}": {
            "behaviour": behaviour,
            "direction_from": "nobody: a test",
            "size_from": "assumption: a test",
        }
        for name, behaviour in {"waits": "obstinate", "gives": "time-dependent"}.items()
    }
    finding = found(edit(load_scenario("theory/fearon"), menu, layer="test"), n=50)
    same = {(row.party, row.choice): row.same_as for row in finding.menu}
    assert same["defender", "gives"] == "waits"
    assert finding.games[0].profiles == len({k for k, v in same.items() if v is None}) - 1


def test_an_entry_told_twice_changes_no_number(tmp_path):
    plain = found(written(tmp_path, {"give": GIVE, "stone": STONE}), n=50)
    twice = found(written(tmp_path, {"give": GIVE, "stone": STONE, "again": GIVE}), n=50)
    for name in set(plain.tables) - {"menu"}:
        assert plain.tables[name] == twice.tables[name], name


def test_few_worlds_do_not_prove_that_nothing_changes(tmp_path):
    """Stone against stone never moves, whoever gives alone: regret 0 in every world. Four worlds
    leave open that a fifth would be another; four hundred do not. The spread by hand, with d what
    leaving (give, give) costs: t · sqrt(2 d² / 6 / 3) for four of them, and four comparisons,
    with t of Student's distribution with 3 degrees of freedom."""
    scenario = written(tmp_path, {"give": GIVE, "stone": STONE})
    few, many = (found(scenario, n=n) for n in (4, 400))
    assert ("stone", "stone") in holding(few, Holds.UNTOLD)
    assert ("stone", "stone") in holding(many)
    row = next(r for r in few.profiles if tuple(r.profile.values()) == ("stone", "stone"))
    weekly = 0.96059601
    d = 0.5 * weekly ** (18 / 7) - 0.12 * weekly ** (40 / 7)
    t = stats.t.ppf(1 - 0.025 / 4, 3)
    assert row.regret.mean == 0.0
    assert row.regret.high == pytest.approx(t * d * (2 / 6 / 3) ** 0.5)


def test_as_coded_is_judged_as_the_same_profile_of_the_menu_is(tmp_path):
    """labour-contract is coded time-dependent for both, which is (give, give) of the menu."""
    finding = found(written(tmp_path, MENU, "labour-contract"), n=60)
    coded = finding.told[0]
    same = next(r for r in finding.profiles if set(r.profile.values()) == {"give"})
    assert same.holds is coded.holds
    for end in ("mean", "low", "high"):
        assert getattr(coded.regret, end) == pytest.approx(getattr(same.regret, end), abs=1e-12)
    k, m = 2, 9
    assert finding.games[0].comparisons == k * m * (3 - 1) // 2


def test_as_coded_off_the_menu_adds_its_changes_to_what_is_compared(tmp_path):
    menu = {"stone": STONE, "steps": 'behaviour = "minimal-concession"'}
    assert found(written(tmp_path, menu, "labour-contract"), n=8).games[0].comparisons == 4 + 4


def test_where_several_hold_the_extremes_are_told_of_at_length(tmp_path):
    """Two firm ends that settle in all worlds and two stones that settle in none: what is told of
    holds both, and ranges are theirs."""
    finding = found(written(tmp_path, {"give": GIVE, "stone": STONE}))
    game = finding.games[0]
    assert (game.yes, game.told) == (2, Holds.YES)
    settled = {row.settlement.share for row in finding.ends if row.at.startswith("pure")}
    assert settled == {game.least.share, game.most.share} == {0.0, 1.0}
    d = 0.96059601
    for row in finding.ranges:
        assert row.least.mean == pytest.approx(0.12 * d ** (40 / 7))
        assert row.most.mean == pytest.approx(0.5 * d ** (18 / 7))
    assert game.largest == pytest.approx(row.most.mean - row.least.mean)


def test_what_no_world_showed_is_not_told_without_an_interval(tmp_path):
    """In three worlds as in all others, stone against stone differs from give against give."""
    finding = found(written(tmp_path, {"give": GIVE, "stone": STONE}), n=3)
    values = [row for row in finding.values if row.at.startswith("pure")]
    assert all(row.value.low < row.value.mean < row.value.high for row in values)
    known = found(written(tmp_path, {"give": GIVE, "again": GIVE}), n=3)
    assert all(r.change.low == r.change.high == 0.0 for r in known.values if r.change)


def test_rounding_does_not_upset_answers_or_ranks():
    """Payoffs that are the same but for the last bit, at tolerance 0, in whatever order."""
    rng = np.random.default_rng(1)
    base = rng.random((1, 1, 64))
    paid = np.concatenate([base, base * (1 + 2e-16), base * (1 - 2e-16)], axis=1)
    entries = default_menu(load_scenario("price-haggle"))[:3]
    game = Game(
        menus={"one": entries}, paid=paid, weight=np.ones(64), alike=[np.arange(4, dtype=np.int8)]
    )
    assert how_often(game, 0.0, 1).tolist() == [1.0] * 3
    assert judge(game, 0.0).order.tolist() == [0, 1, 2]
