"""The search for an acceptable package against trying all, and what never shrinks the set."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_worlds import world_of
from sim.domain.agenda import Agenda, Option
from sim.domain.cells import Cells, cells_of
from sim.domain.outcome import Ending
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.domain.story import MoveKind
from sim.domain.value import INDIFFERENT, cell_breach, cell_refused, cell_worth
from sim.domain.worlds import WorldBlock
from sim.engine import negotiate, tell
from sim.engine.overlap import find_acceptable
from sim.sampling import draw, sample_worlds
from tests.oracle.acceptable_set import acceptable_set, deal, reservation
from tests.property.playing import block_of
from tests.scenario_strategies import random_scenario, scenarios

STATIC = {"breach", "consents", "lines", "only", "premium", "status_quo", "unless"}
FEW = settings(max_examples=60, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Question:
    """What the search is asked in one world on day 0."""

    cells: Cells
    deal: np.ndarray
    need: np.ndarray
    refused: np.ndarray

    def found(self) -> np.ndarray | None:
        closed = ~self.cells.allowed
        return find_acceptable(self.cells, self.deal, self.need, self.refused, closed, 0)


def question(scenario: Scenario, block: WorldBlock) -> Question:
    cells = cells_of(scenario)
    uncut = cells.fear_block < 0
    base = block.premium[:, 0] - np.where(uncut, block.fear[:, 0] * block.loss[:, 0], 0.0)
    return Question(
        cells=cells,
        deal=(cell_worth(cells, block) - cell_breach(cells, block))[..., 0],
        need=block.no_deal[:, 0] + 5.0 * block.side_benefit[:, 0] - base,
        refused=cell_refused(cells, block)[..., 0],
    )


def labels(scenario: Scenario, cells: Cells, package: np.ndarray) -> dict[str, str]:
    places = cells.options(package[:, None])[:, 0]
    return {
        issue.id: issue.options[int(place)].id
        for issue, place in zip(scenario.agenda, places, strict=True)
    }


def all_acceptable(scenario: Scenario, block: WorldBlock) -> set[tuple[tuple[str, str], ...]]:
    """Every package of one world that all needed signatories sign on day 0."""
    packages = acceptable_set(scenario, world_of(scenario, block), 0.0)
    return {tuple(sorted(package.items())) for package in packages}


def eased(block: WorldBlock, by: float) -> WorldBlock:
    """Worlds in which everybody expects that much less without a deal."""
    return replace(block, no_deal=block.no_deal - by)


@given(scenarios(features=STATIC), st.sampled_from((-0.2, 0.0, 0.2, 0.4)))
@FEW
def test_the_search_finds_a_package_exactly_where_trying_all_does(
    scenario: Scenario, easing: float
) -> None:
    block = block_of(scenario, 8, 1)
    for k in range(8):
        one = eased(block.take(slice(k, k + 1)), easing)
        asked = question(scenario, one)
        found, every = asked.found(), all_acceptable(scenario, one)
        assert (found is not None) == bool(every)
        if found is not None:
            assert tuple(sorted(labels(scenario, asked.cells, found).items())) in every


def test_both_answers_come_up() -> None:
    answers = [
        question(random_scenario(seed, features=STATIC), block.take(slice(k, k + 1))).found()
        for seed in range(40)
        for block in [block_of(random_scenario(seed, features=STATIC), 4, 1)]
        for k in range(4)
    ]
    empty = sum(answer is None for answer in answers)
    assert 0.1 * len(answers) < empty < 0.9 * len(answers)


@given(scenarios(features=STATIC | {"lines"}), st.data())
@FEW
def test_removing_a_line_never_shrinks_the_set(scenario: Scenario, data: st.DataObject) -> None:
    block = eased(block_of(scenario, 1, 1), 0.2)
    lines = [(i, j) for i, j in itertools.product(*map(range, block.refused.shape[:2]))]
    i, j = data.draw(st.sampled_from(lines))
    party, issue = list(scenario.parties.values())[i], scenario.agenda.issues[j].id
    kept = {other: line for other, line in party.red_lines.items() if other != issue}
    without = replace(
        scenario, parties={**scenario.parties, party.id: replace(party, red_lines=kept)}
    )
    block_without = eased(block_of(without, 1, 1), 0.2)
    assert all_acceptable(scenario, block) <= all_acceptable(without, block_without)
    if question(scenario, block).found() is not None:
        assert question(without, block_without).found() is not None


@given(scenarios(features=STATIC), st.floats(0.0, 0.5), st.integers(0, 1))
@FEW
def test_lowering_a_no_deal_value_never_shrinks_the_set(
    scenario: Scenario, by: float, party: int
) -> None:
    block = eased(block_of(scenario, 1, 1), 0.1)
    lower = block.no_deal.copy()
    lower[party] -= by
    lowered = replace(block, no_deal=lower)
    assert all_acceptable(scenario, block) <= all_acceptable(scenario, lowered)
    if question(scenario, block).found() is not None:
        assert question(scenario, lowered).found() is not None


def with_another_option(scenario: Scenario, issue: str) -> Scenario:
    """One more answer at the far end of an issue, which nobody is sure to like."""
    listed = scenario.agenda[issue]
    more = replace(listed, options=(*listed.options, Option(id="more", name="more")))
    issues = tuple(more if each.id == issue else each for each in scenario.agenda)
    parties = {}
    for party in scenario.parties.values():
        path = f"party.{party.id}.demand.{issue}.values.more"
        value = Quantity(path=path, range=(0.0, 0.5, 1.0), role=Role.VALUE)
        demand = party.demands[issue]
        # Of all modes the largest, so that the running maximum moves no other option's value.
        top = max(quantity.mode for quantity in demand.values.values())
        value = replace(value, range=(min(1.0, top), 1.0, 1.0))
        grown = replace(demand, values={**demand.values, "more": value})
        parties[party.id] = replace(party, demands={**party.demands, issue: grown})
    return replace(scenario, agenda=Agenda(issues=issues), parties=parties)


@given(scenarios(features={"consents", "lines", "premium", "status_quo"}))
@FEW
def test_adding_an_option_never_shrinks_the_set(scenario: Scenario) -> None:
    wider = with_another_option(scenario, scenario.agenda.issues[0].id)
    narrow_block, wide_block = (eased(block_of(each, 1, 1), 0.1) for each in (scenario, wider))
    assert all_acceptable(scenario, narrow_block) <= all_acceptable(wider, wide_block)
    if question(scenario, narrow_block).found() is not None:
        assert question(wider, wide_block).found() is not None


def with_another_signature(scenario: Scenario, party: str) -> Scenario:
    """Every alternative of every consent needs this party as well."""

    def asking(option: Option) -> Option:
        consent = option.consent or (frozenset[str](),)
        return replace(option, consent=tuple(members | {party} for members in consent))

    issues = tuple(
        replace(issue, options=tuple(asking(option) for option in issue.options))
        for issue in scenario.agenda
    )
    return replace(scenario, agenda=Agenda(issues=issues))


@given(scenarios(features=STATIC))
@FEW
def test_a_signature_more_never_widens_the_set(scenario: Scenario) -> None:
    block = eased(block_of(scenario, 1, 1), 0.2)
    stricter = with_another_signature(scenario, list(scenario.parties)[-1])
    assert all_acceptable(stricter, block) <= all_acceptable(scenario, block)
    if question(stricter, block).found() is not None:
        assert question(scenario, block).found() is not None


@pytest.mark.parametrize("seed", range(40))
def test_a_settlement_lies_in_the_acceptable_set_of_its_world_and_day(seed: int) -> None:
    scenario = random_scenario(7000 + seed)
    recipe = sample_worlds(scenario, n=6, seed=seed)
    block, outcomes = draw(recipe, 0, 6), negotiate(scenario, recipe)
    for k in np.flatnonzero(outcomes.ending == Ending.SETTLEMENT)[:3]:
        world = world_of(scenario, block, int(k))
        moves = tell(scenario, recipe, int(k)).moves
        happened = [move.subject for move in moves if move.kind is MoveKind.EVENT]
        partials = [move.subject for move in moves if move.kind is MoveKind.PARTIAL]
        left = {party for event in happened for party in scenario.events[event].leaves}
        package = {
            issue.id: issue.options[place].id
            for issue, place in zip(scenario.agenda, outcomes.package[k], strict=True)
        }
        day = float(outcomes.day[k])
        signing = {
            party
            for party in set(scenario.parties) - left
            if deal(scenario, world, party, package, happened, partials)
            >= reservation(scenario, world, party, day, happened, partials) - 2 * INDIFFERENT
            and not lines_crossed(scenario, block, int(k), party, outcomes.package[k])
        }
        assert set(scenario.principals) <= signing
        for issue in scenario.agenda:
            option = issue.options[issue.position(package[issue.id])]
            assert option.allowed
            if option.consent and option.id != issue.status_quo:
                assert any(members <= signing for members in option.consent)


def lines_crossed(
    scenario: Scenario, block: WorldBlock, k: int, party: str, places: np.ndarray
) -> bool:
    """Whether a package, as option positions, crosses a firm line of a party in world k."""
    i = list(scenario.parties).index(party)
    for j, issue in enumerate(scenario.agenda):
        if not block.refused[i, j, places[j], k]:
            continue
        unless = scenario.parties[party].red_lines[issue.id].unless
        if not any(
            places[scenario.agenda.position(other)] >= scenario.agenda[other].position(least)
            for other, least in unless.items()
        ):
            return True
    return False
