"""Who weighs risk and return makes the best offer there is, by plain counting over all packages."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.behaviour.acceptance import signed
from sim.behaviour.risk_return import best_offer
from sim.domain.cells import Cells
from sim.domain.outcome import Ending
from sim.domain.party import Behaviour
from sim.domain.protocol import Acceptance, ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.value import cell_breach, cell_refused, cell_worth
from sim.domain.worlds import WorldBlock
from sim.engine import negotiate, weighing
from sim.engine.proposer import ProposingParty
from sim.engine.setting import setting_of
from sim.engine.weighing import Everything, Rungs
from sim.sampling import draw, sample_worlds, supposed_worlds
from tests.property.fixing import fully_known, static, with_parties
from tests.property.test_supposed_worlds import WORLDS, seated
from tests.scenario_strategies import random_scenario

SAME = 1e-9
RISKY, AHEAD = Behaviour.RISK_RETURN, Behaviour.SUBGAME_PERFECT
#: What a scenario may hold where nobody has anything to hide.
OPEN = ("breach", "consents", "lines", "only", "premium", "status_quo", "unless")


class Counted:
    """What each party would sign in each of some worlds, package by package."""

    def __init__(self, cells: Cells, block: WorldBlock, day: float) -> None:
        self.cells = cells
        self.deal = cell_worth(cells, block) - cell_breach(cells, block)
        self.base = block.premium - block.fear * block.loss * (cells.fear_block < 0)[:, None]
        self.least = block.no_deal + 5 * block.side_benefit
        self.least = self.least + (block.drift + block.belief_gap) * day / 7
        self.refused = cell_refused(cells, block)

    def value(self, q: int, package: list[int]) -> np.ndarray:
        return self.base[q] + sum(self.deal[q, cell] for cell in package)

    def crossed(self, q: int, package: list[int]) -> np.ndarray:
        return sum(self.refused[q, cell].astype(int) for cell in package) > 0

    def signs(self, q: int, package: list[int]) -> np.ndarray:
        enough = self.value(q, package) >= self.least[q] - SAME
        return np.asarray(enough & ~self.crossed(q, package))


def packages_of(cells: Cells) -> list[list[int]]:
    blocks = [range(int(a), int(b)) for a, b in zip(cells.start, cells.start[1:], strict=False)]
    return [list(held) for held in product(*blocks) if cells.allowed[list(held)].all()]


def suffices(cells: Cells, package: list[int], mask: int) -> bool:
    one = np.array([mask], dtype=cells.alternatives.dtype)
    return bool(signed(cells, np.array(package)[:, None], one)[0])


def chance(party: ProposingParty, package: list[int], says_yes: dict[int, float]) -> float:
    total = 0.0
    for answers in product((False, True), repeat=len(says_yes)):
        said = list(zip(says_yes, answers, strict=True))
        if suffices(party.model.cells, package, party.bit + sum(1 << q for q, yes in said if yes)):
            total += float(np.prod([says_yes[q] if yes else 1 - says_yes[q] for q, yes in said]))
    return total


def says_yes(
    party: ProposingParty, supposed: Counted, package: list[int], left: np.ndarray
) -> dict[int, float]:
    """left : (P, S) supposed worlds still possible."""
    return {q: float(supposed.signs(q, package)[left[q]].mean()) for q in party.others}


@pytest.mark.parametrize("bound", [0, weighing.MOST_WEIGHED])
@pytest.mark.parametrize("seed", range(8))
def test_the_chance_is_a_count_of_supposed_worlds(
    seed: int, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against plain counting, party by party, world by world, and over all sets of signatures."""
    monkeypatch.setattr(weighing, "MOST_WEIGHED", bound)
    scenario = replace(random_scenario(3000 + seed), beliefs=())
    model, party, habit = seated(scenario, seed)
    assert isinstance(habit.choice, Everything if bound else Rungs)
    supposed = Counted(model.cells, supposed_worlds(scenario), model.day)
    left = np.ones((len(scenario.parties), len(supposed.least[0])), dtype=bool)
    worlds = np.arange(WORLDS)
    (offers,) = habit.choice.candidates(worlds, party.reservation(model.day))
    found = habit.chances(offers, model.public_effect[:, 0], model.day)
    for at in np.random.default_rng(seed).permutation(len(offers.own))[:6]:
        package = offers.package[:, offers.place[at, 0]].tolist()
        expected = chance(party, package, says_yes(party, supposed, package, left))
        assert found[at, 0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_no_package_is_worth_more_than_what_is_offered(seed: int) -> None:
    """With everything private, before anybody has spoken and after some have refused."""
    scenario = replace(random_scenario(4000 + seed), beliefs=())
    model, party, habit = seated(scenario, seed)
    supposed = Counted(model.cells, supposed_worlds(scenario), model.day)
    own = Counted(model.cells, model.block, model.day)
    worlds = np.arange(WORLDS)
    for by in (None, *party.others):
        if by is not None:
            habit.refused(by, habit.best.copy(), worlds % 2 == 0)
            party.aim(model.day)
        for w in (0, 1):
            words = np.ascontiguousarray(habit.possible[:, :, w])
            left = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little") > 0
            r, best = own.least[party.place, w], 0.0
            gained = {}
            for package in packages_of(model.cells):
                if party.lost[package, w].any() or model.barred[package, w].any():
                    continue
                gain = own.value(party.place, package)[w] - r
                if gain < -SAME:
                    continue
                odds = says_yes(party, supposed, package, left)
                gained[tuple(package)] = chance(party, package, odds) * max(gain, 0.0)
                best = max(best, gained[tuple(package)])
            assert habit.worth[w] == pytest.approx(r + best, abs=1e-9)
            if gained:
                assert gained[tuple(habit.best[:, w].tolist())] == pytest.approx(best, abs=2e-9)


def known(seed: int, kind: ProtocolKind, behaviour: Behaviour) -> Scenario:
    """Constants only, of which everybody knows; nothing happens."""
    drawn = random_scenario(seed, features=OPEN, behaviours=(behaviour,), kind=kind)
    return static(fully_known(drawn))


def best_signable(scenario: Scenario) -> float:
    """What the first proposer has of the best package that all would sign; −inf without one."""
    cells = setting_of(scenario).cells
    block = draw(sample_worlds(scenario, n=1), 0, 1)
    counted = Counted(cells, block, 0.0)
    first = list(scenario.parties).index(scenario.protocol.order[0])
    held = [-np.inf]
    for package in packages_of(cells):
        yes = [counted.signs(q, package)[0] for q in range(len(scenario.parties))]
        if yes[first] and suffices(cells, package, sum(1 << q for q, one in enumerate(yes) if one)):
            held.append(float(counted.value(first, package)[0]))
    return max(held)


def had(scenario: Scenario) -> float:
    """What the first proposer has of what is signed, on the day; −inf without a settlement."""
    played = negotiate(scenario, sample_worlds(scenario, n=1), workers=1)
    if played.ending[0] != Ending.SETTLEMENT:
        return -np.inf
    first = list(scenario.parties).index(scenario.protocol.order[0])
    block = draw(sample_worlds(scenario, n=1), 0, 1)
    assert played.day[0] == scenario.protocol.day(1)
    return float(played.value[0, first] / block.patience[first, 0] ** (played.day[0] / 7.0))


def test_with_nothing_to_hide_the_best_package_all_would_sign_is_signed() -> None:
    """Any number of parties, issues, lines and consents: as by brute force, as by looking ahead."""
    failed = several = 0
    for seed in range(60):
        scenario = known(seed, ProtocolKind.FINAL_OFFER, RISKY)
        best = best_signable(scenario)
        assert had(scenario) == pytest.approx(best, abs=1e-8), seed
        ahead = with_parties(scenario, behaviour=AHEAD)
        assert had(ahead) == pytest.approx(best, abs=1e-8), seed
        failed += best == -np.inf
        several += len(scenario.parties) > 2 and len(scenario.agenda) > 2 and best > -np.inf
    assert 0 < failed < 40
    assert several > 5


def test_with_nothing_to_hide_talks_by_turns_end_at_once() -> None:
    for seed in range(30):
        scenario = known(seed, ProtocolKind.ALTERNATING, RISKY)
        rules = replace(scenario.protocol, acceptance=Acceptance.RESERVATION)
        scenario = replace(scenario, protocol=rules)
        best = best_signable(scenario)
        if best > -np.inf:
            assert had(scenario) == pytest.approx(best, abs=1e-8), seed


def test_the_ladder_alone_misses_some_of_these_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What weighing every package is for: without it the tests above would fail."""
    monkeypatch.setattr(weighing, "MOST_WEIGHED", 0)
    scenarios = [known(seed, ProtocolKind.FINAL_OFFER, RISKY) for seed in range(60)]
    missed = [had(one) < best_signable(one) - 1e-8 for one in scenarios]
    assert 0 < sum(missed) < 40


def test_stated_openings_and_lines_bind_whoever_weighs_everything() -> None:
    bound = 0
    for seed in range(12):
        scenario = random_scenario(5000 + seed, features=("lines", "opens_with"))
        model, party, habit = seated(scenario, seed)
        assert isinstance(habit.choice, Everything)
        bound += int(party.lost.any())
        offered = np.flatnonzero(party.ready(model.day))
        model.bar(offered, np.eye(model.cells.n_cells, dtype=bool)[habit.best[0, offered]].T)
        party.prepare(model.day, np.ones(WORLDS, dtype=bool))
        party.aim(model.day)
        after = np.flatnonzero(party.ready(model.day))
        held = habit.best[:, after]
        assert not (party.lost | model.barred)[held, after].any()
    assert bound > 3


def test_the_best_offer_is_the_best_of_all_and_ties_go_by_what_the_rules_say() -> None:
    """A grid of few values, so that there are ties of every kind."""
    rng = np.random.default_rng(1)
    own, chances = rng.integers(0, 5, (9, 300)) / 4, rng.integers(0, 3, (9, 300)) / 2
    reservation, others = rng.integers(0, 4, 300) / 4, rng.integers(0, 2, (9, 1)) / 1
    own[rng.random(own.shape) < 0.1] = -np.inf
    at, worth = best_offer(own, chances, reservation, others)
    for w in range(300):
        r = reservation[w]
        ranked = [
            (chances[m, w] * (own[m, w] - r), chances[m, w], own[m, w], others[m, 0], -m)
            for m in range(9)
            if own[m, w] >= r
        ]
        gain, *_, place = max(ranked, default=(0.0, 0))
        assert (at[w], worth[w]) == (-place, r + gain)


def test_worlds_alike_are_reckoned_with_once_and_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(3):
        scenario = with_parties(random_scenario(6000 + seed), behaviour=RISKY)
        worlds = sample_worlds(scenario, n=WORLDS, seed=seed)
        rows = []
        for few, together in ((0, 2**18), (10**9, 2**18), (0, 1)):
            monkeypatch.setattr(weighing, "_FEW", few)
            monkeypatch.setattr(weighing, "_TOGETHER", together)
            played = negotiate(scenario, worlds, workers=1)
            rows.append([played.ending, played.day, played.package, played.first_offer])
        for other in rows[1:]:
            for one, same in zip(rows[0], other, strict=True):
                np.testing.assert_array_equal(one, same)
