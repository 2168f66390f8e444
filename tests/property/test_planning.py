"""Parties that look ahead do, in any scenario, what a tree written out with plain numbers says.

The tree takes the numbers of every day from ``standing`` and knows nothing of the plan: in each
round it goes through all packages, who would sign them, and what the proposer likes best.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest

from sim.domain.cells import cells_of
from sim.domain.outcome import Ending
from sim.domain.party import Behaviour
from sim.domain.protocol import Deals, ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.value import cell_refused
from sim.engine import foresight, negotiate, standing, tell
from sim.engine.turns import whose_turn
from sim.sampling import draw, sample_worlds
from tests.property.playing import differing_columns
from tests.scenario_strategies import FEATURES, RISKS, TURNS, random_scenario

SAME = 1e-9
WORLDS = 3
#: What is not foreseen: small deals.
FORESEEN = FEATURES - {"partials"}
PLANS = (Behaviour.SUBGAME_PERFECT,)


@pytest.fixture(autouse=True)
def numbers_of_a_day_under_a_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """``standing`` is for those who ask what all would sign; here only its numbers are taken."""
    monkeypatch.setattr(sys.modules["sim.engine.standing"], "check_all_sign", lambda _: None)


@dataclass(frozen=True)
class Days:
    """The numbers of one world on the day of every round, and on the day talks without end end."""

    value: list[np.ndarray]
    closed: list[np.ndarray]
    refused: np.ndarray
    reservation: list[np.ndarray]
    there: list[list[bool]]
    over: list[bool]


@dataclass(frozen=True)
class Round:
    """What the proposer p of a round offers, by number, what everybody then has, and whether
    somebody leaves if nothing is signed."""

    offers: list[int]
    gets: np.ndarray
    left: bool


class Tree:
    """One world of talks in which everybody looks ahead."""

    def __init__(self, scenario: Scenario, w: int, seed: int) -> None:
        self.scenario, protocol = scenario, scenario.protocol
        worlds = sample_worlds(scenario, n=w + 1, seed=seed)
        self.block = draw(worlds, w, 1)
        self.T, self.ids = protocol.rounds, list(scenario.parties)
        final = protocol.kind is ProtocolKind.FINAL_OFFER
        self.T = 1 if final else self.T
        days = [protocol.day(k + 1) for k in range(self.T)]
        days.append(days[0] if final else protocol.horizon)
        asked = [standing(scenario, worlds, w, 1, day) for day in days]
        self.cells = asked[0].cells
        blocks = [range(*self.cells.block(b).indices(10**6)) for b in range(self.cells.n_blocks)]
        self.packages = [list(p) for p in product(*blocks) if self.cells.allowed[list(p)].all()]
        held = np.array(self.packages).T
        self.days = Days(
            value=[a.deal[:, held, 0].sum(axis=1) + a.base for a in asked],
            closed=[a.closed[held, 0].any(axis=0) for a in asked],
            refused=asked[0].refused[:, held, 0].any(axis=1),
            reservation=[a.reservation[:, 0] for a in asked],
            there=[[not int(a.departed[0]) >> i & 1 for i in range(len(self.ids))] for a in asked],
            over=[self.ended(int(a.departed[0])) for a in asked],
        )
        weeks = 0.0 if final else protocol.round_days / 7.0
        self.delta = self.block.patience[:, 0] ** weeks
        end = 0.0 if final else (protocol.horizon - protocol.day(self.T)) / 7.0
        self.last = self.block.patience[:, 0] ** end
        quota = protocol.quota is not None and protocol.quota < len(protocol.order)
        self.exits = not (final or quota or protocol.recognition)
        self.exits &= protocol.deals is Deals.PERMANENT
        self.signers = [i for i in range(len(self.ids)) if self.cells.needed >> i & 1]
        self.order = [self.ids.index(party) for party in protocol.order]

    def ended(self, departed: int) -> bool:
        staying = sum(
            party.principal and not departed >> i & 1
            for i, party in enumerate(self.scenario.parties.values())
        )
        principals = len(self.scenario.protocol.order)
        return staying < (self.scenario.protocol.quota or principals)

    def signed(self, x: int, yes: list[bool]) -> bool:
        """From the scenario's own words: principals, and consents of options."""
        named = {party for party, says in zip(self.ids, yes, strict=True) if says}
        parties = self.scenario.parties
        for_it = [party for party in named if parties[party].principal]
        quota = self.scenario.protocol.quota
        if len(for_it) < (quota or len(self.order)):
            return False
        options = self.cells.options(np.array(self.packages[x])[:, None])[:, 0]
        counted = quota is not None and quota < len(self.order)
        free = set() if counted else {party for party in parties if parties[party].principal}
        for issue, k in zip(self.scenario.agenda, options, strict=True):
            option = issue.options[k]
            if option.id == issue.status_quo or not option.consent:
                continue
            if not any(members <= named | free for members in option.consent):
                return False
        return True

    def answers(self, t: int, x: int, p: int, value: np.ndarray, fails: np.ndarray) -> list[bool]:
        return [
            self.days.there[t][i]
            and not self.days.refused[i, x]
            and value[i, x] >= self.days.reservation[t][i] - SAME
            and (i == p or value[i, x] >= fails[i] - SAME)
            for i in range(len(self.ids))
        ]

    def proposed(self, t: int, p: int, value: np.ndarray, fails: np.ndarray, left: bool) -> Round:
        """value : (P, X) what signing is worth in the round."""
        held: list[tuple[float, float, int]] = []
        for x in range(len(self.packages)):
            yes = self.answers(t, x, p, value, fails)
            if yes[p] and value[p, x] >= fails[p] - SAME and self.signed(x, yes):
                rest = sum(value[i, x] for i in self.signers) - value[p, x]
                held.append((value[p, x], rest, x))
        if not held:
            return Round([], fails, left)
        for key in (0, 1):
            most = max(one[key] for one in held)
            held = [one for one in held if one[key] >= most - SAME]
        tied = [x for *_, x in held]
        quota = self.scenario.protocol.quota
        tied = tied if quota is not None and quota < len(self.order) else tied[:1]
        return Round(tied, np.mean([value[:, x] for x in tied], axis=0), left)

    def rounds(self) -> list[dict[int, Round]]:
        """Round → proposer → what it does."""
        one_round = self.scenario.protocol.deals is Deals.ONE_ROUND
        made: list[dict[int, Round]] = []
        after = self.days.reservation[self.T]
        for t in range(self.T - 1, -1, -1):
            if self.days.over[t + 1]:
                after = self.days.reservation[t + 1]
            risk = 0.0 if self.days.over[t + 1] else self.scenario.protocol.breaks_down
            after = (1.0 - risk) * after + risk * self.days.reservation[t + 1]
            wait = self.last if t == self.T - 1 and not self.days.over[t + 1] else self.delta
            value, fails = self.days.value[t], wait * after
            if one_round:
                fails = self.days.reservation[t]
                if t < self.T - 1:
                    value = (1 - self.delta)[:, None] * value + (self.delta * after)[:, None]
            now = self.days.reservation[t]
            does = {}
            for p in self.order:
                leaves = [i for i in self.order if i != p and now[i] > fails[i] + SAME]
                refused = now if self.exits and leaves else fails
                does[p] = self.proposed(t, p, value, refused, bool(self.exits and leaves))
            chances = self.scenario.protocol.recognition
            if chances:
                after = sum(chances[self.ids[p]] * one.gets for p, one in does.items())
            else:
                after = does[self.order[t % len(self.order)]].gets
            made.insert(0, does)
        return made

    def breaks_down_after(self, number: int) -> bool:
        protocol = self.scenario.protocol
        holds = (1.0 - protocol.breakdown) ** (protocol.round_days / 7.0)
        return protocol.breakdown > 0.0 and self.block.breakdown_u[number - 1, 0] < 1.0 - holds

    def ends(self) -> tuple[Ending, float, list[int] | None]:
        """Ending, day and package."""
        protocol = self.scenario.protocol
        for t, does in enumerate(self.rounds()):
            day = protocol.day(t + 1)
            if self.days.over[t] or (t and self.breaks_down_after(t)):
                return Ending.WALKOUT, day, None
            turn = int(whose_turn(protocol, self.block, t + 1)[0])
            tied = does[self.order[turn]].offers
            if protocol.deals is Deals.ONE_ROUND:
                if not tied:
                    return Ending.WALKOUT, day, None
                if t < self.T - 1:
                    continue
            if tied:
                u = self.block.choice_u[t, 0] if len(tied) > 1 else 0.0
                return Ending.SETTLEMENT, day, self.packages[tied[int(u * len(tied))]]
            if does[self.order[turn]].left:
                return Ending.WALKOUT, day, None
        return Ending.IMPASSE, protocol.horizon, None


