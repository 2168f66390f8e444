"""Legislatures that share a whole under a closed rule, by quota, with or without veto.

Each of n members is recognised with a known chance in every session. Who is recognised proposes a
division, which is voted on as it stands (*closed rule*). It passes with q votes, the proposer's
included; else the next session follows and everything is discounted by δ. The proposer buys the
cheapest q − 1 votes it may, each at δ times that member's value of the talks, and keeps the rest.
The solution concept is *symmetric stationary subgame-perfect equilibrium* in stage-undominated
votes: a member is paid what waiting is worth, and members alike are bought evenly often.

**Closed rule** (Baron & Ferejohn 1989, Am. Polit. Sci. Rev. 83:1181–1206, Proposition 3; q by the
same argument). All values are 1/n, since nothing is lost; so

    the proposer keeps  1 − δ (q − 1) / n,     each of q − 1 partners gets  δ / n.

**Veto.** Of the n members v must be among the q > v votes (Winter 1996, Am. Polit. Sci. Rev.
90:813–823; with chances of their own McCarty 2000, Am. J. Polit. Sci. 44:506–522). Each veto
player is recognised with chance ρ, each other member with σ, v ρ + (n − v) σ = 1. Let A and B be
their values, v A + (n − v) B = 1. Another member pays all v veto players and q − 1 − v like itself,
a veto player v − 1 and q − v, so that

    B = σ [1 − v δ A − (q − 1 − v) δ B]  +  δ B [ v ρ (q − v) / (n − v)  +  σ (q − 1 − v) ]

The terms in q − 1 − v cancel; with v A = 1 − (n − v) B

    B = σ (1 − δ) / { 1 − δ [ σ (n − v) + v ρ (q − v) / (n − v) ] }

It falls to 0 as δ → 1, where veto players take all, if q < n and ρ > 0; with q = n everybody has a
veto, with v = 0 nobody has, and with ρ = 1/n all values are 1/n. A veto without the right to
propose is worth nothing: ρ = 0 gives A = 0.

With finitely many sessions these games are those of :mod:`sim.theory.subgame_perfect`, with ties
mixed evenly (``Ties.EVENLY``): members must be bought evenly often there too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["ClosedRule", "VetoRule", "closed_rule", "veto_rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRule:
    """Shares of the whole: what talks are worth to a member, what a proposer keeps and pays."""

    value: float
    kept: float
    paid: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoRule:
    """Shares of the whole, for a veto player and for another member: all (2,).

    values : what talks are worth before anybody is recognised, (A, B). kept : what each keeps when
    it proposes. paid : the price of each one's vote.
    """

    values: NDArray[np.float64]
    kept: NDArray[np.float64]
    paid: NDArray[np.float64]


def closed_rule(members: int, quota: int, discount: float) -> ClosedRule:
    """What members expect, keep and are paid where all are alike.

    members : n ≥ 2. quota : q in [1, n], votes with the proposer's. discount : δ in [0, 1]. Raises
    ``UsageError`` otherwise.

    >>> closed_rule(5, 3, 1.0)                     # 1/5, 3/5 and 1/5
    ClosedRule(value=0.2, kept=0.6, paid=0.2)
    """
    _possible(members, quota, discount)
    paid = discount / members
    return ClosedRule(value=1.0 / members, kept=1.0 - paid * (quota - 1), paid=paid)


def veto_rule(
    members: int, quota: int, discount: float, vetoes: int = 1, recognition: float | None = None
) -> VetoRule:
    """What veto players and other members expect, keep and are paid.

    members : n ≥ 2. quota : q in [v + 1, n], votes with the proposer's and the veto players'.
    discount : δ in [0, 1). vetoes : v in [1, n − 1]. recognition : ρ in [0, 1/v], the chance of
    each veto player; 1/n if not given. Raises ``UsageError`` otherwise.

    Of three, one has a veto, two votes are needed, δ = 0.8: B = 0.2 / (3 − 2.5 · 0.8) = 0.2.

    >>> veto_rule(3, 2, 0.8).values.round(6)
    array([0.6, 0.2])
    """
    _possible(members, quota, discount)
    if not 1 <= vetoes < members or quota <= vetoes or discount == 1.0:
        raise UsageError(
            "veto players are fewer than the votes needed, some members are none, and δ is below 1;"
            f" got {vetoes} of {members}, {quota} votes and {discount}"
        )
    n, q, v, others = members, quota, vetoes, members - vetoes
    rho = 1.0 / n if recognition is None else recognition
    if not 0.0 <= v * rho <= 1.0:
        raise UsageError(f"the chances of {v} veto players lie between 0 and 1 in all; got {rho}")
    sigma = (1.0 - v * rho) / others
    bought = v * rho * (q - v) / others
    other = sigma * (1.0 - discount) / (1.0 - discount * (sigma * others + bought))
    values = np.array([(1.0 - others * other) / v, other])
    paid = discount * values
    votes = np.array([[v - 1, q - v], [v, q - 1 - v]])
    return VetoRule(values=values, kept=1.0 - votes @ paid, paid=paid)


def _possible(members: int, quota: int, discount: float) -> None:
    if members < 2 or not 1 <= quota <= members:
        raise UsageError(f"a quota lies between 1 and the members; got {quota} of {members}")
    if not 0.0 <= discount <= 1.0:
        raise UsageError(f"the discount factor lies in [0, 1]; got {discount}")
