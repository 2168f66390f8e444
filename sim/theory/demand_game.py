"""The Nash demand game, plain and smoothed.

Two players write down demands x_1, x_2 at once. If the demands are compatible both get them, else
both get their disagreement payoffs (Nash 1953, Econometrica 21:128–140).

**Plain.** Everything that shares out the whole is an equilibrium, and so are pairs of demands so
high that neither can make them compatible at a gain: :func:`plain_equilibria` finds all pure ones
on given demands.

**Smoothed.** Let a whole π be divided. Player i values x_i beyond its disagreement share d_i at
(x_i − d_i)^ρ_i, with ρ_i > 0 (ρ_i = 1: does not mind risk; Nash's weights, too), and disagreement
at 0. Nobody knows exactly what can be had: with s = x_1 + x_2, demands turn out compatible with
chance

    h(s) = 1 for s ≤ π,     exp(− (s − π)²/(2 ε²)) for s > π

With y_i = x_i − d_i, P = π − d_1 − d_2 > 0 and R = ρ_1 + ρ_2, a demand is best iff
ρ_i/y_i = − h'/h = (s − π)/ε². Both hold at one point only,

    y_i = (ρ_i/R) Y,      Y = [P + √(P² + 4 R ε²)] / 2

so that the whole is shared as in the (weighted) *Nash bargaining solution* y_i = (ρ_i/R) P, and
overdrawn by Y − P. As ε → 0 the demands tend to that solution and the chance of agreement to 1:
Nash's argument for it.

Concept: *Nash equilibrium* in pure strategies, which the smoothing makes unique. One period,
nothing is discounted. In the plain game demands that just exhaust the whole are compatible, and who
cannot gain by more than ``INDIFFERENT`` stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = ["SmoothedDemands", "compatible_demands", "plain_equilibria", "smoothed_demands"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothedDemands:
    """The equilibrium of the smoothed game.

    demands : (2,), x, in units of the whole. agreement : chance that they turn out compatible.
    solution : (2,), the weighted Nash bargaining solution that they tend to.
    """

    demands: Array
    agreement: float
    solution: Array


def smoothed_demands(
    whole: float, disagreement: Array, exponents: Array, smoothing: float
) -> SmoothedDemands:
    """Demands where it is uncertain what can be had.

    whole : π. disagreement : (2,), d, with a sum below π. exponents : (2,), ρ > 0. smoothing :
    ε > 0, in units of the whole. Raises :class:`UsageError` otherwise.

    With R = 2 and ε² = 3/8 the two want Y = [1 + √(1 + 3)]/2 = 3/2, shared one to three:

    >>> found = smoothed_demands(1.0, np.zeros(2), np.array([0.5, 1.5]), 0.375**0.5)
    >>> found.demands.round(9).tolist(), found.solution.tolist()
    ([0.375, 1.125], [0.25, 0.75])
    """
    if disagreement.shape != (2,) or exponents.shape != (2,):
        raise UsageError("two players need two disagreement shares and two exponents")
    surplus = whole - float(disagreement.sum())
    if surplus <= 0.0:
        raise UsageError("the whole must exceed the disagreement shares taken together")
    if not (exponents > 0.0).all() or smoothing <= 0.0:
        raise UsageError("exponents and the smoothing must be above 0")
    total = float(exponents.sum())
    wanted = (surplus + np.sqrt(surplus**2 + 4.0 * total * smoothing**2)) / 2.0
    # Y − P = R ε²/Y, without the loss of digits of the difference.
    overdrawn = total * smoothing**2 / wanted
    return SmoothedDemands(
        demands=disagreement + exponents / total * wanted,
        agreement=float(np.exp(-((overdrawn / smoothing) ** 2) / 2.0)),
        solution=disagreement + exponents / total * surplus,
    )


def compatible_demands(first: Array, second: Array, whole: float) -> Flags:
    """Which pairs of demands the whole can meet: (n, m).

    first : (n,). second : (m,).

    >>> compatible_demands(np.array([0.25, 0.5]), np.array([0.5, 0.75]), 1.0).tolist()
    [[True, True], [True, False]]
    """
    return np.asarray(first[:, None] + second[None, :] <= whole + INDIFFERENT)


def plain_equilibria(first: Array, second: Array, compatible: Flags, disagreement: Array) -> Flags:
    """Which pairs of demands are pure Nash equilibria of the plain game: (n, m).

    first : (n,), second : (m,), what the demands are worth to who makes them. compatible : (n, m).
    disagreement : (2,), what each gets otherwise. Raises :class:`UsageError` for shapes that do
    not fit.

    Quarters of 1 and disagreement at 0: the five ways to share out the whole, and 1 against 1.

    >>> quarters = np.linspace(0.0, 1.0, 5)
    >>> fits = compatible_demands(quarters, quarters, 1.0)
    >>> plain_equilibria(quarters, quarters, fits, np.zeros(2)).astype(int)
    array([[0, 0, 0, 0, 1],
           [0, 0, 0, 1, 0],
           [0, 0, 1, 0, 0],
           [0, 1, 0, 0, 0],
           [1, 0, 0, 0, 1]])
    """
    if compatible.shape != (len(first), len(second)) or disagreement.shape != (2,):
        raise UsageError("demands (n,) and (m,) need compatible (n, m) and disagreement (2,)")
    one = np.where(compatible, first[:, None], disagreement[0])
    two = np.where(compatible, second[None, :], disagreement[1])
    stays = one >= one.max(axis=0, keepdims=True) - INDIFFERENT
    return np.asarray(stays & (two >= two.max(axis=1, keepdims=True) - INDIFFERENT))
