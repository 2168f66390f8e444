"""Draws: quantiles of ranges, nested lines, source groups, and the independence of everything."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy import stats

from sim.domain.party import PartyType, RedLine
from sim.domain.provenance import Seeds, SourceGroup
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.errors import UsageError
from sim.sampling import draw, public_world, sample_worlds
from tests.property.fixing import with_parties
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over
from tests.scenario_strategies import random_scenario

N = 4000
#: Kolmogorov–Smirnov distance that 4,000 draws pass in all but one of 10,000 seeds.
FAR = 2.2 / np.sqrt(N)


def differing(one: WorldBlock, other: WorldBlock) -> list[str]:
    names = [field.name for field in fields(WorldBlock)]
    return [n for n in names if getattr(one, n).tobytes() != getattr(other, n).tobytes()]


def one_party(**changes: object) -> Scenario:
    """Party a wants late options of one issue with three; b is only there."""
    scenario = talks_over([3])
    a = replace(scenario.parties["a"], **changes)  # type: ignore[arg-type]
    return replace(scenario, parties={"a": a, "b": scenario.parties["b"]})


def drawn(scenario: Scenario, n: int = N, seed: int = 1) -> WorldBlock:
    return draw(sample_worlds(scenario, n=n, seed=seed), 0, n)


# -- independence ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_worlds_600_to_700_are_a_slice_of_a_draw_of_1000(seed: int) -> None:
    scenario = random_scenario(seed)
    recipe = sample_worlds(scenario, n=1000, seed=seed)
    assert differing(draw(recipe, 600, 100), draw(recipe, 0, 1000).take(slice(600, 700))) == []


def test_the_number_of_worlds_asked_for_changes_no_world() -> None:
    scenario = random_scenario(19)
    few, many = (sample_worlds(scenario, n=n, seed=4) for n in (10, 5000))
    assert differing(draw(few, 0, 10), draw(many, 0, 10)) == []


def test_listing_issues_in_another_order_changes_no_draw() -> None:
    scenario = random_scenario(19)
    turned = replace(scenario, agenda=replace(scenario.agenda, issues=scenario.agenda.issues[::-1]))
    plain, other = drawn(scenario, 50), drawn(turned, 50)
    assert np.array_equal(plain.values[:, ::-1], other.values)
    assert np.array_equal(plain.refused[:, ::-1], other.refused)
    assert np.array_equal(plain.drift, other.drift)


def test_a_quantity_more_changes_no_other_draw() -> None:
    plain = talks_over([3, 4])
    wider = with_parties(plain, patience=number("party.both.patience", (0.9, 0.95), Role.DISCOUNT))
    assert differing(drawn(plain, 60), drawn(wider, 60)) == ["patience"]


def test_moving_a_range_moves_its_numbers_at_the_same_quantiles() -> None:
    here = one_party(premium=number("party.a.premium", (0.0, 0.1)))
    there = one_party(premium=number("party.a.premium", (0.5, 0.7)))
    low, high = (drawn(scenario, 200).premium[0] for scenario in (here, there))
    np.testing.assert_allclose((high - 0.5) / 0.2, low / 0.1, atol=1e-12)


def test_weights_sum_to_one() -> None:
    for seed in range(10):
        np.testing.assert_allclose(drawn(random_scenario(seed), 40).weights.sum(axis=1), 1.0)


# -- distributions -----------------------------------------------------------------------------


def test_three_numbers_are_triangular() -> None:
    low, mid, high = -0.3, 0.1, 0.2
    premium = drawn(one_party(premium=number("party.a.premium", (low, mid, high)))).premium[0]
    shape = stats.triang((mid - low) / (high - low), loc=low, scale=high - low)
    assert stats.kstest(premium, shape.cdf).statistic < FAR


def test_two_numbers_are_flat() -> None:
    premium = drawn(one_party(premium=number("party.a.premium", (0.2, 0.5)))).premium[0]
    assert stats.kstest(premium, stats.uniform(0.2, 0.3).cdf).statistic < FAR


def test_one_number_is_a_constant() -> None:
    assert set(drawn(one_party(premium=number("party.a.premium", 0.25))).premium[0]) == {0.25}


def test_the_logarithmic_scale_is_flat_in_the_logarithm() -> None:
    a = talks_over([3]).parties["a"]
    opening = Quantity(
        path="party.a.tactics.opening", range=(0.01, 0.3), role=Role.SHARE, logarithmic=True
    )
    block = drawn(one_party(tactics=replace(a.tactics, opening=opening)))
    assert stats.kstest(block.opening[0], stats.loguniform(0.01, 0.3).cdf).statistic < FAR


def test_drafts_are_ready_after_exponential_days() -> None:
    scenario = one_party(draft_days=number("party.a.draft_days", 10.0, Role.DAYS))
    assert stats.kstest(drawn(scenario).draft_day[0], stats.expon(0, 10.0).cdf).statistic < FAR


def test_types_come_with_their_chances_and_the_plain_one_takes_the_rest() -> None:
    kinds = {
        name: PartyType(
            id=name,
            name=name,
            chance=number(f"party.a.type.{name}.chance", chance, Role.CHANCE),
            side_benefit=number(f"party.a.type.{name}.side_benefit", side, Role.AMOUNT),
        )
        for name, chance, side in (("staller", 0.2, 0.03), ("rock", 0.5, 0.0))
    }
    block = drawn(one_party(types=kinds))
    shares = np.bincount(block.type[0], minlength=3) / N
    np.testing.assert_allclose(shares, [0.3, 0.2, 0.5], atol=5 * np.sqrt(0.25 / N))
    assert set(block.side_benefit[0][block.type[0] == 1]) == {0.03}
    assert set(block.side_benefit[0][block.type[0] != 1]) == {0.0}


# -- order and nesting -------------------------------------------------------------------------


def test_overlapping_option_values_are_put_back_in_their_stated_order() -> None:
    agenda = agenda_of([4])
    values = [[(0.0, 0.3, 0.9), 0.0, (0.1, 0.5, 0.6), (0.2, 0.4, 1.0)]]
    party = party_of("a", agenda, values=values)
    other = party_of("b", agenda, values=values)
    got = drawn(scenario_of(agenda, [party, other])).values[0, 0]
    stated = got[[1, 0, 3, 2]]
    assert (np.diff(stated, axis=0) >= 0.0).all()
    assert (np.diff(stated, axis=0) == 0.0).any()


def line(**firmness: tuple[float, ...]) -> dict[str, RedLine]:
    listed = {
        option: number(f"party.a.red_line.i0.firmness.{option}", bounds, Role.FIRMNESS)
        for option, bounds in firmness.items()
    }
    return {"i0": RedLine(firmness=listed)}


def test_lines_are_nested_outward_and_one_draw_decides_them_all() -> None:
    block = drawn(one_party(red_lines=line(o0=(0.3, 0.6, 0.9), o1=(0.1, 0.3, 0.8))))
    assert (np.diff(block.firmness[0, 0], axis=0) <= 0.0).all()
    assert (np.diff(block.refused[0, 0].astype(int), axis=0) <= 0).all()
    assert not block.refused[0, 0, 2].any()
    for k in (0, 1):
        mean, share = block.firmness[0, 0, k].mean(), block.refused[0, 0, k].mean()
        assert abs(mean - share) < 5 * np.sqrt(0.25 / N)


def test_one_quantile_moves_all_options_of_a_line() -> None:
    block = drawn(one_party(red_lines=line(o0=(0.5, 0.9), o1=(0.1, 0.3))))
    outer, inner = (block.firmness[0, 0, 0] - 0.5) / 0.4, (block.firmness[0, 0, 1] - 0.1) / 0.2
    np.testing.assert_allclose(outer, inner, atol=1e-12)


@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_a_line_of_firmness_nil_or_one_is_never_or_always_real(sure: float) -> None:
    block = drawn(one_party(red_lines=line(o0=(sure,))), 300)
    assert set(block.refused[0, 0, 0]) == {bool(sure)}


# -- source groups -----------------------------------------------------------------------------


def resting_on(reliability: float | tuple[float, ...], role: Role = Role.EFFECT) -> Scenario:
    """Party a's premium rests on one source group of this reliability."""
    premium = Quantity(path="party.a.premium", range=(0.1, 0.2), role=role, groups=("press",))
    chance = number("group.press.reliability", reliability, Role.CHANCE)
    group = SourceGroup(id="press", note="", reliability=chance)
    return replace(one_party(premium=premium), seeds=Seeds(groups={"press": group}))


