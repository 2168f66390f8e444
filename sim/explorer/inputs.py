"""The inputs that can be moved: each number with its range, where it comes from, and its track."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sim.analysis.endings import labels
from sim.domain.provenance import Provenance, Seeds
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.explorer.meanings import meaning_of
from sim.explorer.words import Words

__all__ = ["inputs_of", "track_of"]

#: The tab of inputs that belong to no party alone.
TALKS = "talks"

#: Headings within a tab, by the key that follows the party's (or that begins the path).
_SECTIONS = {
    "demand": "How much each issue weighs",
    "red_line": "Red lines: how firm",
    "no_deal": "Without a deal",
    "patience": "Time",
    "draft_days": "Time",
    "belief": "Time",
    "tactics": "At the table",
    "type": "What kind of party it may be",
    "premium": "Trust and the worth of any deal",
    "breach": "Trust and the worth of any deal",
    "deadline": "The clock",
    "protocol": "The clock",
    "event": "What may happen meanwhile",
    "partial": "Small deals",
    "held": "What it holds about others",
}


def inputs_of(scenario: Scenario, words: Words) -> list[dict[str, Any]]:
    """Every number that has a slider, by tab and section in the order of the page.

    Option values are moved by editing the file: there are too many to slide one by one, and their
    order is what a source gives.
    """
    found = [_number(scenario, quantity, words) for quantity in _numbers(scenario)]
    found += _settings(scenario)
    order = list(dict.fromkeys(_SECTIONS.values()))
    tabs = [*scenario.parties, TALKS]
    return sorted(found, key=lambda one: (tabs.index(one["tab"]), order.index(one["section"])))


def _numbers(scenario: Scenario) -> Iterator[Quantity]:
    for quantity in scenario.quantities():
        if not _idle(scenario, quantity.path.split("."), scenario.provenance.get(quantity.path)):
            yield quantity


def _idle(scenario: Scenario, keys: list[str], source: Provenance | None) -> bool:
    """Whether a number is moved elsewhere, or can move nothing as the scenario stands."""
    if {"values", "remaining"} & set(keys):
        return True
    if keys[0] == "deadline":
        return scenario.deadline is None
    if keys[-1] == "weight" and keys[0] == "party":
        return len(scenario.agenda) == 1
    # A feared breach needs both its chance and its loss: neither can be stated alone.
    return "breach" in keys and (source is None or not source.chain)


def _number(scenario: Scenario, quantity: Quantity, words: Words) -> dict[str, Any]:
    tab, key = _place(quantity.path)
    said = words.named(quantity.path, labels(scenario), _owner(scenario, quantity.path))
    if tab != TALKS:
        # The tab says whose number it is.
        said = said.partition(": ")[2] or said
    low, high = track_of(quantity)
    source = scenario.provenance.get(quantity.path)
    return {
        "path": quantity.path,
        "words": said,
        "means": meaning_of(quantity.path),
        "tab": tab,
        "section": _SECTIONS[key],
        "stated": [quantity.low, quantity.high],
        "mode": _short(quantity.mode),
        "range": list(quantity.range),
        "track": [low, high],
        "step": _step(low, high),
        **_source(scenario.seeds, source),
        "kept": _kept(quantity, source),
    }


def _settings(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Days that are no uncertain numbers: the deadline and the horizon."""
    from sim.loading import stated_source

    horizon, days = scenario.protocol.horizon, scenario.protocol.round_days
    known = {"protocol.horizon": ("the talks end for good on day", horizon)}
    if scenario.deadline is not None:
        known["deadline.day"] = ("the announced deadline, day", scenario.deadline.day)
    for path, (said, day) in sorted(known.items()):
        longest = horizon if path == "deadline.day" else 3.0 * horizon
        yield {
            "path": path,
            "words": said,
            "means": meaning_of(path),
            "tab": TALKS,
            "section": _SECTIONS[path.partition(".")[0]],
            "stated": [day, day],
            "mode": day,
            "range": [day],
            "track": [days, longest],
            "step": days if days >= 1.0 else _step(days, longest),
            **_source(scenario.seeds, stated_source(scenario, path)),
            "kept": None,
        }


