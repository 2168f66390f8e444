"""What rational parties who know everything would sign, and what haggling costs them.

In every world the acceptable packages of a day (see ``sim.analysis.zopa``) are put to five solution
concepts. Nash, Kalai–Smorodinsky, egalitarian and utilitarian pick by the principals' margins, with
what each would take as the point of disagreement (``sim.theory.solutions``), and are signed on that
day. The fifth is what is signed in subgame-perfect equilibrium of the talks that are left then
(``sim.theory.subgame_perfect``): the principals propose in the scenario's turns, in its rounds,
and wait with their own patience; a package needs the consents it needs, nobody accepts across a
firm line, and what a refusal leads to moves with drift and events as it would without offers.

All five assume that everybody knows the world, events to come included. What a package is worth,
and which are on offer, stays as on the day asked for. The talks as played assume none of this, but
for parties that play subgame-perfect; the *price of haggling* is what a party would have more, in
the same world, under a concept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from sim.analysis.acceptable.packages import packages_of
from sim.analysis.making import made_from
from sim.analysis.over_blocks import Counter, Progress, on_blocks
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.solving.rows import (
    Coded,
    concept_rows,
    pick_rows,
    price_rows,
    spread_rows,
    worlds_row,
)
from sim.analysis.solving.worlds import CONCEPTS, Named, name_packages, named_together
from sim.analysis.zopa import TRIED
from sim.domain.cells import cells_of
from sim.domain.party import Behaviour
from sim.domain.protocol import Protocol
from sim.domain.scenario import Scenario
from sim.domain.solved import Concept, Solved
from sim.engine.ahead import RoundsLeft, rounds_left
from sim.errors import UsageError

__all__ = ["find_solutions"]


def find_solutions(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
    workers: int = 1,
    progress: Progress | None = None,
) -> Solved:
    """The packages that solution concepts name in every world of every coding.

    scenarios : coding → scenario. day : from 0 to the horizon, had the talks gone on without an
    offer. progress : called with how many worlds are solved, and of how many, over all codings.
    The finding does not depend on ``workers``. Raises ``UsageError`` for a day without a round
    left, and for an agenda of more packages than can be tried one by one.
    """
    made = made_from(scenarios, n=n, seed=seed, asked={"day": day})
    first = next(iter(scenarios.values()))
    _check(scenarios, first, day)
    rounds = rounds_left(first.protocol, day)
    question = SetQuestion(n=n, seed=seed, day=day, keep=1, workers=workers)
    named = _named(scenarios, question, progress)
    coded = [_coded(coding, scenarios[coding], one, question) for coding, one in named.items()]
    start = {
        s: rounds.days[0] if concept is Concept.SUBGAME_PERFECT else day
        for s, concept in enumerate(CONCEPTS)
    }
    return Solved(
        made=made,
        day=day,
        rounds=len(rounds.days),
        first_round=rounds.days[0],
        order=_order(first.protocol, rounds),
        principals=first.principals,
        ahead=_ahead(scenarios),
        kept={coding: _kept(one, rounds.days[-1] - day) for coding, one in scenarios.items()},
        worlds=tuple(worlds_row(one) for one in coded),
        concepts=tuple(row for one in coded for row in concept_rows(one, start)),
        picks=tuple(row for one in coded for row in pick_rows(one)),
        prices=tuple(row for one in coded for row in price_rows(one)),
        spreads=tuple(row for one in coded for row in spread_rows(one)),
    )


def _order(protocol: Protocol, rounds: RoundsLeft) -> tuple[str, ...]:
    """Who proposes in some round that is left, by who may do so first."""
    may = rounds.chances > 0.0
    first = np.where(may.any(axis=0), may.argmax(axis=0), len(may))
    by_round = np.argsort(first, kind="stable").tolist()
    return tuple(protocol.order[place] for place in by_round if first[place] < len(may))


def _ahead(scenarios: Mapping[str, Scenario]) -> tuple[str, ...]:
    """Principals who in every coding, and of whatever type, play subgame-perfect."""
    alone = frozenset({Behaviour.SUBGAME_PERFECT})
    first = next(iter(scenarios.values()))
    return tuple(
        party
        for party in first.principals
        if all(one.parties[party].behaviours == alone for one in scenarios.values())
    )


def _kept(scenario: Scenario, days: float) -> float:
    """What part of a value is left after so many days, to principals of middling patience."""
    patience = [scenario.parties[party].patience.mode for party in scenario.principals]
    return float(np.exp(np.mean(np.log(patience)) * days / 7.0))


def _check(scenarios: Mapping[str, Scenario], first: Scenario, day: float) -> None:
    horizon = first.protocol.horizon
    if not 0.0 <= day <= horizon:
        raise UsageError(f"the day lies between 0 and the horizon, {horizon:g}; got {day:g}")
    size = max(scenario.agenda.size for scenario in scenarios.values())
    if size > TRIED:
        raise UsageError(
            f"solutions need every package tried, and {size:,} are too many; {TRIED:,} can be: "
            "rule options out to narrow the agenda"
        )


def _named(
    scenarios: Mapping[str, Scenario], question: SetQuestion, progress: Progress | None
) -> dict[str, Named]:
    """What is named in every world, by draw blocks."""
    parts = on_blocks(
        partial(_on_block, question),
        scenarios,
        n=question.n,
        workers=question.workers,
        count=Counter(progress, question.n * len(scenarios)),
    )
    return {coding: named_together(some) for coding, some in parts.items()}


def _on_block(question: SetQuestion, scenario: Scenario, first: int, n: int) -> Named:
    return name_packages(scenario, question, first, n)


def _coded(coding: str, scenario: Scenario, named: Named, question: SetQuestion) -> Coded:
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    worlds = sample_worlds(scenario, n=question.n, seed=question.seed)
    return Coded(
        coding=coding,
        named=named,
        outcomes=negotiate(scenario, worlds, workers=question.workers, asked=0, tracked=0),
        packages=packages_of(cells_of(scenario)),
    )
