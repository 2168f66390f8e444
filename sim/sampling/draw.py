"""From a scenario to what is drawn in a batch of worlds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.domain.party import Behaviour, Demand, Party, RedLine
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock, Worlds
from sim.errors import UsageError
from sim.sampling.happenings import draw_events, draw_partial_deals
from sim.sampling.source import Drawn, Modes, Source

__all__ = ["draw", "fill", "public_world", "sample_worlds"]

Array = NDArray[np.float64]


def sample_worlds(
    scenario: Scenario,
    n: int = 2000,
    seed: int = 1,
    aliases: Mapping[str, str] | None = None,
) -> Worlds:
    """A recipe for ``n`` worlds. Raises ``UsageError`` for n < 1 or a seed outside [0, 2**64)."""
    if n < 1:
        raise UsageError(f"at least one world is needed; got {n}")
    if not 0 <= seed < 2**64:
        raise UsageError(f"a seed lies in [0, 2**64); got {seed}")
    return Worlds(scenario=scenario, n=n, seed=seed, aliases=aliases or {})


def draw(worlds: Worlds, first: int, n: int) -> WorldBlock:
    """Draw worlds number ``first`` to ``first + n − 1`` of a recipe."""
    number = np.arange(first, first + n, dtype=np.int64)
    return fill(worlds.scenario, Drawn(worlds, first, n), number)


def public_world(scenario: Scenario) -> WorldBlock:
    """The single world everybody reckons with: every number at its mode, no line drawn."""
    return fill(scenario, Modes(), np.zeros(1, dtype=np.int64))


def fill(scenario: Scenario, source: Source, number: NDArray[np.int64]) -> WorldBlock:
    """Everything that worlds of a scenario hold, from a source of numbers. number : (n,)."""
    parties = tuple(scenario.parties.values())
    issues = scenario.agenda.issues
    n, P, J = source.n, len(parties), len(issues)
    K = max(len(issue.options) for issue in issues)
    weights = np.empty((P, J, n))
    values, firmness = np.zeros((P, J, K, n)), np.zeros((P, J, K, n))
    remaining, refused = np.ones((P, J, K, n)), np.zeros((P, J, K, n), dtype=bool)
    for i, party in enumerate(parties):
        for j, issue in enumerate(issues):
            options = [option.id for option in issue.options]
            demand = party.demands[issue.id]
            weights[i, j] = source.of(demand.weight)
            values[i, j, : len(options)] = _option_values(demand, options, source)
            line = party.red_lines.get(issue.id)
            if line is not None:
                path = f"party.{party.id}.red_line.{issue.id}"
                firmness[i, j, : len(options)] = _firmness(line, options, path, source)
                refused[i, j] = source.uniform(f"{path}#firm") < firmness[i, j]
            for option, share in party.breach.remaining.get(issue.id, {}).items():
                remaining[i, j, issue.position(option)] = source.of(share)
    weights /= weights.sum(axis=1, keepdims=True)
    kind, side_benefit = _types(parties, source)
    return WorldBlock(
        number=number,
        weight=np.ones(n),
        weights=weights,
        values=values,
        premium=np.stack([source.of(party.premium) for party in parties]),
        fear=np.stack([source.of(party.breach.fear) for party in parties]),
        loss=np.stack([source.of(party.breach.loss) for party in parties]),
        remaining=remaining,
        firmness=firmness,
        refused=np.zeros_like(refused) if isinstance(source, Modes) else refused,
        no_deal=_no_deal(scenario, weights, values, source),
        drift=np.stack([source.of(party.no_deal.drift) for party in parties]),
        belief_gap=np.stack([source.of(party.no_deal.belief_gap) for party in parties]),
        patience=np.stack([source.of(party.patience) for party in parties]),
        opening=np.stack([source.of(party.tactics.opening) for party in parties]),
        toughness=np.stack([source.of(party.tactics.toughness) for party in parties]),
        patience_spread=np.stack([source.of(party.tactics.patience_spread) for party in parties]),
        deadline_belief=np.stack([source.of(party.deadline_belief) for party in parties]),
        draft_day=np.stack([_draft_day(party, source) for party in parties]),
        type=kind,
        side_benefit=side_benefit,
        tie_u=source.uniform("protocol#tie"),
        turn_u=_turns(scenario, source),
        choice_u=_choices(scenario, source),
        breakdown_u=_breakdowns(scenario, source),
        behaviour=_behaviours(parties, kind),
        concession_u=np.stack([source.uniform(f"party.{p.id}#concedes") for p in parties]),
        **draw_events(scenario, source),
        **draw_partial_deals(scenario, source),
    )


def _option_values(demand: Demand, options: list[str], source: Source) -> Array:
    """Option values (K, n), put back into their stated order by a running maximum."""
    drawn = np.stack([source.of(demand.values[option]) for option in options])
    floor = np.zeros(source.n)
    for level in _levels(tuple(demand.values[option].mode for option in options)):
        drawn[level] = np.maximum(drawn[level], floor)
        floor = drawn[level].max(axis=0)
    return drawn


@lru_cache(maxsize=1024)
def _levels(modes: tuple[float, ...]) -> tuple[NDArray[np.intp], ...]:
    """Places of equal numbers, the lowest first; kept, since an edit leaves nearly all in place."""
    stated = np.array(modes)
    return tuple(np.flatnonzero(stated == mode) for mode in np.unique(stated))


def _firmness(line: RedLine, options: list[str], path: str, source: Source) -> Array:
    """Firmness (K, n): one quantile for all options, nested outward from the least firm one."""
    stream = f"{path}#quantile"
    stated = np.array([line.firmness[k].mode if k in line.firmness else 0.0 for k in options])
    drawn = np.stack([source.of(line.firmness.get(option), stream) for option in options])
    centre = int(np.argmin(stated))
    drawn[centre:] = np.maximum.accumulate(drawn[centre:], axis=0)
    drawn[: centre + 1] = np.maximum.accumulate(drawn[centre::-1], axis=0)[::-1]
    return drawn


def _no_deal(scenario: Scenario, weights: Array, values: Array, source: Source) -> Array:
    rows = []
    for i, party in enumerate(scenario.parties.values()):
        picked = [
            issue.position(party.no_deal.package[issue.id]) for issue in scenario.agenda.issues
        ]
        worth = values[i, np.arange(len(picked)), picked]
        rows.append((weights[i] * worth).sum(axis=0) + source.of(party.no_deal.shift))
    return np.stack(rows)


def _types(parties: tuple[Party, ...], source: Source) -> tuple[NDArray[np.int8], Array]:
    kind = np.zeros((len(parties), source.n), dtype=np.int8)
    side_benefit = np.zeros((len(parties), source.n))
    for i, party in enumerate(parties):
        if not party.types or isinstance(source, Modes):
            continue
        u = source.uniform(f"party.{party.id}.type#draw")
        below = np.zeros(source.n)
        for place, candidate in enumerate(party.types.values(), start=1):
            chance = source.of(candidate.chance)
            drawn = (u >= below) & (u < below + chance)
            kind[i, drawn] = place
            side_benefit[i, drawn] = source.of(candidate.side_benefit)[drawn]
            below = below + chance
    return kind, side_benefit


def _turns(scenario: Scenario, source: Source) -> Array:
    protocol = scenario.protocol
    rounds = range(1, protocol.rounds + 1) if protocol.recognition else ()
    return _each_round(source, [f"protocol.recognition.{k}#turn" for k in rounds])


def _choices(scenario: Scenario, source: Source) -> Array:
    protocol = scenario.protocol
    rounds = range(1, protocol.rounds + 1) if protocol.quota is not None else ()
    return _each_round(source, [f"protocol.quota.{k}#choice" for k in rounds])


def _breakdowns(scenario: Scenario, source: Source) -> Array:
    protocol = scenario.protocol
    rounds = range(1, protocol.rounds + 1) if protocol.breakdown else ()
    return _each_round(source, [f"protocol.breakdown.{k}#happens" for k in rounds])


def _each_round(source: Source, streams: list[str]) -> Array:
    """One uniform a round (R, n)."""
    drawn = [source.uniform(stream) for stream in streams]
    return np.stack(drawn) if drawn else np.empty((0, source.n))


def _behaviours(parties: tuple[Party, ...], kind: NDArray[np.int8]) -> NDArray[np.int8]:
    """What each party does (P, n): its own behaviour, or that of the type it is of."""
    rows = []
    for party, drawn in zip(parties, kind, strict=True):
        does = [party.behaviour, *(t.behaviour or party.behaviour for t in party.types.values())]
        rows.append(np.array([Behaviour(each).code for each in does], dtype=np.int8)[drawn])
    return np.stack(rows)


def _draft_day(party: Party, source: Source) -> Array:
    if party.draft_days is None:
        return np.zeros(source.n)
    return -source.of(party.draft_days) * np.log1p(-source.uniform(f"{party.draft_days.path}#wait"))
