"""Which keys hold uncertain numbers, what each number is, and how it is read.

A number is written as ``0.3``, ``[0.3]``, ``[low, high]``, ``[low, mid, high]`` or as a table with
``range`` and what belongs to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sim.domain.quantity import Quantity, Role
from sim.loading.faults import FaultList
from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path

__all__ = [
    "NumberSlot",
    "check_number",
    "is_finite",
    "number_slots",
    "quantity_at",
    "role_at",
    "widened",
]

_EACH = "*"
_NUMBER_KEYS = ("range", "direction_from", "size_from", "unsupported", "scale")
_TACTICS = {
    "opening": Role.SHARE,
    "toughness": Role.TOUGHNESS,
    "patience_spread": Role.SPREAD,
}

#: Every place of a number, as nested keys; ``*`` stands for any id.
_PLACES: dict[str, Any] = {
    "deadline": {"belief": {_EACH: Role.CHANCE}},
    "group": {_EACH: {"reliability": Role.CHANCE}},
    "party": {
        _EACH: {
            "patience": Role.DISCOUNT,
            "premium": Role.EFFECT,
            "draft_days": Role.DAYS,
            "demand": {_EACH: {"weight": Role.WEIGHT, "values": {_EACH: Role.VALUE}}},
            "red_line": {_EACH: {"firmness": {_EACH: Role.FIRMNESS}}},
            "no_deal": {"shift": Role.EFFECT, "drift": Role.EFFECT, "belief_gap": Role.EFFECT},
            "breach": {
                "fear": Role.CHANCE,
                "loss": Role.AMOUNT,
                "remaining": {_EACH: {_EACH: Role.SHARE}},
            },
            "type": {_EACH: {"chance": Role.CHANCE, "side_benefit": Role.AMOUNT}},
            "tactics": _TACTICS,
        }
    },
    "tactics": _TACTICS,
    "menu": {_EACH: {key: _TACTICS[key] for key in ("toughness", "opening")}},
    "belief": {_EACH: {_EACH: {"no_deal": Role.EFFECT, "weight": {_EACH: Role.WEIGHT}}}},
    "event": {
        _EACH: {
            "chance": Role.CHANCE,
            "weekly_chance": Role.CHANCE,
            "prior": Role.CHANCE,
            "moves_if_type": Role.CHANCE,
            "moves_if_plain": Role.CHANCE,
            "no_deal": {_EACH: Role.EFFECT},
            "premium": {_EACH: Role.EFFECT},
            "aims": {_EACH: {_EACH: Role.STEPS}},
        }
    },
    "partial": {
        _EACH: {
            "weekly_chance": Role.CHANCE,
            "gain": {_EACH: Role.EFFECT},
            "no_deal": {_EACH: Role.EFFECT},
            "fear": {_EACH: Role.SHARE},
        }
    },
}


@dataclass(frozen=True, slots=True)
class NumberSlot:
    """One number as written: its path, the raw value, its role."""

    path: Path
    raw: Any
    role: Role


def number_slots(tables: Mapping[str, Any], at: Path = ()) -> Iterator[NumberSlot]:
    """Every number in the tables, or in the subtree at ``at``, in file order."""
    places: Any = _PLACES
    found: Any = tables
    for key in at:
        places = places.get(key, places.get(_EACH)) if isinstance(places, dict) else None
        found = found.get(key) if isinstance(found, Mapping) else None
        if places is None or found is None:
            return
    yield from _slots(found, places, at)


def _slots(tables: Any, places: dict[str, Any], at: Path) -> Iterator[NumberSlot]:
    if not isinstance(tables, Mapping):
        return
    each = places.get(_EACH)
    for key, held in tables.items():
        inner = places.get(key, each)
        if inner is None or key in SOURCE_KEYS:
            continue
        if isinstance(inner, Role):
            yield NumberSlot((*at, key), held, inner)
        else:
            yield from _slots(held, inner, (*at, key))


@lru_cache(maxsize=4096)
def role_at(path: Path) -> Role:
    """What the number at a path is. Raises ``KeyError`` where no number may stand."""
    places: Any = _PLACES
    for key in path:
        places = places.get(key) or places[_EACH]
    if not isinstance(places, Role):
        raise KeyError(path)
    return places


def check_number(faults: FaultList, path: Path, raw: Any, role: Role) -> bool:
    """Whether a number is well written and legal for its role; every fault is added."""
    before = len(faults.found)
    if not isinstance(raw, Mapping):
        _check_range(faults, path, raw, role, positive=False)
        return len(faults.found) == before
    for key in raw:
        if key not in _NUMBER_KEYS:
            advice = faults.misspelt((*path, key), list(_NUMBER_KEYS))
            faults.add((*path, key), "is not a key of a number", raw[key], advice=advice)
    logarithmic = raw.get("scale") == "log"
    if "scale" in raw and not logarithmic:
        faults.add((*path, "scale"), 'must be "log"', raw["scale"])
    if "range" in raw:
        _check_range(faults, (*path, "range"), raw["range"], role, positive=logarithmic)
    else:
        faults.missing((*path, "range"))
    if "unsupported" in raw:
        unsupported = (*path, "unsupported")
        _check_range(faults, unsupported, raw["unsupported"], role, positive=logarithmic)
    return len(faults.found) == before


def _check_range(faults: FaultList, path: Path, raw: Any, role: Role, *, positive: bool) -> None:
    numbers = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
        faults.add(path, "must be a number, or one to three of them in brackets", raw)
        return
    if not 1 <= len(numbers) <= 3:
        faults.add(path, "must hold one, two or three numbers", raw)
        return
    if not all(is_finite(number) for number in numbers):
        faults.add(path, "must be finite", raw)
        return
    if list(numbers) != sorted(numbers):
        faults.add(path, "must rise from low to high", raw)
    low, high = role.legal
    if min(numbers) < low or max(numbers) > high:
        faults.add(path, f"must {_legal(role)}", raw)
    elif positive and min(numbers) <= 0:
        faults.add(path, "must be above 0 on the logarithmic scale", raw)


def is_finite(number: float) -> bool:
    """Whether a number, however many digits it has, is a finite float."""
    try:
        return math.isfinite(number)
    except OverflowError:  # an integer too large for a float
        return False


def _legal(role: Role) -> str:
    low, high = role.legal
    if role is Role.DISCOUNT:
        return "lie between 0 and 1, ends excluded"
    told = f"lie in [{low:g}, {high:g}]"
    if role in (Role.EFFECT, Role.AMOUNT):
        return f"{told}, in value units: a party's best on everything is 1"
    return f"{told} days" if role is Role.DAYS else told


def widened(raw: Any, band: float) -> Any:
    """An option value as written, widened by the band where it is a plain number within (0, 1).

    >>> widened(0.35, 0.25), widened(0.9, 0.25), widened(1, 0.25), widened([0.35], 0.25)
    ([0.1, 0.35, 0.6], [0.65, 0.9, 1.0], 1, [0.35])
    """
    plain = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    if not plain or band <= 0 or raw in (0, 1):
        return raw
    # Rounding only takes off the noise of binary fractions: 0.35 − 0.1 reads 0.25.
    return [max(0.0, round(raw - band, 12)), raw, min(1.0, round(raw + band, 12))]


def quantity_at(path: Path, raw: Any, role: Role, groups: tuple[str, ...] = ()) -> Quantity:
    """The quantity behind a well-written number."""
    logarithmic = False
    unsupported = None
    if isinstance(raw, Mapping):
        logarithmic = raw.get("scale") == "log"
        if "unsupported" in raw:
            unsupported = _range(raw["unsupported"])
        raw = raw["range"]
    return Quantity(
        path=".".join(path),
        range=_range(raw),
        role=role,
        logarithmic=logarithmic,
        groups=groups,
        unsupported=unsupported,
    )


def _range(raw: Any) -> tuple[float, ...]:
    return tuple(map(float, raw)) if isinstance(raw, list) else (float(raw),)
