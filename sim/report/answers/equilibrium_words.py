"""Profiles, choices, verdicts and gains of the empirical game as a reader would name them."""

from __future__ import annotations

from collections.abc import Mapping

from sim.domain.equilibrium import Equilibria, Holds, ProfileKind, ToldRow
from sim.domain.estimate import Amount
from sim.report import wording

__all__ = [
    "VERDICTS",
    "choice_name",
    "choosers",
    "gain_words",
    "often_words",
    "profile_phrase",
    "told_name",
    "tolerance_words",
]

VERDICTS = {
    Holds.YES: "an equilibrium",
    Holds.UNTOLD: "not told from one by these worlds",
    Holds.NO: "not one",
}

#: Where an interval is narrower than this to either side, the third decimal is known.
_FINE = 0.005


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


def gain_words(gain: Amount) -> str:
    """A gain in value units, signed, with as many decimals as its interval leaves meaningful.

    >>> gain_words(Amount(mean=0.0138, low=0.0102, high=0.0174))
    '+0.014 (+0.010 to +0.017)'
    >>> gain_words(Amount(mean=-0.05, low=-0.07, high=-0.03))
    '−0.05 (−0.07 to −0.03)'
    """
    digits = 3 if (gain.high - gain.low) / 2 < _FINE else 2
    mean, low, high = (_signed(value, digits) for value in (gain.mean, gain.low, gain.high))
    return f"{mean} ({low} to {high})" if low != high else mean


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if not text.strip("+−0.") else text


def often_words(often: float) -> str:
    """In how many of 100 resampled sets of worlds; never "all" or "none" for nearly so.

    >>> often_words(0.96), often_words(0.999), often_words(1.0)
    ('96', '99', '100')
    """
    whole = round(100 * often)
    if whole in (0, 100) and often not in (0.0, 1.0):
        whole = 1 if whole == 0 else 99
    return str(whole)


def tolerance_words(finding: Equilibria) -> str:
    """What a gain has to exceed to count."""
    if finding.tolerance == 0.0:
        return "anything at all"
    return f"more than {finding.tolerance:g} value units"
