"""One world as steps of a story, so that the page can go forward and back."""

from __future__ import annotations

import math
from typing import Any

from sim.domain.scenario import Scenario
from sim.domain.story import Answer, Move, Story
from sim.explorer.words import Words

__all__ = ["story_of"]


def story_of(scenario: Scenario, story: Story, words: Words) -> dict[str, Any]:
    """Every move with its day, its package and the answers, and what nobody fully knew."""
    told = words.told(scenario, story)
    return {
        "world": story.world,
        "seed": story.seed,
        "overlap": story.overlap,
        "hidden": {
            party: {
                "type": _type_name(scenario, party, story.types[party]),
                "no_deal": round(story.no_deal[party], 6),
                "lines": {issue: list(some) for issue, some in story.lines.get(party, {}).items()},
            }
            for party in scenario.parties
        },
        "moves": [_move(move, text) for move, text in zip(story.moves, told, strict=True)],
    }


def _move(move: Move, text: str) -> dict[str, Any]:
    return {
        "round": move.round,
        "day": move.day,
        "kind": move.kind.value,
        "party": move.party,
        "about": move.about,
        "package": dict(move.package),
        "value": _number(move.value),
        "answers": [_answer(one) for one in move.answers],
        "text": text,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "party": answer.party,
        "accepts": answer.accepts,
        "needed": answer.needed,
        "value": _number(answer.value),
        "floor": _number(answer.floor),
        "issue": answer.issue,
    }


def _number(value: float) -> float | None:
    """JSON has no NaN: what does not exist is ``None``."""
    return round(value, 6) if math.isfinite(value) else None


def _type_name(scenario: Scenario, party: str, kind: str) -> str:
    types = scenario.parties[party].types
    return types[kind].name if kind in types else ""
