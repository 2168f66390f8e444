"""Profiles, choices, verdicts and gains of the empirical game as a reader would name them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.domain.equilibrium import Equilibria, Holds, ProfileKind, ToldRow
from sim.domain.estimate import Amount
from sim.report import wording
from sim.theory.empirical_game import SAME_PAYOFF

__all__ = [
    "VERDICTS",
    "choice_name",
    "choosers",
    "gain_words",
    "profile_phrase",
    "regret_words",
    "stands_for",
    "told_name",
    "tolerance_words",
]

VERDICTS = {
    Holds.YES: "an equilibrium",
    Holds.UNTOLD: "may be one, as far as these worlds tell",
    Holds.NO: "not one",
}

#: Where an interval is narrower than this to either side, the third decimal is known.
_FINE = 0.005
#: Decimals at most.
_FINEST = 5


def choice_name(finding: Equilibria, party: str, choice: str) -> str:
    """What the menu calls a choice."""
    return next(
        (row.name for row in finding.menu if (row.party, row.choice) == (party, choice)), choice
    )


def profile_phrase(finding: Equilibria, profile: Mapping[str, str]) -> str:
    """Everybody's choice."""
    labels = finding.made.labels.parties
    return "; ".join(
        f"{labels[party]}: {choice_name(finding, party, choice)}"
        for party, choice in profile.items()
    )


def choosers(finding: Equilibria) -> str:
    """The parties that choose, in a sentence."""
    labels = finding.made.labels.parties
    return wording.listed(wording.party_words(labels[party]) for party in finding.principals)


def told_name(row: ToldRow) -> str:
    """How a profile is called in tables: pure ones by their rank."""
    if row.kind is ProfileKind.PURE:
        return f"profile {row.rank}"
    return {"as-coded": "as coded", "mixed": "mixed", "logit": "logit"}[row.kind.value]


def gain_words(gain: Amount, tolerance: float | None = None) -> str:
    """A gain in value units, signed, with as many decimals as its interval leaves meaningful, its
    ends rounded outward; with more where that would put an end on the other side of a tolerance.

    >>> gain_words(Amount(mean=0.0138, low=0.0102, high=0.0174))
    '+0.014 (+0.010 to +0.018)'
    >>> gain_words(Amount(mean=-0.05, low=-0.07, high=-0.03))
    '−0.05 (−0.07 to −0.03)'
    >>> gain_words(Amount(mean=0.002, low=0.0, high=0.0096), 0.0098)
    '+0.0020 (0.0000 to +0.0096)'
    """
    digits = 3 if (gain.high - gain.low) / 2 < _FINE else 2
    ends = _outward(gain, digits)
    while tolerance is not None and digits < _FINEST and _turned(gain, ends, tolerance):
        digits += 1
        ends = _outward(gain, digits)
    mean, low, high = (_signed(value, digits) for value in (gain.mean, *ends))
    return f"{mean} ({low} to {high})" if low != high else mean


def regret_words(regret: Amount, tolerance: float) -> str:
    """A regret, which is never negative and so needs no sign."""
    return gain_words(regret, tolerance).replace("+", "")


def _outward(gain: Amount, digits: int) -> tuple[float, float]:
    # What is a decimal number but for the rounding of the machine stays that number.
    scale, slack = 10.0**digits, 1e-6
    return (
        math.floor(gain.low * scale + slack) / scale,
        math.ceil(gain.high * scale - slack) / scale,
    )


def _turned(gain: Amount, ends: tuple[float, float], tolerance: float) -> bool:
    """Whether the ends as told stand to the tolerance otherwise than they are."""
    most = tolerance + SAME_PAYOFF
    return (gain.low > most) != (ends[0] > most) or (gain.high > most) != (ends[1] > most)


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if not text.strip("+−0.") else text


def stands_for(finding: Equilibria, coding: str, party: str, choice: str) -> str:
    """The choice that is the same in play as this one, itself if there is no other."""
    held = (
        row.same_as
        for row in finding.menu
        if (row.coding, row.party, row.choice) == (coding, party, choice)
    )
    # A menu may lack in one coding what it holds in another.
    return next(held, None) or choice


def tolerance_words(finding: Equilibria) -> str:
    """What a gain has to exceed to count."""
    if finding.tolerance == 0.0:
        return "anything at all"
    return f"more than {finding.tolerance:g} value units"
