"""What holds for every protocol with every behaviour under every rule of acceptance."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from benchmarks.plain_worlds import World, world_of
from sim.domain.event import Event, EventKind
from sim.domain.outcome import Ending, Outcomes
from sim.domain.protocol import Acceptance, Answers, ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.domain.story import MoveKind, Reason, Story
from sim.domain.value import INDIFFERENT
from sim.domain.worlds import DRAW_BLOCK
from sim.engine import negotiate, negotiation, tell, workers
from sim.sampling import draw, sample_worlds
from tests.oracle.acceptable_set import deal, reservation
from tests.property.playing import differing_columns
from tests.scenario_strategies import BEHAVIOURS, FEATURES, RISKS, TURNS, random_scenario

WORLDS = 16
TOLD = 2
#: Longest talks; most of what can go wrong has gone wrong by then.
ROUNDS = 20
#: More than one draw block, so that two workers have something to share.
MANY = DRAW_BLOCK + 8
#: Random scenarios each combination is tried on; together they reach every ending.
SEEDS = (19, 42)

PROTOCOLS = {
    "alternating": (ProtocolKind.ALTERNATING, Answers.HONEST),
    "drawn-turns-and-quota": (ProtocolKind.ALTERNATING, Answers.HONEST),
    "alternating-at-risk": (ProtocolKind.ALTERNATING, Answers.HONEST),
    "single-text-honest": (ProtocolKind.SINGLE_TEXT, Answers.HONEST),
    "single-text-strategic": (ProtocolKind.SINGLE_TEXT, Answers.STRATEGIC),
    "final-offer": (ProtocolKind.FINAL_OFFER, Answers.HONEST),
    "simultaneous": (ProtocolKind.SIMULTANEOUS, Answers.HONEST),
}
#: Ways of talking whose random scenarios hold more than the usual, and seeds at which they do.
MORE = {"drawn-turns-and-quota": TURNS, "alternating-at-risk": RISKS}
MORE_SEEDS = {"drawn-turns-and-quota": (79, 117)}
COMBINATIONS = tuple(product(PROTOCOLS, BEHAVIOURS, Acceptance))


@dataclass(frozen=True)
class Case:
    """One scenario under one combination, with its first worlds played."""

    scenario: Scenario
    seed: int
    outcomes: Outcomes
    stories: tuple[Story, ...]
    worlds: tuple[World, ...]


def seeds_of(protocol: str) -> tuple[int, ...]:
    return MORE_SEEDS.get(protocol, SEEDS)


@cache
def played(protocol: str, behaviour: str, acceptance: Acceptance, seed: int) -> Case:
    kind, answers = PROTOCOLS[protocol]
    features = FEATURES | MORE.get(protocol, frozenset())
    drawn = random_scenario(seed, features=features, behaviours=(behaviour,), kind=kind)
    horizon = min(drawn.protocol.horizon, ROUNDS * drawn.protocol.round_days)
    rules = replace(drawn.protocol, acceptance=acceptance, answers=answers, horizon=horizon)
    scenario = replace(drawn, protocol=rules)
    recipe = sample_worlds(scenario, n=WORLDS, seed=seed)
    block = draw(recipe, 0, TOLD)
    return Case(
        scenario=scenario,
        seed=seed,
        outcomes=negotiate(scenario, recipe),
        stories=tuple(tell(scenario, recipe, k) for k in range(TOLD)),
        worlds=tuple(world_of(scenario, block, k) for k in range(TOLD)),
    )


@pytest.fixture(params=COMBINATIONS, ids=lambda way: "-".join((*way[:2], way[2].value)))
def cases(request: pytest.FixtureRequest) -> list[Case]:
    return [played(*request.param, seed) for seed in seeds_of(request.param[0])]


@pytest.fixture(scope="module")
def two_processes():  # type: ignore[no-untyped-def]
    """One pool for all combinations: starting processes would take longer than the talks."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        yield pool