def _place(path: str) -> tuple[str, str]:
    """The tab a number stands under, and the key of its section."""
    keys = path.split(".")
    if keys[0] == "party":
        return keys[1], keys[2]
    if keys[0] == "deadline":
        return keys[2], "belief"
    if keys[0] == "belief":
        return keys[1], "held"
    return TALKS, keys[0]


def _owner(scenario: Scenario, path: str) -> str:
    """The name of the type, event or small deal that a number belongs to; empty for none."""
    keys = path.split(".")
    if keys[0] == "party" and keys[2] == "type":
        return scenario.parties[keys[1]].types[keys[3]].name
    if keys[0] == "event":
        return scenario.events[keys[1]].name
    return scenario.partial_deals[keys[1]].name if keys[0] == "partial" else ""


def _source(seeds: Seeds, source: Provenance | None) -> dict[str, Any]:
    """Who says so and how surely, and what the size rests on."""
    if source is None:
        return {"claims": [], "direction": "", "size": ""}
    claims = [seeds.claims[claim] for claim in source.claims if claim in seeds.claims]
    return {
        "claims": [
            {"id": one.id, "text": one.text, "asserter": one.asserter, "sureness": one.sureness}
            for one in claims
        ],
        "direction": source.direction,
        "size": source.size,
    }


def _kept(quantity: Quantity, source: Provenance | None) -> dict[str, Any]:
    """What stands beside a range that is moved as a whole, so that it rests on what it rested on.

    A range that is set anew rests on nobody; with this it keeps its claims, and what it is drawn
    from where they are not taken at their word.
    """
    kept: dict[str, Any] = {"size_from": "assumption: moved by hand"}
    if source is not None and source.claims:
        kept["direction_from"] = list(source.claims)
    if quantity.unsupported is not None:
        kept["unsupported"] = list(quantity.unsupported)
    if quantity.logarithmic:
        kept["scale"] = "log"
    return kept


def track_of(quantity: Quantity) -> tuple[float, float]:
    """The ends between which a number slides: its range with room on both sides, within the legal.

    >>> track_of(Quantity(path="x", range=(0.16, 0.24, 0.34), role=Role.WEIGHT))
    (0.0, 0.7)
    >>> track_of(Quantity(path="x", range=(-0.01, 0.025), role=Role.EFFECT))
    (-0.1, 0.1)
    """
    legal_low, legal_high = quantity.role.legal
    far = max(abs(quantity.low), abs(quantity.high))
    if quantity.role in (Role.CHANCE, Role.SHARE, Role.FIRMNESS, Role.VALUE):
        return 0.0, 1.0
    if quantity.role in (Role.EFFECT, Role.STEPS):
        reach = _round_up(max(0.1 if quantity.role is Role.EFFECT else 3.0, 2.0 * far))
        return -reach, reach
    if quantity.role is Role.DISCOUNT:
        return max(legal_low, round(1.0 - _round_up(6.0 * (1.0 - quantity.low)), 6)), 0.9999
    if quantity.role is Role.TOUGHNESS:
        return 0.05, 1.0
    least = {Role.DAYS: 30.0, Role.WEIGHT: 0.5, Role.AMOUNT: 0.2}.get(quantity.role, 1.0)
    return max(0.0, legal_low), min(legal_high, _round_up(max(least, 2.0 * far)))


def _round_up(value: float) -> float:
    """Up to one figure that reads well.

    >>> _round_up(0.68), _round_up(0.05), _round_up(41.0)
    (0.7, 0.05, 50.0)
    """
    unit = 10.0 ** math.floor(math.log10(value)) if value > 0.0 else 1.0
    return float(_short(math.ceil(value / unit - 1e-9) * unit))


def _step(low: float, high: float) -> float:
    """The least step of 1, 2 or 5 units of which a track has at most two hundred.

    >>> _step(0.0, 1.0), _step(0.7, 0.9999)
    (0.005, 0.002)
    """
    least = (high - low) / 200.0
    unit = 10.0 ** math.floor(math.log10(least))
    return float(_short(next(n * unit for n in (1, 2, 5, 10) if n * unit >= least - 1e-12)))


def _short(value: float) -> float:
    return round(value, 9)
