"""Beliefs about others: from the scenario alone, and never kinder to what was refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.behaviour.acceptance import signed
from sim.behaviour.risk_return import chance_signed
from sim.domain.party import Behaviour
from sim.domain.protocol import ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine import weighing
from sim.engine.model import NegotiationModel
from sim.engine.proposer import ProposingParty
from sim.engine.risk_return import RiskReturn
from sim.engine.setting import setting_of
from sim.engine.supposing import ALL, distinct, supposition_of
from sim.engine.weighing import Candidates
from sim.sampling.supposed import SUPPOSED, Supposing
from tests.property.playing import block_of, play_block
from tests.property.test_private_draws import exchanged
from tests.scenario_strategies import random_scenario

WORLDS = 40
CODE = tuple(Behaviour).index(Behaviour.RISK_RETURN)


def risky(scenario: Scenario, seed: int) -> WorldBlock:
    """Worlds in which every principal weighs risk and return."""
    block = block_of(scenario, WORLDS, seed)
    return replace(block, behaviour=np.full_like(block.behaviour, CODE))


def seated(scenario: Scenario, seed: int) -> tuple[NegotiationModel, ProposingParty, RiskReturn]:
    """Talks about to begin, the first proposer, and what it does."""
    model = NegotiationModel(setting_of(scenario), risky(scenario, seed), asked=0, tracked=0)
    model.day = scenario.protocol.day(1)
    party = model.proposers[0]
    (habit,) = party.habits.values()
    assert isinstance(habit, RiskReturn)
    party.aim(model.day)
    return model, party, habit


def weighed(model: NegotiationModel, party: ProposingParty, habit: RiskReturn) -> Candidates:
    """All candidates of all worlds, which fit into one piece."""
    (offers,) = habit.choice.candidates(np.arange(WORLDS), party.reservation(model.day))
    return offers


@pytest.fixture(params=["everything", "rungs"])
def choice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every package weighed, and the ladder alone as in agendas of many."""
    if request.param == "rungs":
        monkeypatch.setattr(weighing, "MOST_WEIGHED", 0)


@pytest.mark.parametrize("seed", range(10))
def test_no_first_offer_depends_on_what_others_keep_to_themselves(seed: int) -> None:
    scenario = random_scenario(1000 + seed)
    opener = list(scenario.parties).index(scenario.protocol.order[0])
    others = [i for i in range(len(scenario.parties)) if i != opener]
    once = replace(scenario, protocol=replace(scenario.protocol, horizon=scenario.protocol.day(1)))
    block = risky(once, seed)
    plain, exchange = play_block(once, block), play_block(once, exchanged(block, others))
    assert np.array_equal(plain.first_offer[:, opener], exchange.first_offer[:, opener])


def test_what_the_party_keeps_to_itself_does_change_its_offers() -> None:
    changed = 0
    for seed in range(10):
        scenario = random_scenario(1000 + seed)
        block = risky(scenario, seed)
        opener = list(scenario.parties).index(scenario.protocol.order[0])
        plain, other = play_block(scenario, block), play_block(scenario, exchanged(block, [opener]))
        changed += int((plain.first_offer[:, opener] != other.first_offer[:, opener]).any())
    assert changed > 5


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize("seed", range(8))
def test_a_refusal_never_raises_the_chance_of_what_was_refused(seed: int) -> None:
    model, party, habit = seated(random_scenario(2000 + seed), seed)
    worlds, offers = np.arange(WORLDS), weighed(model, party, habit)
    rng = np.random.default_rng(seed)
    for by in party.others:
        at = rng.integers(0, len(offers.own), WORLDS)
        effect = model.public_effect[:, 0]
        before = habit.chances(offers, effect, model.day)[at, worlds]
        package = offers.package[:, offers.place[at, worlds]]
        habit.refused(by, package, np.ones(WORLDS, dtype=bool))
        after = habit.chances(offers, effect, model.day)[at, worlds]
        assert (after <= before + 1e-12).all()
        if model.cells.principals >> by & 1:
            # Nobody left who would sign it, unless nothing supposed explains the refusal.
            forgot = (habit.possible[by] == ALL[:, None]).all(axis=0)
            assert (after[~forgot] == 0.0).all()


