"""From a scenario to what is drawn in a batch of worlds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.domain.event import EventKind
from sim.domain.party import Demand, Party, RedLine
from sim.domain.quantity import Quantity, quantile
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock, Worlds
from sim.errors import UsageError
from sim.sampling.streams import uniforms

__all__ = ["draw", "public_world", "sample_worlds"]

Array = NDArray[np.float64]


class Source(Protocol):
    """Where numbers come from: drawn from streams, or the modes everybody reckons with."""

    n: int

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array: ...

    def uniform(self, stream: str) -> Array: ...


class _Drawn:
    """Numbers drawn per world; a number no source group stands behind widens in that world."""

    def __init__(self, worlds: Worlds, first: int, n: int) -> None:
        self.n = n
        self._worlds = worlds
        self._first = first
        self._at_word: dict[str, NDArray[np.bool_]] = {}

    def uniform(self, stream: str) -> Array:
        name = self._worlds.aliases.get(stream, stream)
        return uniforms(self._worlds.seed, name, self._first, self.n)

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array:
        if quantity is None:
            return np.zeros(self.n)
        if quantity.constant:
            return np.full(self.n, quantity.low)
        name = stream or quantity.path
        stated = self._quantiles(quantity, quantity.range, name)
        if not quantity.groups:
            return stated
        supported = np.logical_or.reduce([self._taken(group) for group in quantity.groups])
        widened = self._quantiles(quantity, quantity.unsupported_range, name)
        return np.where(supported, stated, widened)

    def _quantiles(self, quantity: Quantity, bounds: tuple[float, ...], stream: str) -> Array:
        name = self._worlds.aliases.get(stream, stream)
        return _quantiles(
            bounds, self._worlds.seed, name, self._first, self.n, logarithmic=quantity.logarithmic
        )

    def _taken(self, group: str) -> NDArray[np.bool_]:
        """Worlds in which the group is taken at its word: one draw for all its claims."""
        if group not in self._at_word:
            reliability = self._worlds.scenario.seeds.groups[group].reliability
            self._at_word[group] = self.uniform(f"group.{group}#word") < self.of(reliability)
        return self._at_word[group]


@lru_cache(maxsize=2048)
def _quantiles(
    bounds: tuple[float, ...], seed: int, name: str, first: int, n: int, *, logarithmic: bool
) -> Array:
    """Draws of one number; kept, since a what-if leaves nearly all of a scenario as it was."""
    made = quantile(uniforms(seed, name, first, n), bounds, logarithmic=logarithmic)
    made.setflags(write=False)
    return made


class _Modes:
    """One world in which every number is its mode: the public estimate."""

    n = 1

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array:
        return np.full(1, 0.0 if quantity is None else quantity.mode)

    def uniform(self, stream: str) -> Array:
        return np.full(1, 0.5)


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
    return _fill(worlds.scenario, _Drawn(worlds, first, n), number)


def public_world(scenario: Scenario) -> WorldBlock:
    """The single world everybody reckons with: every number at its mode, no line drawn."""
    return _fill(scenario, _Modes(), np.zeros(1, dtype=np.int64))


def _fill(scenario: Scenario, source: Source, number: NDArray[np.int64]) -> WorldBlock:
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
        refused=np.zeros_like(refused) if isinstance(source, _Modes) else refused,
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
        **_events(scenario, source),
        **_partial_deals(scenario, source),
    )


def _option_values(demand: Demand, options: list[str], source: Source) -> Array:
    """Option values (K, n), put back into their stated order by a running maximum."""
    drawn = np.stack([source.of(demand.values[option]) for option in options])
    modes = np.array([demand.values[option].mode for option in options])
    floor = np.zeros(source.n)
    for mode in np.unique(modes):
        level = np.flatnonzero(modes == mode)
        drawn[level] = np.maximum(drawn[level], floor)
        floor = drawn[level].max(axis=0)
    return drawn


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
        if not party.types or isinstance(source, _Modes):
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


def _waiting(u: Array, weekly_chance: Array) -> Array:
    """Day of a thing that happens with a chance a week; never (infinity) for chance 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        days = 7.0 * np.log1p(-u) / np.log1p(-weekly_chance)
    return np.where(weekly_chance <= 0.0, np.inf, np.where(weekly_chance >= 1.0, 0.0, days))


def _draft_day(party: Party, source: Source) -> Array:
    if party.draft_days is None:
        return np.zeros(source.n)
    return -source.of(party.draft_days) * np.log1p(-source.uniform(f"{party.draft_days.path}#wait"))


def _events(scenario: Scenario, source: Source) -> dict[str, Array]:
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


def _partial_deals(scenario: Scenario, source: Source) -> dict[str, Array]:
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
