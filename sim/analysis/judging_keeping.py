"""One package given by hand: whether it would last once it is signed, and who would break it.

All is worked out as ``find_stability`` does it for the packages it looks at, for this one alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.making import made_from
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.shares import quantiles_of, share_of
from sim.analysis.stabilising.ground import ground_of
from sim.analysis.stabilising.leading import options_asked
from sim.analysis.stabilising.measured import Asked, followed
from sim.analysis.stabilising.moves import lone_breakers
from sim.analysis.stability import FOLLOWED, check_followed, days_followed
from sim.domain.cells import cells_of
from sim.domain.judged import KeptBy, KeptPackage
from sim.domain.scenario import Scenario
from sim.domain.worlds import draw_blocks

__all__ = ["judge_keeping"]

Array = NDArray[np.float64]


def judge_keeping(
    scenario: Scenario,
    package: Mapping[str, str],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
    until: float = FOLLOWED,
) -> KeptPackage | None:
    """Whether a package would last once it is signed on a day, followed for ``until`` days.

    As ``find_stability`` has it for the same package. ``None`` where it is signed in no world, so
    that nothing can be kept. Raises ``UsageError`` as ``judge_package`` does.
    """
    made_from({scenario.coding: scenario}, n=n, seed=seed)
    check_followed(scenario, day, until)
    options = options_asked(scenario.agenda, package)
    question = SetQuestion(n=n, seed=seed, day=day, keep=1, workers=1)
    days, shown = days_followed(scenario.protocol, day, until)
    asked = Asked(question=question, leading=(options,), days=days, shown=shown)
    parts, weights = [], []
    for first, count in draw_blocks(n):
        ground = ground_of(scenario, question, days, first, count)
        parts.append(followed(ground, asked))
        weights.append(ground.standing.weight)
    weight = np.concatenate(weights)
    found = {key: np.concatenate([part[key] for part in parts], axis=-1)[0] for key in parts[0]}
    signed = found["signed"]
    if not signed.any():
        return None
    able = lone_breakers(cells_of(scenario), options)
    links = [p for p in range(len(scenario.parties)) if able >> p & 1]
    gains = (found["promise"] > 0.0) & signed
    heaviest = gains @ weight
    names = list(scenario.parties)
    return KeptPackage(
        coding=scenario.coding,
        package={issue.id: package[issue.id] for issue in scenario.agenda},
        day=day,
        until=until,
        signed=share_of(signed, weight),
        kept=share_of(np.isnan(found["broken"])[signed], weight[signed]),
        broken=quantiles_of(np.where(signed, found["broken"], np.nan), weight),
        parties=tuple(_kept_by(names[p], p, found, weight, asked) for p in links),
        weakest=names[int(heaviest.argmax())] if heaviest.any() else None,
    )


def _kept_by(party: str, p: int, found: Mapping[str, Any], weight: Array, asked: Asked) -> KeptBy:
    signed = found["signed"]
    gains = found["promise"][p] > 0.0
    opens = found["opens"][p]
    ended = signed & ~np.isnan(found["broken"])
    return KeptBy(
        party=party,
        keeps=share_of(~gains[signed], weight[signed]),
        first=share_of(opens[ended], weight[ended]) if ended.any() else None,
        curve=tuple(
            (asked.days[place], share_of(found["curves"][p, d][signed], weight[signed]))
            for d, place in enumerate(asked.shown)
        ),
    )
