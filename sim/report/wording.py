"""Numbers as words: shares with their spread, never finer than that spread allows."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sim.domain.estimate import Amount, Difference, Quantiles, Share
from sim.report.phrases import (
    ENDINGS,
    capital,
    count_words,
    day_words,
    ending_words,
    listed,
    party_words,
    refusal_words,
)

__all__ = [
    "CLOSING",
    "ENDINGS",
    "SAMPLING_ONLY",
    "amount_words",
    "capital",
    "cost_range_words",
    "cost_words",
    "count_words",
    "day_words",
    "difference_range_words",
    "difference_sentence",
    "difference_words",
    "ending_words",
    "listed",
    "over_codings",
    "party_words",
    "quantile_words",
    "range_words",
    "refusal_words",
    "share_middle",
    "share_sentence",
    "share_words",
]

SAMPLING_ONLY = "95 % interval, sampling only"
CLOSING = "This explains what follows from the coding; it does not predict what will happen."


def _step(low: float, high: float) -> float:
    """The finest step, in worlds of 100, that an interval of this width leaves meaningful."""
    half = 50.0 * (high - low)
    if half >= 5.0:
        return 5.0
    return 1.0 if half >= 0.25 else 0.1


def _rounded(value: float, step: float) -> str:
    units = round(100.0 * value / step) * step
    return _signless(f"{units:.1f}" if step < 1.0 else f"{units:.0f}")


def _outward(low: float, high: float, step: float) -> tuple[str, str]:
    # The ends of a coarse interval are kept to whole worlds, rounded outward, so that rounding
    # never makes an interval look narrower than it is.
    fine = min(step, 1.0)
    below = math.floor(100.0 * low / fine + 1e-9) * fine
    above = math.ceil(100.0 * high / fine - 1e-9) * fine
    form = "{:.1f}" if fine < 1.0 else "{:.0f}"
    return _signless(form.format(below)), _signless(form.format(above))


def _signless(text: str) -> str:
    return text.lstrip("-") if float(text) == 0.0 else text.replace("-", "−")


def share_words(share: Share) -> str:
    """Worlds of 100 with the interval behind them.

    >>> share_words(Share(share=0.214, low=0.196, high=0.232))
    '21 (19–24)'
    >>> share_words(Share(share=0.21, low=0.12, high=0.35))
    '20 (12–35)'
    """
    middle, interval = _share_parts(share)
    return f"{middle} ({interval})"


def share_middle(share: Share) -> str:
    """Worlds of 100 without the interval, rounded as everywhere else.

    >>> share_middle(Share(share=0.78, low=0.70, high=0.85))
    '80'
    """
    return _share_parts(share)[0]


def share_sentence(share: Share) -> str:
    """The same where no heading says what is counted.

    >>> share_sentence(Share(share=0.214, low=0.196, high=0.232))
    '21 of 100 worlds (19–24, sampling only)'
    """
    middle, interval = _share_parts(share)
    return f"{middle} of 100 worlds ({interval}, sampling only)"


def _share_parts(share: Share) -> tuple[str, str]:
    step = _step(share.low, share.high)
    low, high = _outward(share.low, share.high, step)
    return _rounded(share.share, step), f"{low}–{high}"


def difference_words(difference: Difference) -> str:
    """A paired difference in worlds of 100, always signed.

    >>> difference_words(Difference(difference=-0.052, low=-0.07, high=-0.03))
    '−5 (−7 to −3)'
    """
    middle, interval = _difference_parts(difference)
    return f"{middle} ({interval})"


def difference_sentence(difference: Difference) -> str:
    """The same where no heading says what is counted.

    >>> difference_sentence(Difference(difference=0.124, low=0.096, high=0.152))
    '+12 of 100 worlds (+9 to +16, sampling only)'
    """
    middle, interval = _difference_parts(difference)
    return f"{middle} of 100 worlds ({interval}, sampling only)"


def difference_range_words(differences: Iterable[Difference]) -> str:
    """The range of paired differences over codings, in worlds of 100.

    >>> difference_range_words(
    ...     [Difference(difference=d, low=d - 0.02, high=d + 0.02) for d in (-0.03, 0.1)])
    '−3 to +10 of 100 worlds'
    """
    low, high = _ends((one.difference, _difference_parts(one)[0]) for one in differences)
    return f"{low} of 100 worlds" if low == high else f"{low} to {high} of 100 worlds"


def _difference_parts(difference: Difference) -> tuple[str, str]:
    step = _step(difference.low, difference.high)
    low, high = _outward(difference.low, difference.high, step)
    return _signed(_rounded(difference.difference, step)), f"{_signed(low)} to {_signed(high)}"


def _signed(text: str) -> str:
    return text if text.startswith("−") or float(text) == 0.0 else f"+{text}"


def amount_words(amount: Amount) -> str:
    """A mean in value units, with its interval; two decimals, for the third is never known.

    >>> amount_words(Amount(mean=0.123, low=0.11, high=0.14))
    '0.12 (0.11–0.14)'
    """
    values = (amount.mean, amount.low, amount.high)
    mean, low, high = (_signless(f"{value:.2f}") for value in values)
    joint = " to " if "−" in low + high else "–"
    return f"{mean} ({low}{joint}{high})"


def cost_words(mean: float) -> str:
    """A mean change in value units, signed.

    >>> cost_words(-0.034), cost_words(0.001)
    ('−0.03', '0.00')
    """
    return _signed(_signless(f"{mean:.2f}"))


def cost_range_words(costs: Iterable[Amount]) -> str:
    """The range of mean changes over codings, in value units.

    >>> cost_range_words([Amount(mean=m, low=m, high=m) for m in (-0.03, 0.01)])
    '−0.03 to +0.01 value units'
    """
    means = [cost.mean for cost in costs]
    low, high = cost_words(min(means)), cost_words(max(means))
    return f"{low} value units" if low == high else f"{low} to {high} value units"


def quantile_words(values: Quantiles) -> str:
    """The median over worlds, with what nine worlds of ten lie between.

    >>> quantile_words(Quantiles(p05=-0.1, p25=0.0, p50=0.05, p75=0.1, p95=0.2))
    '0.05 (−0.10 to 0.20)'
    """
    low, middle, high = (
        _signless(f"{value:.2f}") for value in (values.p05, values.p50, values.p95)
    )
    return f"{middle} ({low} to {high})"


def range_words(shares: Iterable[Share]) -> str:
    """The range of shares over codings, in worlds of 100.

    >>> range_words([Share(share=0.03, low=0.02, high=0.04), Share(share=0.2, low=0.18, high=0.22)])
    '3 to 20 of 100 worlds'
    """
    low, high = _ends((share.share, _share_parts(share)[0]) for share in shares)
    if low == high:
        return f"about {low} of 100 worlds" if float(low) else "none or nearly none of the worlds"
    return f"{low} to {high} of 100 worlds"


def _ends(told: Iterable[tuple[float, str]]) -> tuple[str, str]:
    # Each end reads as it does in the table beside it. Rounded by steps of their own, two that lie
    # close together may change places, so the words are put in order and not the numbers.
    def number(text: str) -> float:
        return float(text.replace("−", "-"))

    found = sorted(told)
    low, high = sorted((found[0][1], found[-1][1]), key=number)
    return (low, high) if number(low) < number(high) else (min(low, high, key=len),) * 2


def over_codings(words: str, count: int) -> str:
    """A range over codings with what it is a range of; where it is none, that they are alike.

    >>> over_codings("3 to 20 of 100 worlds", 2), over_codings("about 100 of 100 worlds", 2)
    ('3 to 20 of 100 worlds, the range over 2 codings', 'about 100 of 100 worlds in both codings')
    """
    if " to " in words:
        return f"{words}, the range over {count_words(count, 'coding')}"
    return f"{words} in {'both' if count == 2 else f'each of {count}'} codings"
