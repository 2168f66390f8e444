"""What is drawn for events and partial deals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.event import EventKind
from sim.domain.scenario import Scenario
from sim.sampling.source import Source

__all__ = ["draw_events", "draw_partial_deals"]

Array = NDArray[np.float64]


def draw_events(scenario: Scenario, source: Source) -> dict[str, Array]:
    """The fields of a world block that events fill, by name."""
    events, parties = tuple(scenario.events.values()), tuple(scenario.parties)
    issues = [issue.id for issue in scenario.agenda]
    E, P, J, n = len(events), len(parties), len(issues), source.n
    made: dict[str, Array] = {
        name: np.zeros((E, n))
        for name in ("event_u", "event_chance", "moves_if_type", "moves_if_plain")
    }
    made["event_no_deal"], made["event_premium"] = np.zeros((E, P, n)), np.zeros((E, P, n))
    made["event_aims"] = np.zeros((E, P, J, n))
    for e, event in enumerate(events):
        made["event_u"][e] = source.uniform(f"event.{event.id}#happens")
        if event.kind is EventKind.LEARNING and event.learning is not None:
            made["event_chance"][e] = source.of(event.learning.prior)
            made["moves_if_type"][e] = source.of(event.learning.moves_if_type)
            made["moves_if_plain"][e] = source.of(event.learning.moves_if_plain)
        else:
            made["event_chance"][e] = source.of(event.chance)
        for i, party in enumerate(parties):
            made["event_no_deal"][e, i] = source.of(event.no_deal.get(party))
            made["event_premium"][e, i] = source.of(event.premium.get(party))
            for j, issue in enumerate(issues):
                made["event_aims"][e, i, j] = source.of(event.aims.get(party, {}).get(issue))
    return made


def draw_partial_deals(scenario: Scenario, source: Source) -> dict[str, Array]:
    """The fields of a world block that partial deals fill, by name."""
    deals, parties = tuple(scenario.partial_deals.values()), tuple(scenario.parties)
    S, P, n = len(deals), len(parties), source.n
    made = {
        "partial_day": np.zeros((S, n)),
        "partial_gain": np.zeros((S, P, n)),
        "partial_no_deal": np.zeros((S, P, n)),
        "partial_fear": np.ones((S, P, n)),
    }
    for s, deal in enumerate(deals):
        u = source.uniform(f"partial.{deal.id}#ready")
        made["partial_day"][s] = _waiting(u, source.of(deal.weekly_chance))
        for i, party in enumerate(parties):
            made["partial_gain"][s, i] = source.of(deal.gain.get(party))
            made["partial_no_deal"][s, i] = source.of(deal.no_deal.get(party))
            if party in deal.fear:
                made["partial_fear"][s, i] = source.of(deal.fear[party])
    return made


def _waiting(u: Array, weekly_chance: Array) -> Array:
    """Day of a thing that happens with a chance a week; never (infinity) for chance 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        days = 7.0 * np.log1p(-u) / np.log1p(-weekly_chance)
    return np.where(weekly_chance <= 0.0, np.inf, np.where(weekly_chance >= 1.0, 0.0, days))
