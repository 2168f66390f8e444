"""What the deadline does in all, and by which channel: one switched at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clockwork.edits import OF_DEADLINE, Timing
from sim.analysis.clockwork.noise import verdict_of
from sim.analysis.clockwork.rows import Played, paired
from sim.analysis.clockwork.settings import absent, deadline_channels, still
from sim.analysis.clockwork.trials import Trial
from sim.analysis.shares import amount_of, difference_of, share_of
from sim.domain.clock import ChannelRow, EffectRow
from sim.domain.clock_kinds import Channel
from sim.domain.estimate import Amount, Difference
from sim.domain.outcome import SAME_DAY, Ending
from sim.domain.scenario import Scenario

__all__ = ["channel_rows", "effect_row", "sides_of"]

Array = NDArray[np.float64]


def effect_row(played: Played, codings: int) -> EffectRow:
    """The deadline present against absent. codings : how many noise is counted for."""
    here, none = played.of(Timing()), played.of(absent())
    weight, deadline = here.weight, played.clockwork.deadline
    ends = {
        ending: difference_of(none.ending == ending, here.ending == ending, weight)
        for ending in Ending
    }
    both = here.settled & none.settled
    scenario = played.clockwork.scenario
    change = here.value - none.value
    seats = [list(scenario.parties).index(party) for party in sides_of(scenario)]
    moved = [paired(change[:, i], weight, both) for i in seats]
    day = paired(here.day - none.day, weight, both)
    return EffectRow(
        coding=played.coding,
        hypothetical=played.clockwork.hypothetical,
        deadline=deadline,
        verdict=verdict_of(ends[Ending.SETTLEMENT], moved, day, codings=codings),
        settlement=ends[Ending.SETTLEMENT],
        partial=ends[Ending.PARTIAL],
        walkout=ends[Ending.WALKOUT],
        impasse=ends[Ending.IMPASSE],
        by_deadline=difference_of(_by(none, deadline), _by(here, deadline), weight),
        both=int(np.count_nonzero(both)),
        day=day,
    )


def _by(trial: Trial, day: float) -> NDArray[np.bool_]:
    return np.asarray(trial.settled & (trial.day <= day + SAME_DAY))


def sides_of(scenario: Scenario) -> tuple[str, ...]:
    """Between whom value moves: the principals, or every party where only one is a principal."""
    principals = scenario.principals
    return principals if len(principals) > 1 else tuple(scenario.parties)


def channel_rows(played: Played) -> Iterator[ChannelRow]:
    """Every channel alone, what is left to them together, and the drift beside them."""
    none = played.of(absent())
    stacked = share_of(none.settled, none.weight).share
    for channel in Channel:
        if channel is Channel.REST:
            added, removed = _rest(played)
        elif channel in played.clockwork.channels:
            added, removed = _alone(played, channel)
        else:
            added, removed = None, None
        tactic = channel is Channel.TACTICS
        yield ChannelRow(
            coding=played.coding,
            channel=channel,
            in_scenario=added is not None,
            of_deadline=channel is not Channel.DRIFT,
            assumption=tactic or (played.clockwork.hypothetical and channel is not Channel.DRIFT),
            added=added,
            removed=removed,
            stacked_from=None if added is None or channel is Channel.DRIFT else stacked,
        )
        stacked += 0.0 if added is None else added.difference


def _alone(played: Played, channel: Channel) -> tuple[Difference, Difference]:
    with_all, without_any = Timing(), absent()
    if channel is Channel.DRIFT:
        return (
            _difference(played, still(without_any), without_any),
            _difference(played, still(with_all), with_all),
        )
    return (
        _difference(played, without_any, Timing(without=OF_DEADLINE - {channel})),
        _difference(played, replace(with_all, without=frozenset({channel})), with_all),
    )


def _difference(played: Played, first: Timing, second: Timing) -> Difference:
    one, other = played.of(first), played.of(second)
    return difference_of(one.settled, other.settled, one.weight)


def _rest(played: Played) -> tuple[Difference | None, Difference | None]:
    """What the channels, one by one, leave unexplained; ``None`` with fewer than two of them.

    World by world: present − absent − Σ (one alone − absent), and − Σ (present − all but one).
    """
    channels = deadline_channels(played.clockwork)
    if len(channels) < 2:
        return None, None
    here, none = _settled(played, Timing()), _settled(played, absent())
    added, removed = here - none, here - none
    for channel in channels:
        added = added - (_settled(played, Timing(without=OF_DEADLINE - {channel})) - none)
        removed = removed - (here - _settled(played, Timing(without=frozenset({channel}))))
    weight = played.of(Timing()).weight
    return _as_difference(amount_of(added, weight)), _as_difference(amount_of(removed, weight))


def _settled(played: Played, timing: Timing) -> Array:
    return played.of(timing).settled.astype(np.float64)


def _as_difference(amount: Amount | None) -> Difference | None:
    if amount is None:
        return None
    return Difference(difference=amount.mean, low=amount.low, high=amount.high)
