"""Tell a single world as a story: the same rules, played in a batch of one."""

from __future__ import annotations

from dataclasses import replace

from sim.domain.outcome import Overlap
from sim.domain.scenario import Scenario
from sim.domain.story import Story
from sim.domain.worlds import Worlds
from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from sim.errors import UsageError
from sim.sampling import draw

__all__ = ["tell"]


def tell(scenario: Scenario, worlds: Worlds, number: int) -> Story:
    """Play one world of a recipe and write every move down.

    number : the world's number. Raises ``UsageError`` for a negative one.
    """
    if number < 0:
        raise UsageError(f"worlds are numbered from 0; got {number}")
    recipe = replace(worlds, scenario=scenario)
    block = draw(recipe, number, 1)
    model = NegotiationModel(setting_of(scenario), block, asked=number + 1, tracked=0)
    model.story = []
    ledger = model.play()
    moves = tuple(model.story)
    model.release()
    parties, issues = tuple(scenario.parties.values()), scenario.agenda.issues
    return Story(
        world=number,
        seed=worlds.seed,
        moves=moves,
        types={
            party.id: ("plain", *party.types)[int(block.type[i, 0])]
            for i, party in enumerate(parties)
        },
        lines={
            party.id: {
                issue.id: tuple(
                    option.id for k, option in enumerate(issue.options) if block.refused[i, j, k, 0]
                )
                for j, issue in enumerate(issues)
                if block.refused[i, j, :, 0].any()
            }
            for i, party in enumerate(parties)
        },
        no_deal={party.id: float(block.no_deal[i, 0]) for i, party in enumerate(parties)},
        overlap=bool(ledger.overlap[0] == Overlap.PRESENT),
    )
