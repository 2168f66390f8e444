"""Zeuthen's rule: whoever can less afford a conflict concedes, on a finite frontier of two parties.

Let S ⊂ ℝ² be finite and d the conflict point. Only undominated vectors that are at least as good as
d for both count. Gains are g_i = u_i − d_i. Each party starts from its own best vector. With x₁, x₂
on the table, the *risk limit* of i is the largest chance of conflict at which it rather insists on
x_i than takes x_j:

    r_i = ( g_i(x_i) − g_i(x_j) ) / g_i(x_i)          (Zeuthen 1930, Problems of Monopoly, ch. 4)

The party with the smaller risk limit goes one vector further along the frontier, until one is
offered what it asks for. As

    r₁ < r₂   ⟺   g₁(x₁) g₂(x₁) < g₁(x₂) g₂(x₂)       (Harsanyi 1956, Econometrica 24:144–157)

it is the party whose own offer has the smaller product of gains. Who has reached the largest
product there is does not move again, so the talks end at the *Nash solution* of S.

Equal risk limits, within ``INDIFFERENT``: party 1 concedes. So of several largest products the one
best for party 2 is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError
from sim.theory.frontier import undominated

__all__ = ["Concessions", "zeuthen"]

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concessions:
    """The talks, offer by offer, over s stages.

    offers : (s, 2), places in S of what each asks for. risk_limits : (s, 2), in [0, 1]; 0 for
    who is offered what it asks for. agreement : the place in S of the vector agreed on.
    """

    offers: Places
    risk_limits: Array
    agreement: int


def zeuthen(payoffs: Array, conflict: Array) -> Concessions:
    """The concessions of two parties and where they end.

    payoffs : (n, 2), finite. conflict : (2,), d. Raises ``UsageError`` for arrays of other shapes
    and where no vector is at least as good as conflict for both.

    Party 1 risks 3/4 rather than go from 4 to 1, party 2 only 2/3; so party 2 concedes. Then party
    1 risks 1/4 rather than go from 4 to 3, party 2 1/2: party 1 concedes.

    >>> talks = zeuthen(np.array([[4.0, 1.0], [3.0, 2.0], [1.0, 3.0]]), np.zeros(2))
    >>> talks.offers
    array([[0, 2],
           [0, 1],
           [1, 1]])
    >>> talks.risk_limits.round(2)
    array([[0.75, 0.67],
           [0.25, 0.5 ],
           [0.  , 0.  ]])
    >>> talks.agreement
    1
    """
    places, gains = _frontier(payoffs, conflict)
    asked = [0, len(places) - 1]
    offers, limits = [], []
    while True:
        on_table = gains[asked]
        own, offered = on_table.diagonal(), on_table[::-1].diagonal()
        risk = (own - offered) / np.where(own > 0.0, own, 1.0)
        offers.append(places[asked])
        limits.append(risk)
        if (offered >= own - INDIFFERENT).any():
            break
        if risk[0] <= risk[1] + INDIFFERENT:
            asked[0] += 1
        else:
            asked[1] -= 1
    return Concessions(
        offers=np.array(offers), risk_limits=np.array(limits), agreement=int(offers[-1].min())
    )


def _frontier(payoffs: Array, conflict: Array) -> tuple[Places, Array]:
    """Places and gains of the vectors that count, from party 1's best to party 2's."""
    if payoffs.ndim != 2 or payoffs.shape[1] != 2 or conflict.shape != (2,):
        raise UsageError(f"payoffs are (n, 2) and conflict (2,); got {payoffs.shape}")
    gains = payoffs - conflict
    places = np.flatnonzero((gains >= -INDIFFERENT).all(axis=1))
    if not len(places):
        raise UsageError("no payoff vector is at least as good as conflict for both parties")
    places = places[undominated(payoffs[places])]
    order = np.lexsort((places, gains[places, 1], -gains[places, 0]))
    return places[order], np.maximum(gains[places[order]], 0.0)