def test_a_group_of_reliability_one_is_always_taken_at_its_word() -> None:
    plain = one_party(premium=number("party.a.premium", (0.1, 0.2)))
    assert differing(drawn(plain, 300), drawn(resting_on(1.0), 300)) == []


def test_a_group_of_reliability_nil_never_is() -> None:
    premium = drawn(resting_on(0.0)).premium[0]
    assert stats.kstest(premium, stats.uniform(0.0, 0.2).cdf).statistic < FAR


def test_in_between_the_share_of_worlds_is_the_reliability() -> None:
    both = drawn(resting_on(0.25)).premium[0]
    told, untold = drawn(resting_on(1.0)).premium[0], drawn(resting_on(0.0)).premium[0]
    assert ((both == told) | (both == untold)).all()
    assert abs((both == told).mean() - 0.25) < 5 * np.sqrt(0.25 * 0.75 / N)


def test_numbers_on_one_group_are_taken_at_their_word_in_the_same_worlds() -> None:
    scenario = resting_on(0.5)
    fear = Quantity(path="party.a.fear", range=(0.4, 0.5), role=Role.CHANCE, groups=("press",))
    a = scenario.parties["a"]
    feared = replace(a, breach=replace(a.breach, fear=fear))
    block = drawn(replace(scenario, parties={**scenario.parties, "a": feared}))
    below = (block.fear[0] < 0.4) & (block.premium[0] < 0.1)
    surely_untold = (block.fear[0] < 0.4) | (block.premium[0] < 0.1)
    # Half of the untold worlds have a low premium, four fifths a low fear.
    assert abs(surely_untold.mean() - 0.5 * (1 - 0.5 * 0.2)) < 5 * np.sqrt(0.25 / N)
    assert abs(below.mean() - 0.5 * 0.5 * 0.8) < 5 * np.sqrt(0.25 / N)


