"""Why a number is what it is: its range, who says so and how surely, and who wrote it last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from textwrap import wrap
from typing import Any

from sim.domain.provenance import Claim, Provenance, Seeds, Setting
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.errors import NotFoundError
from sim.loading import written
from sim.report.codings import coding_head

__all__ = ["explain"]

_WIDTH = 92
_SURENESS = {
    "on-record": "on the record",
    "report": "a report, nobody named",
    "anon": "an unnamed source",
    "writer": "the writer's own wording",
    "accusation": "an accusation by the other side",
    "derived": "deduced from the text",
}


def explain(scenario: Scenario, path: str) -> str:
    """The story behind a number, a setting, a whole table or a claim, as plain text.

    path : keys joined by dots, or the id of a claim. Raises ``NotFoundError`` with a near match.
    """
    numbers = _numbers(scenario)
    path = path.strip().removesuffix(".range")
    if path in numbers:
        lines = _number_lines(scenario, numbers[path])
    elif path in scenario.seeds.claims:
        lines = _claim_page(scenario, scenario.seeds.claims[path], numbers)
    elif _stands(scenario.resolved, path) or _beneath(numbers, path):
        lines = _setting_or_table(scenario, path, numbers)
    else:
        raise NotFoundError(_unknown(scenario, path, numbers))
    coding = coding_head(scenario.coding, ", coding {}")
    return "\n".join([f"{path}  ({scenario.name}{coding})", *lines])


def _numbers(scenario: Scenario) -> dict[str, Quantity]:
    found = {quantity.path: quantity for quantity in scenario.quantities()}
    groups = scenario.seeds.groups.values()
    return found | {group.reliability.path: group.reliability for group in groups}


def _number_lines(scenario: Scenario, quantity: Quantity) -> list[str]:
    source = scenario.provenance.get(quantity.path)
    lines = _indented([f"{_range_words(quantity)}{_widening(quantity, source)}"])
    if quantity.groups:
        supported = "its source group" if len(quantity.groups) == 1 else "any of its source groups"
        bounds = " to ".join(f"{end:g}" for end in _ends(quantity.unsupported_range))
        told = f"in worlds where {supported} is not taken at its word: {bounds}"
        lines += _indented([told])
    if source is None:
        return lines
    if not quantity.path.startswith("group."):  # how far to trust somebody has no direction
        lines += ["", "Direction from", *_direction_lines(scenario.seeds, source)]
    lines += ["", "Size from", *_indented([source.size])]
    lines += _contradiction_lines(scenario.seeds, source.claims)
    return [*lines, *_chain_lines(source.chain)]


def _direction_lines(seeds: Seeds, source: Provenance) -> list[str]:
    lines = []
    for claim in source.claims:
        lines += _claim_lines(seeds, seeds.claims[claim])
    return lines + _indented([source.direction] if source.direction else [])


def _claim_lines(seeds: Seeds, claim: Claim) -> list[str]:
    group = seeds.groups.get(claim.group)
    sure = _SURENESS.get(claim.sureness, claim.sureness)
    lines = _indented([f"{claim.id}  {claim.text}"])
    detail = f"who says it: {claim.asserter} ({sure}); place {', '.join(claim.place)}"
    lines += _indented([detail], by=6)
    if group is not None:
        trust = _range_words(group.reliability)
        note = f" ({group.note})" if group.note else ""
        lines += _indented([f"source group {group.id}{note}: reliability {trust}"], by=6)
    return lines


def _contradiction_lines(seeds: Seeds, claims: Iterable[str]) -> list[str]:
    named = set(claims)
    lines: list[str] = []
    for one in seeds.contradictions.values():
        if not named & set(one.claims):
            continue
        others = ", ".join(one.claims)
        lines += _indented([f"{one.id}  {one.text} (claims {others})"])
        if one.handling:
            lines += _indented([f"treated so: {one.handling}"], by=6)
    return ["", "Contradictions that touch it", *lines] if lines else []


def _chain_lines(chain: tuple[Setting, ...]) -> list[str]:
    if not chain:
        return ["", "Written by nobody: the scenario does not state it."]
    cells = [(one.layer, _place(one), one.value) for one in chain]
    first = max(len(layer) for layer, _, _ in cells)
    second = max(len(place) for _, place, _ in cells)
    rows = [f"  {layer:<{first}}  {place:<{second}}  {value}" for layer, place, value in cells]
    return ["", "Written by, the last one counts", *(row.rstrip() for row in rows)]


def _place(setting: Setting) -> str:
    return f"{setting.file}:{setting.line}" if setting.line else ""


def _claim_page(scenario: Scenario, claim: Claim, numbers: Mapping[str, Quantity]) -> list[str]:
    resting = [
        path
        for path in numbers
        if path in scenario.provenance and claim.id in scenario.provenance[path].claims
    ]
    lines = _claim_lines(scenario.seeds, claim)
    lines += _contradiction_lines(scenario.seeds, [claim.id])
    if resting:
        return [*lines, "", "Numbers whose direction rests on it", *_table(numbers, resting)]
    unused = f": {claim.unused_because}" if claim.unused_because else ""
    return [*lines, "", f"No number of this scenario rests on it{unused}."]


def _setting_or_table(scenario: Scenario, path: str, numbers: Mapping[str, Quantity]) -> list[str]:
    beneath = _beneath(numbers, path)
    held = _held(scenario.resolved, path)
    lines = []
    if held is not None and not isinstance(held, Mapping):
        lines = _indented([_plain(held)])
        lines += _chain_lines(written(scenario, path))
    elif not beneath:
        lines = [f"  {key} = {_plain(value)}" for key, value in _leaves(held)]
    if path.startswith("tactics."):
        beneath = [one for one in numbers if one.endswith(f".{path}")]
    if beneath:
        noun = "number" if len(beneath) == 1 else "numbers"
        lines += [f"  {len(beneath)} {noun} beneath it:", *_table(numbers, beneath)]
    return lines


def _table(numbers: Mapping[str, Quantity], paths: list[str]) -> list[str]:
    width = max(len(path) for path in paths)
    return [f"  {path:<{width}}  {_range_text(numbers[path])}" for path in paths]


def _beneath(numbers: Mapping[str, Quantity], path: str) -> list[str]:
    return [one for one in numbers if one.startswith(f"{path}.")]


def _stands(tables: Mapping[str, Any], path: str) -> bool:
    return _held(tables, path) is not None


def _held(tables: Any, path: str) -> Any:
    for key in path.split("."):
        if not isinstance(tables, Mapping) or key not in tables:
            return None
        tables = tables[key]
    return tables


def _leaves(held: Any, at: str = "") -> Iterable[tuple[str, Any]]:
    if isinstance(held, Mapping) and held:
        for key, inner in held.items():
            yield from _leaves(inner, f"{at}.{key}" if at else key)
    else:
        yield at, held


def _unknown(scenario: Scenario, path: str, numbers: Mapping[str, Quantity]) -> str:
    tables = {path.rpartition(".")[0] for path in numbers} - {""}
    settings = [key for key, _ in _leaves(scenario.resolved)]
    known = [*numbers, *settings, *sorted(tables), *scenario.seeds.claims]
    matches = get_close_matches(path, known, n=1, cutoff=0.6)
    advice = f"did you mean {matches[0]!r}?" if matches else "try the path of a table, as 'party'"
    return f"{scenario.name} holds nothing at {path!r} ({advice})"


def _range_words(quantity: Quantity) -> str:
    low, high = _ends(quantity.range)
    if low == high:
        return f"exactly {low:g}"
    if len(quantity.range) == 3:
        told = f"most likely {quantity.range[1]:g}, between {low:g} and {high:g}"
    else:
        told = f"anything between {low:g} and {high:g}, all equally likely"
    return f"{told}, on the logarithmic scale" if quantity.logarithmic else told


def _range_text(quantity: Quantity) -> str:
    return " … ".join(f"{number:g}" for number in quantity.range)


def _ends(bounds: tuple[float, ...]) -> tuple[float, float]:
    return bounds[0], bounds[-1]


def _widening(quantity: Quantity, source: Provenance | None) -> str:
    plain = (
        source is not None and source.chain and not source.chain[-1].value.startswith(("[", "{"))
    )
    if plain and len(quantity.range) == 3 and source is not None:
        return f" (written {source.chain[-1].value}, widened by the band that covers it)"
    return ""


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(_plain(element) for element in value) or "nothing"
    return str(value)


def _indented(texts: Iterable[str], by: int = 2) -> list[str]:
    lines: list[str] = []
    for text in texts:
        hanging = by + 2 if re.match(r"[A-Z]\d+  ", text) is None else by + 5
        lines += wrap(
            text,
            _WIDTH,
            initial_indent=" " * by,
            subsequent_indent=" " * hanging,
            break_on_hyphens=False,
        )
    return lines
