"""Play a hand-worked scenario, and read what came of it in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.story import MoveKind, Story
from sim.domain.worlds import WorldBlock
from sim.engine import negotiate
from sim.engine import tell as tell_world
from sim.loading import load_scenario
from sim.sampling import draw, sample_worlds

FOLDER = Path(__file__).parent

#: What ``haggle.toml`` and everything that changes nothing in it ends with.
BASE = (Ending.SETTLEMENT, 18.0, "p5")
#: Weekly discount factor of the hand-worked parties.
PATIENCE = 0.96059601


def load(name: str, sets: Sequence[str] = ()) -> Scenario:
    return load_scenario(FOLDER / f"{name}.toml", sets=sets)


def play(name: str, sets: Sequence[str] = (), n: int = 1) -> Outcomes:
    scenario = load(name, sets)
    return negotiate(scenario, sample_worlds(scenario, n=n))


def drawn(name: str, sets: Sequence[str] = (), n: int = 1) -> WorldBlock:
    return draw(sample_worlds(load(name, sets), n=n), 0, n)


def tell(name: str, sets: Sequence[str] = (), world: int = 0) -> Story:
    scenario = load(name, sets)
    return tell_world(scenario, sample_worlds(scenario, n=world + 1), world)


def package(outcomes: Outcomes, world: int = 0) -> dict[str, str]:
    """Issue → option that was signed; empty without settlement."""
    return {
        issue.id: issue.options[k].id
        for issue, k in zip(outcomes.scenario.agenda, outcomes.package[world], strict=True)
        if k >= 0
    }


def ends(name: str, sets: Sequence[str] = (), world: int = 0) -> tuple[Ending, float, str]:
    """Ending, day and signed options, by "/", of one world."""
    outcomes = play(name, sets, n=world + 1)
    signed = "/".join(package(outcomes, world).values())
    return Ending(int(outcomes.ending[world])), float(outcomes.day[world]), signed


def value(outcomes: Outcomes, party: str, world: int = 0) -> float:
    """What the signed package was worth to a party on the day of signing, undiscounted."""
    return float(outcomes.value[world, _place(outcomes, party)]) / _discount(outcomes, world)


def no_deal(outcomes: Outcomes, party: str, world: int = 0) -> float:
    """What no agreement was truly worth to a party when the talks ended, undiscounted."""
    return float(outcomes.no_deal[world, _place(outcomes, party)]) / _discount(outcomes, world)


def offers(story: Story, party: str) -> list[str]:
    """What a party put on the table, in order, options joined by "/"."""
    return [
        "/".join(move.package.values())
        for move in story.moves
        if move.kind is MoveKind.OFFER and move.party == party
    ]


def _place(outcomes: Outcomes, party: str) -> int:
    return list(outcomes.scenario.parties).index(party)


def _discount(outcomes: Outcomes, world: int) -> float:
    return float(PATIENCE ** (outcomes.day[world] / 7.0))