def assert_as_the_tree(scenario: Scenario, seed: int) -> list[Ending]:
    played = negotiate(scenario, sample_worlds(scenario, n=WORLDS, seed=seed))
    endings = []
    for w in range(WORLDS):
        ending, day, package = Tree(scenario, w, seed).ends()
        assert (Ending(played.ending[w]), played.day[w]) == (ending, pytest.approx(day)), w
        cells = Tree(scenario, w, seed).cells
        if package is not None:
            options = cells.options(np.array(package)[:, None])[:, 0]
            np.testing.assert_array_equal(played.package[w], options)
        endings.append(ending)
    return endings


@pytest.mark.parametrize(
    "features",
    [
        (),
        sorted(FORESEEN),
        sorted(FORESEEN | RISKS),
        sorted(FORESEEN | TURNS),
        sorted(FORESEEN | TURNS | RISKS),
    ],
)
def test_what_is_signed_is_what_a_tree_says(features: list[str]) -> None:
    endings = set()
    for seed in range(8):
        scenario = random_scenario(seed, features=features, behaviours=PLANS)
        endings |= set(assert_as_the_tree(scenario, seed))
    assert Ending.SETTLEMENT in endings
    assert len(endings) > 1 or not features


@pytest.mark.parametrize("features", [sorted(FORESEEN), sorted(FORESEEN | TURNS)])
def test_deals_of_a_round_are_what_a_tree_says(features: list[str]) -> None:
    endings = set()
    for seed in range(8):
        drawn = random_scenario(100 + seed, features=features, behaviours=PLANS)
        protocol = replace(drawn.protocol, deals=Deals.ONE_ROUND)
        endings |= set(assert_as_the_tree(replace(drawn, protocol=protocol), seed))
    assert endings == {Ending.SETTLEMENT, Ending.WALKOUT}