@pytest.mark.parametrize("seed", range(40, 60))
def test_a_belief_about_one_party_moves_what_is_supposed_of_it_alone(seed: int) -> None:
    scenario = random_scenario(seed)
    cells, ids = setting_of(scenario).cells, list(scenario.parties)
    plain = replace(scenario, beliefs=())
    for holder in ids:
        mine = [belief for belief in scenario.beliefs if belief.holder == holder]
        about = {ids.index(belief.about) for belief in mine}
        held, usual = (supposition_of(one, cells, holder) for one in (scenario, plain))
        for q in range(len(ids)):
            moved = not np.array_equal(held.need[q], usual.need[q])
            moved |= not np.array_equal(held.deal[q], usual.deal[q])
            assert moved <= (q in about)
        moved_at_all = any((held.need[q] != usual.need[q]).any() for q in about)
        assert moved_at_all == any(belief.no_deal is not None for belief in mine)


@pytest.mark.parametrize(
    "kind", [ProtocolKind.ALTERNATING, ProtocolKind.FINAL_OFFER, ProtocolKind.SIMULTANEOUS]
)
@pytest.mark.parametrize("seed", [17, 23, 41])
def test_rows_and_beliefs_do_not_depend_on_who_is_in_the_batch(
    seed: int, kind: ProtocolKind
) -> None:
    """Some weigh risk and return, some keep to habits of the table, world by world."""
    scenario = random_scenario(seed, kind=kind)
    block = block_of(scenario, WORLDS, seed)
    does = np.random.default_rng(seed).choice([CODE, CODE, 0, 1, 2, 3], size=block.behaviour.shape)
    block = replace(block, behaviour=does.astype(np.int8))
    whole = play_block(scenario, block)
    for k in (0, 7, 23):
        alone = play_block(scenario, block.take(slice(k, k + 1)))
        assert np.array_equal(alone.last_offer[0], whole.last_offer[k])
        assert alone.ending[0] == whole.ending[k]
        assert alone.day[0] == whole.day[k]
        for name in ("chance", "signing"):
            one, other = getattr(alone, name)[..., 0], getattr(whole, name)[..., k]
            assert np.array_equal(one, other, equal_nan=True), name


def test_a_supposed_stream_passes_once_through_every_cell() -> None:
    drawn = Supposing(random_scenario(5))
    for stream in ("a", "party.b.premium"):
        u = drawn.uniform(stream)
        assert np.array_equal(np.sort(u), (np.arange(SUPPOSED) + 0.5) / SUPPOSED)
    assert abs(np.corrcoef(drawn.uniform("a"), drawn.uniform("b"))[0, 1]) < 0.15


def test_different_packages_are_told_apart_in_agendas_too_large_to_number() -> None:
    class Wide:
        start = np.arange(0, 41 * 5, 5)

        def block(self, b: int) -> slice:
            return slice(5 * b, 5 * b + 5)

    rng = np.random.default_rng(0)
    held = rng.integers(0, 5, (40, 200)) + 5 * np.arange(40)[:, None]
    held[:, 100:] = held[:, :100]
    packages, place = distinct(Wide(), held)  # type: ignore[arg-type]
    assert packages.shape == (40, 100)
    assert np.array_equal(packages[:, place], held)


def test_a_party_that_two_options_ask_is_counted_once() -> None:
    """Two issues ask the same third party, which says yes in half of all cases: half, not a
    quarter."""
    scenario = next(
        s
        for s in map(random_scenario, range(200))
        if len(setting_of(s).cells.consented) > 1 and s.protocol.quota is None
    )
    cells = setting_of(scenario).cells
    asked = [q for q in range(len(scenario.parties)) if not cells.principals >> q & 1]
    principals = [q for q in range(len(scenario.parties)) if cells.principals >> q & 1]
    package = np.array([[cells.start[b + 1] - 1] for b in range(cells.n_blocks)])
    place = np.zeros((1, 1), dtype=np.intp)
    sure = {q: np.ones((1, 1)) for q in principals[1:]}
    found = chance_signed(
        cells, package, place, sure | {q: np.full((1, 1), 0.5) for q in asked}, principals[0]
    )
    enough = [
        signed(
            cells,
            package,
            np.array(
                [cells.principals | sum(1 << q for q, yes in zip(asked, said, strict=True) if yes)],
                dtype=cells.alternatives.dtype,
            ),
        )[0]
        for said in product((False, True), repeat=len(asked))
    ]
    assert found[0, 0] == pytest.approx(np.mean(enough))
