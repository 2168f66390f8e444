"""Sobol indices of groups of inputs, by SALib.

With y the output, V its variance and x_g the inputs of a group,

    S_g = V_g[E(y | x_g)] / V         first order: what would vanish, on average, were x_g known
    T_g = E[V(y | the rest)] / V      total: what would be left if everything else were known

estimated from the outputs a, b, m_g of worlds A, B and of the mixture A with x_g from B as

    S_g = mean(b (m_g − a)) / V,    T_g = mean((a − m_g)²) / 2V

(Saltelli et al. 2010, Comput. Phys. Commun. 181:259–270; Jansen 1999, Comput. Phys. Commun.
117:35–43), y centred first. Intervals: normal, with the standard error of a bootstrap over worlds.
For an output that is 0 or 1, (a − m_g)² tells whether the ending flips: T_g is the share of worlds
that flip when the group alone is drawn anew, over 2V.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.domain.sensitivity import Index

__all__ = ["FEWEST", "SobolPair", "can_tell", "sobol_indices"]

Array = NDArray[np.float64]
Name = TypeVar("Name", bound=str)

#: Fewest worlds for which indices are told.
FEWEST = 20

#: Resamples of the bootstrap, and worlds over all of them: SALib holds them all at once.
_RESAMPLES, _FEWEST_RESAMPLES, _RESAMPLED = 200, 20, 4_000_000
_SEED = 20_250_531


@dataclass(frozen=True, slots=True, kw_only=True)
class SobolPair:
    """Total and first-order index of one group."""

    total: Index
    first: Index


def can_tell(a: Array, b: Array) -> bool:
    """Whether there are worlds enough, and the output varies in them. a, b : (n,)."""
    return len(a) >= FEWEST and float(np.ptp(np.concatenate([a, b]))) > 1e-12


def sobol_indices(a: Array, b: Array, mixtures: Mapping[Name, Array]) -> dict[Name, SobolPair]:
    """Indices of every group.

    a, b : (n,) outputs of both worlds, not all equal (see ``can_tell``). mixtures : group → (n,)
    outputs with the group's inputs from b.

    >>> rng = np.random.default_rng(1)
    >>> x, y = rng.random((2, 50_000, 2)).round()
    >>> found = sobol_indices(
    ...     x.sum(axis=1), y.sum(axis=1), {"one": y[:, 0] + x[:, 1], "other": x[:, 0] + y[:, 1]})
    >>> round(found["one"].total.index, 1), round(found["other"].first.index, 1)
    (0.5, 0.5)
    """
    from SALib.analyze import sobol

    if not mixtures:
        return {}
    names = [f"x{place}" for place in range(len(mixtures))]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    # SALib reads world after world: A, then its mixtures, then B.
    told = np.column_stack([a, *mixtures.values(), b]).ravel()
    resamples = max(_FEWEST_RESAMPLES, min(_RESAMPLES, _RESAMPLED // len(a)))
    found = sobol.analyze(
        problem, told, calc_second_order=False, num_resamples=resamples, seed=_SEED
    )
    return {
        group: SobolPair(
            total=_index(found["ST"][place], found["ST_conf"][place]),
            first=_index(found["S1"][place], found["S1_conf"][place]),
        )
        for place, group in enumerate(mixtures)
    }


def _index(index: float, half: float) -> Index:
    return Index(index=float(index), low=float(index - half), high=float(index + half))
