"""Which values a sweep sets: the words after ``--vary``, read and checked.

``PATH=lo:hi:n`` stands for n values from lo to hi, evenly spaced with both ends among them;
``PATH=lo:hi:n:log`` spaces their logarithms evenly; ``PATH=a,b,c`` lists them.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sim.domain.sweep import Scale, Varied
from sim.errors import UsageError

__all__ = ["asked_of", "is_number", "plain_value", "varied_from"]

_MOST_VALUES = 1_000
_MOST_CELLS = 10_000

#: Digits of the values between two ends, where they do not end of themselves.
_EVEN_DIGITS, _LOG_DIGITS = 3, 4
_SHORT = 8

_FORM = "--vary must read PATH=lo:hi:n, PATH=lo:hi:n:log or PATH=a,b,c"
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OPENING, _CLOSING = "[{", "]}"


def varied_from(words: Sequence[str]) -> tuple[Varied, ...]:
    """The paths and values that one or two ``--vary`` words ask for.

    Raises ``UsageError`` for anything that cannot be read so, for more than two, and for two that
    set the same.
    """
    if not 1 <= len(words) <= 2:
        raise UsageError(
            "a sweep needs --vary once or twice (one path or two); "
            f"got it {'not at all' if not words else f'{len(words)} times'}"
        )
    varied = tuple(_varied(word) for word in words)
    _check_apart(varied)
    cells = math.prod(len(one.values) for one in varied)
    if cells > _MOST_CELLS:
        raise UsageError(f"a sweep has at most {_MOST_CELLS:,} cells; this one has {cells:,}")
    return varied


def asked_of(varied: Sequence[Varied]) -> dict[str, str]:
    """What tells one sweep of a scenario from another, as plain values.

    >>> asked_of(varied_from(["protocol.horizon=30:90:3"]))
    {'vary': 'protocol.horizon=30,60,90', 'scale': 'even'}
    """
    found = {}
    for end, one in zip(("", "_2"), varied, strict=False):
        found[f"vary{end}"] = f"{one.path}={','.join(one.values)}"
        found[f"scale{end}"] = one.scale.value
    return found


def plain_value(text: str) -> Any:
    """A value of a ``Varied`` as plain data."""
    return tomllib.loads(f"value = {text}")["value"]


def is_number(value: Any) -> bool:
    """Whether a plain value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _varied(word: str) -> Varied:
    from sim.loading.toml import dotted, parse_path

    left, equals, right = word.partition("=")
    path = parse_path(left)
    if not equals or path is None or not right.strip():
        raise UsageError(f"{_FORM}; got {word!r}")
    name, span = dotted(path), _split(right, ":")
    scale = Scale.EVEN
    if len(span) > 1:
        values, scale = _spanned(name, span, word)
    else:
        values = [_listed(name, text, word) for text in _split(right, ",")]
    numbers = tuple(float(value) for value in values if is_number(value))
    if len(numbers) < len(values):
        numbers, scale = (), Scale.NAMES
    elif numbers != tuple(sorted(numbers)):
        values, numbers = sorted(values), tuple(sorted(numbers))
    _check_once(name, values)
    return Varied(
        path=name, values=tuple(_as_toml(value) for value in values), numbers=numbers, scale=scale
    )


def _spanned(name: str, span: Sequence[str], word: str) -> tuple[list[Any], Scale]:
    """The values of ``lo:hi:n`` or ``lo:hi:n:log``; the ends may come in either order."""
    scale = Scale.EVEN
    if len(span) == 4 and span[3] == "log":
        scale = Scale.LOGARITHM
    elif len(span) != 3:
        raise UsageError(f"{_FORM}; got {word!r}")
    ends = [_value(text) for text in span[:2]]
    if not all(is_number(end) and _is_finite(end) for end in ends):
        raise UsageError(f"--vary {name}: lo and hi must be numbers; got {word!r}")
    if not span[2].isdecimal() or not 1 <= int(span[2]) <= _MOST_VALUES:
        raise UsageError(
            f"--vary {name}: n must be a whole number from 1 to {_MOST_VALUES:,}; got {span[2]!r}"
        )
    low, high, n = min(ends), max(ends), int(span[2])
    if low == high and n == 1:
        return [low], Scale.EVEN
    if low == high or n == 1:
        many = "1 value cannot hold both" if n == 1 else f"{n} values between them are all the same"
        raise UsageError(
            f"--vary {name}: with the ends {span[0]} and {span[1]}, {many}; for a single value "
            f"write {name}={span[0]}"
        )
    if scale is Scale.LOGARITHM and low <= 0:
        raise UsageError(f"--vary {name}: log needs ends above 0; got {span[0]} and {span[1]}")
    return _between(low, high, n, scale), scale


def _between(low: float, high: float, n: int, scale: Scale) -> list[float]:
    inner: list[float]
    if scale is Scale.LOGARITHM:
        ratio = math.log(high / low)
        inner = [
            float(f"{low * math.exp(ratio * k / (n - 1)):.{_LOG_DIGITS}g}") for k in range(1, n - 1)
        ]
    else:
        # Fractions, since 0.1 + 0.2 is not 0.3 as numbers are stored.
        start, width = Fraction(repr(low)), Fraction(repr(high)) - Fraction(repr(low))
        exact = [start + width * k / (n - 1) for k in range(1, n - 1)]
        whole = isinstance(low, int) and isinstance(high, int)
        inner = [
            int(one) if whole and one.denominator == 1 else _even(one, width / (n - 1))
            for one in exact
        ]
    return [low, *inner, high]


def _even(value: Fraction, step: Fraction) -> float:
    """A value as it is where it is short, else to a hundredth of the step or better."""
    if Fraction(f"{float(value):.{_SHORT}g}") == value:
        return float(value)
    return float(round(value, _EVEN_DIGITS - 1 - math.floor(math.log10(step))))


def _listed(name: str, text: str, word: str) -> Any:
    value = _value(text)
    if value is None:
        # A bare word is a text, so that the shell needs no quotes within quotes.
        if not _WORD.fullmatch(text):
            raise UsageError(f"--vary {name}: {text!r} is no TOML value; got {word!r}")
        return text
    if is_number(value) and not _is_finite(value):
        raise UsageError(f"--vary {name}: numbers must be finite; got {word!r}")
    return value


def _value(text: str) -> Any:
    """A TOML value; ``None`` where the text is none."""
    from sim.loading.toml import too_deep

    try:
        parsed = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return None
    return parsed["value"] if set(parsed) == {"value"} and not too_deep(parsed) else None


def _split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand in no quotes and no brackets."""
    parts, depth, quote, start = [], 0, "", 0
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in _OPENING + _CLOSING:
            depth += 1 if letter in _OPENING else -1
        elif letter == mark and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [part.strip() for part in [*parts, text[start:]]]


def _check_once(name: str, values: Sequence[Any]) -> None:
    for place, value in enumerate(values):
        # True and 1 are equal, but not the same value.
        if any(value == other and is_number(value) == is_number(other) for other in values[:place]):
            raise UsageError(f"--vary {name}: names {_as_toml(value)} twice")


def _check_apart(varied: Sequence[Varied]) -> None:
    from sim.loading.toml import parse_path

    if len(varied) < 2:
        return
    first, second = (parse_path(one.path) or () for one in varied)
    shorter = min(len(first), len(second))
    if first[:shorter] == second[:shorter]:
        raise UsageError(
            f"--vary {varied[0].path} and --vary {varied[1].path} set the same: give two different "
            "paths, neither beneath the other"
        )


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _as_toml(value: Any) -> str:
    from sim.loading.toml import as_toml

    return as_toml(value)