class _Borrowed:
    """A pool that stays open when the engine is done with it."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def submit(self, *work: Any) -> Any:
        return self.pool.submit(*work)

    def shutdown(self, **_: object) -> None:
        return None


def crossed(scenario: Scenario, world: World, party: str, package: dict[str, str]) -> list[str]:
    """Issues on which a package crosses a firm line of a party."""
    found = []
    for issue, refused in world.parties[party].refused.items():
        line = scenario.parties[party].red_lines.get(issue)
        waived = line is not None and any(
            scenario.agenda[other].position(package[other])
            >= scenario.agenda[other].position(least)
            for other, least in line.unless.items()
        )
        if package[issue] in refused and not waived:
            found.append(issue)
    return found


@dataclass(frozen=True)
class Signing:
    """One party putting its name to one package: what it is worth to it, and what it needs."""

    party: str
    package: dict[str, str]
    worth: float
    needed: float


def signings(case: Case, k: int) -> list[Signing]:
    """Everything a party offered or accepted in one world, by the rules written out again."""
    scenario, world = case.scenario, case.worlds[k]
    happened: list[str] = []
    partials: list[str] = []
    made = []
    for move in case.stories[k].moves:
        if move.kind is MoveKind.EVENT:
            happened.append(move.subject)
        elif move.kind is MoveKind.PARTIAL:
            partials.append(move.subject)
        elif move.kind is MoveKind.OFFER:
            willing = [answer.party for answer in move.answers if answer.accepts]
            for party in ([move.party] if move.party else []) + willing:
                package = dict(move.package)
                worth = deal(scenario, world, party, package, happened, partials)
                needed = reservation(scenario, world, party, move.day, happened, partials)
                made.append(Signing(party=party, package=package, worth=worth, needed=needed))
    return made


class TestEveryWayOfTalking:
    def test_nobody_offers_or_accepts_below_its_reservation_of_the_day(
        self, cases: list[Case]
    ) -> None:
        for case in cases:
            for k in range(TOLD):
                for signing in signings(case, k):
                    assert signing.worth >= signing.needed - 2 * INDIFFERENT, signing

    def test_nobody_offers_or_accepts_across_a_firm_line_of_its_own(
        self, cases: list[Case]
    ) -> None:
        for case in cases:
            for k in range(TOLD):
                for signing in signings(case, k):
                    lines = crossed(case.scenario, case.worlds[k], signing.party, signing.package)
                    assert not lines, signing

    def test_a_refusal_names_a_line_that_is_crossed_or_a_value_that_falls_short(
        self, cases: list[Case]
    ) -> None:
        for case in cases:
            for k in range(TOLD):
                offers = [m for m in case.stories[k].moves if m.kind is MoveKind.OFFER]
                for move, answer in ((m, a) for m in offers for a in m.answers if not a.accepts):
                    world, package = case.worlds[k], dict(move.package)
                    lines = crossed(case.scenario, world, answer.party, package)
                    assert (answer.reason is Reason.LINE) == bool(lines)
                    if answer.reason is Reason.LINE:
                        assert answer.issue in lines
                        assert package[answer.issue] == answer.option
                    else:
                        assert answer.value < answer.floor

    def test_talks_end_by_the_horizon(self, cases: list[Case]) -> None:
        for case in cases:
            protocol, rows = case.scenario.protocol, case.outcomes
            days = {protocol.day(k) for k in range(1, protocol.rounds + 1)} | {protocol.horizon}
            assert set(rows.day) <= days
            assert rows.day.max() <= protocol.horizon
            assert np.isin(rows.ending, [int(ending) for ending in Ending]).all()
            assert ((rows.package >= 0).all(axis=1) == (rows.ending == Ending.SETTLEMENT)).all()

    def test_the_same_seed_gives_the_same_bytes(self, cases: list[Case]) -> None:
        for case in cases:
            recipe = sample_worlds(case.scenario, n=WORLDS, seed=case.seed)
            assert differing_columns(case.outcomes, negotiate(case.scenario, recipe)) == []

    def test_one_and_two_workers_give_the_same_bytes(
        self, cases: list[Case], two_processes: Executor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            workers, "ProcessPoolExecutor", lambda *_, **__: _Borrowed(two_processes)
        )
        monkeypatch.setattr(negotiation, "DRAW_BLOCK", WORLDS // 2)
        for case in cases:
            recipe = sample_worlds(case.scenario, n=WORLDS, seed=case.seed)
            shared = negotiate(case.scenario, recipe, workers=2)
            assert differing_columns(case.outcomes, shared) == []

    def test_results_do_not_depend_on_the_size_of_batches(
        self, cases: list[Case], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(negotiation, "BATCH", 9)
        for case in cases:
            recipe = sample_worlds(case.scenario, n=WORLDS, seed=case.seed)
            assert differing_columns(case.outcomes, negotiate(case.scenario, recipe)) == []

    def test_a_story_ends_as_the_same_world_does_in_a_batch(self, cases: list[Case]) -> None:
        for case in cases:
            rows, agenda = case.outcomes, case.scenario.agenda
            for k, story in enumerate(case.stories):
                end = story.moves[-1]
                assert end.kind is MoveKind.ENDING
                assert end.ending == rows.ending[k]
                if rows.ending[k] == Ending.SETTLEMENT:
                    signed = {
                        issue.id: issue.options[place].id
                        for issue, place in zip(agenda, rows.package[k], strict=True)
                    }
                    assert dict(end.package) == signed
                    assert end.day == rows.day[k]
                    tabled = [m.package for m in story.moves if m.kind is MoveKind.OFFER]
                    assert signed in [dict(package) for package in tabled]
                else:
                    assert not end.package
                assert max((m.day for m in story.moves), default=0.0) <= rows.day[k]
                assert story.overlap == (rows.overlap[k] == 1)

    def test_an_event_with_chance_nil_equals_its_absence(self, cases: list[Case]) -> None:
        for case in cases:
            scenario = case.scenario
            never = {kind.value: never_happens(kind, scenario) for kind in NEVER}
            with_events = replace(scenario, events={**never, **scenario.events})
            recipe = sample_worlds(with_events, n=WORLDS, seed=case.seed)
            assert differing_columns(case.outcomes, negotiate(with_events, recipe)) == []


NEVER = (EventKind.DATED, EventKind.HAZARD)


def never_happens(kind: EventKind, scenario: Scenario) -> Event:
    """An event that would end the talks and ruin everybody, with chance 0."""
    path = f"event.never_{kind.value}"
    return Event(
        id=f"never_{kind.value}",
        name="never",
        kind=kind,
        day=1.0,
        chance=Quantity(path=f"{path}.chance", range=(0.0,), role=Role.CHANCE),
        no_deal={
            party: Quantity(path=f"{path}.no_deal.{party}", range=(-1.0, 1.0), role=Role.EFFECT)
            for party in scenario.parties
        },
        leaves=tuple(scenario.parties),
    )


def test_real_workers_give_the_same_bytes() -> None:
    case = played(*COMBINATIONS[0], SEEDS[0])
    recipe = sample_worlds(case.scenario, n=MANY, seed=case.seed)
    alone, shared = (negotiate(case.scenario, recipe, workers=n) for n in (1, 2))
    assert differing_columns(alone, shared) == []
    assert alone.n == MANY


def test_the_combinations_reach_every_ending_and_many_settlements() -> None:
    endings: Counter[Ending] = Counter()
    offers = 0
    for way in COMBINATIONS:
        for case in (played(*way, seed) for seed in seeds_of(way[0])):
            endings.update(Ending(code) for code in case.outcomes.ending)
            offers += sum(len(signings(case, k)) for k in range(TOLD))
    assert min(endings[ending] for ending in Ending) > 20
    assert endings[Ending.SETTLEMENT] > 0.2 * endings.total()
    assert offers > 1000