def test_a_final_offer_is_what_a_tree_says() -> None:
    endings = set()
    for seed in range(12):
        kind = ProtocolKind.FINAL_OFFER
        features = FORESEEN - {"events", "hazards", "leaves"}
        scenario = random_scenario(seed, features=features, behaviours=PLANS, kind=kind)
        scenario = replace(scenario, protocol=replace(scenario.protocol, quiet_days=1e3))
        endings |= set(assert_as_the_tree(scenario, seed))
    assert endings == {Ending.SETTLEMENT, Ending.IMPASSE}


@pytest.mark.parametrize("deals", list(Deals))
def test_neither_pieces_of_memory_nor_what_is_dropped_change_anything(
    deals: Deals, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(6):
        drawn = random_scenario(seed, features=FORESEEN | TURNS, behaviours=PLANS)
        scenario = replace(drawn, protocol=replace(drawn.protocol, deals=deals))
        worlds = sample_worlds(scenario, n=40, seed=seed)
        whole = negotiate(scenario, worlds)
        with monkeypatch.context() as small:
            small.setattr(foresight, "_CHUNK", 1)
            assert not differing_columns(whole, negotiate(scenario, worlds))
        alone = negotiate(scenario, replace(worlds, n=7))
        for name in ("ending", "day", "package", "value", "no_deal"):
            part = getattr(whole, name)[:7]
            np.testing.assert_array_equal(getattr(alone, name), part)


def test_who_looks_ahead_plays_its_part_whoever_it_meets() -> None:
    """Its offers are those of the plan in every round, and it signs nothing below it."""
    late = 0
    for seed in range(12):
        ways = (Behaviour.SUBGAME_PERFECT, Behaviour.TIME_DEPENDENT)
        drawn = random_scenario(seed, features=("lines", "consents"), behaviours=PLANS)
        others = drawn.protocol.order[1:]
        parties = {
            id_: replace(party, behaviour=ways[id_ in others])
            for id_, party in drawn.parties.items()
        }
        scenario = replace(drawn, parties=parties)
        first = list(parties).index(drawn.protocol.order[0])
        played = negotiate(scenario, sample_worlds(scenario, n=WORLDS, seed=seed))
        for w in range(WORLDS):
            tree = Tree(scenario, w, seed)
            does = tree.rounds()
            planned = {
                tuple(tree.cells.options(np.array(tree.packages[x])[:, None])[:, 0])
                for each in does
                for x in each[first].offers
            }
            for offers in (played.first_offer, played.last_offer):
                made = tuple(offers[w, first])
                assert made in planned or made[0] == -1
            if played.ending[w] == Ending.SETTLEMENT:
                t = round(played.day[w] / scenario.protocol.round_days) - 1
                late += t > 0
                worth = played.value[w, first] / tree.block.patience[first, 0] ** (
                    played.day[w] / 7.0
                )
                others_turn = tree.order[t % len(tree.order)]
                if others_turn != first:
                    after = tree.days.reservation[tree.T]
                    if t + 1 < tree.T:
                        nxt = tree.order[(t + 1) % len(tree.order)]
                        after = does[t + 1][nxt].gets
                    assert worth >= tree.delta[first] * after[first] - SAME
    assert late


def test_worlds_in_which_all_happen_to_look_ahead() -> None:
    """What a party does may hang on its type: worlds of one batch then differ in who plans."""
    ways, seen = (Behaviour.SUBGAME_PERFECT, Behaviour.TIME_DEPENDENT), set()
    for seed in range(6):
        drawn = random_scenario(40 + seed, features=("types", "consents", "lines"), behaviours=ways)
        worlds = sample_worlds(drawn, n=8, seed=seed)
        block, played = draw(worlds, 0, 8), negotiate(drawn, worlds)
        places = [list(drawn.parties).index(party) for party in drawn.protocol.order]
        plan = block.behaviour[places] == tuple(Behaviour).index(Behaviour.SUBGAME_PERFECT)
        for w in range(8):
            seen.add((bool(plan[:, w].all()), bool(plan[:, w].any())))
            if plan[:, w].all():
                ending, day, _ = Tree(drawn, w, seed).ends()
                assert (Ending(played.ending[w]), played.day[w]) == (ending, pytest.approx(day))
    assert seen == {(True, True), (False, True), (False, False)}


@pytest.mark.parametrize("deals", list(Deals))
def test_the_story_of_a_world_is_its_row_with_small_deals_too(deals: Deals) -> None:
    """Everything a scenario may hold, small deals included, which no plan foresees."""
    told = set()
    for seed in range(10):
        drawn = random_scenario(seed, features=FEATURES | TURNS, behaviours=PLANS)
        scenario = replace(drawn, protocol=replace(drawn.protocol, deals=deals))
        worlds = sample_worlds(scenario, n=WORLDS, seed=seed)
        played = negotiate(scenario, worlds)
        block = draw(worlds, 0, WORLDS)
        cells = cells_of(scenario)
        refused = cell_refused(cells, block)
        for w in range(WORLDS):
            last = tell(scenario, worlds, w).moves[-1]
            assert (last.ending, last.day) == (Ending(played.ending[w]), played.day[w])
            signed = played.package[w]
            told.add(last.ending)
            if signed[0] < 0:
                continue
            options = dict(zip(scenario.agenda.issues, signed.tolist(), strict=True))
            assert last.package == {i.id: i.options[k].id for i, k in options.items()}
            held = [c for c in range(cells.n_cells) if fits(cells.option[:, c], signed)]
            if cells.principals:
                crossed = refused[:, held, w].any(axis=1)
                assert not crossed[
                    [list(drawn.parties).index(p) for p in drawn.protocol.order]
                ].any()
    assert Ending.SETTLEMENT in told
    assert len(told) > 1


def fits(cell: np.ndarray, signed: np.ndarray) -> bool:
    return bool(((cell < 0) | (cell == signed)).all())