def test_resting_on_two_groups_one_word_is_enough() -> None:
    scenario = resting_on(0.0)
    premium = replace(scenario.parties["a"].premium, groups=("press", "office"))
    sure = SourceGroup(
        id="office", note="", reliability=number("group.office.reliability", 1.0, Role.CHANCE)
    )
    a = replace(scenario.parties["a"], premium=premium)
    seeds = Seeds(groups={**scenario.seeds.groups, "office": sure})
    both = replace(scenario, parties={**scenario.parties, "a": a}, seeds=seeds)
    assert differing(drawn(both, 300), drawn(resting_on(1.0), 300)) == []


# -- what everybody reckons with ---------------------------------------------------------------


def test_the_public_world_is_made_of_modes_with_no_line_and_no_type_drawn() -> None:
    scenario = one_party(
        premium=number("party.a.premium", (0.0, 0.1, 0.5)),
        red_lines=line(o0=(0.2, 0.6, 0.7), o1=(0.1, 0.3)),
    )
    public = public_world(scenario)
    assert public.n == 1
    assert public.premium[0, 0] == 0.1
    assert public.firmness[0, 0, :, 0].tolist() == pytest.approx([0.6, 0.2, 0.0])
    assert not public.refused.any()


@pytest.mark.parametrize(("n", "seed"), [(0, 1), (5, -1), (5, 2**64)])
def test_a_recipe_without_worlds_or_with_an_impossible_seed_is_refused(n: int, seed: int) -> None:
    with pytest.raises(UsageError, match="got"):
        sample_worlds(talks_over([2]), n=n, seed=seed)
