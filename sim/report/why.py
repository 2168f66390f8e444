"""Why a number is what it is: its range, who says so and how surely, and who wrote it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from sim.domain.provenance import Claim, Provenance, Seeds, Setting
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.errors import NotFoundError
from sim.loading import stated_source, written
from sim.report.codings import coding_head
from sim.report.differing import difference_lines, under_coding
from sim.report.lookup import (
    beneath,
    ends_of,
    held_at,
    indented,
    is_number,
    leaves,
    numbers_of,
    plain_words,
    range_text,
    range_words,
    stands,
)
from sim.report.sureness import sureness_words

__all__ = ["explain"]


def explain(scenario: Scenario, path: str, *, others: Mapping[str, Scenario] | None = None) -> str:
    """The story behind a number, a setting, a whole table or a claim, as plain text.

    path : keys joined by dots, or the id of a claim; ``coding.NAME.`` before it asks for that
    coding. others : coding → the same scenario under it, to tell where codings differ. Raises
    ``NotFoundError`` with a near match.
    """
    path = path.strip().removesuffix(".range")
    others = {**(others or {}), scenario.coding: scenario}
    scenario, path = under_coding(scenario, path, others)
    numbers = numbers_of(scenario)
    if path in numbers:
        lines = _number_lines(scenario, numbers[path])
    elif path in scenario.seeds.claims:
        lines = _claim_page(scenario, scenario.seeds.claims[path], numbers)
    elif stands(scenario.resolved, path) or beneath(numbers, path):
        lines = _setting_or_table(scenario, path, numbers)
    else:
        raise NotFoundError(_unknown(scenario, path, numbers))
    lines += difference_lines(scenario, path, others)
    coding = coding_head(scenario.coding, ", coding {}")
    return "\n".join([f"{path}  ({scenario.name}{coding})", *lines])


def _number_lines(scenario: Scenario, quantity: Quantity) -> list[str]:
    source = scenario.provenance.get(quantity.path)
    lines = indented([f"{range_words(quantity)}{_widening(quantity, source)}"])
    if quantity.groups:
        supported = "its source group" if len(quantity.groups) == 1 else "any of its source groups"
        bounds = " to ".join(f"{end:g}" for end in ends_of(quantity.unsupported_range))
        told = f"in worlds where {supported} is not taken at its word: {bounds}"
        lines += indented([told])
    if source is None:
        return lines
    if quantity.path.startswith("group."):  # how far to trust somebody has no direction
        lines += ["", "Size from", *indented([source.size])]
    else:
        lines += _source_lines(scenario.seeds, source)
    return [*lines, *_chain_lines(source.chain)]


def _source_lines(seeds: Seeds, source: Provenance) -> list[str]:
    lines = ["", "Direction from", *_direction_lines(seeds, source)]
    lines += ["", "Size from", *indented([source.size])]
    return lines + _contradiction_lines(seeds, source.claims)


def _direction_lines(seeds: Seeds, source: Provenance) -> list[str]:
    lines = []
    for claim in source.claims:
        lines += _claim_lines(seeds, seeds.claims[claim])
    return lines + indented([source.direction] if source.direction else [])


def _claim_lines(seeds: Seeds, claim: Claim) -> list[str]:
    group = seeds.groups.get(claim.group)
    sure = sureness_words(claim.sureness)
    lines = indented([f"{claim.id}  {claim.text}"])
    detail = f"who says it: {claim.asserter} ({sure}); place {', '.join(claim.place)}"
    lines += indented([detail], by=6)
    if group is not None:
        trust = range_words(group.reliability)
        note = f" ({group.note})" if group.note else ""
        lines += indented([f"source group {group.id}{note}: reliability {trust}"], by=6)
    return lines


def _contradiction_lines(seeds: Seeds, claims: Iterable[str]) -> list[str]:
    named = set(claims)
    lines: list[str] = []
    for one in seeds.contradictions.values():
        if not named & set(one.claims):
            continue
        others = ", ".join(one.claims)
        lines += indented([f"{one.id}  {one.text} (claims {others})"])
        if one.handling:
            lines += indented([f"treated so: {one.handling}"], by=6)
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
    under = beneath(numbers, path)
    held = held_at(scenario.resolved, path)
    lines = []
    if held is not None and not isinstance(held, Mapping):
        lines = indented([plain_words(held)])
        source = stated_source(scenario, path)
        if source is not None:
            lines += _source_lines(scenario.seeds, source)
        elif is_number(held):
            lines += ["", "The scenario states no source for it."]
        lines += _chain_lines(written(scenario, path))
    elif not under:
        lines = [f"  {key} = {plain_words(value)}" for key, value in leaves(held)]
    if path.startswith("tactics."):
        under = [one for one in numbers if one.endswith(f".{path}")]
    if under:
        noun = "number" if len(under) == 1 else "numbers"
        lines += [f"  {len(under)} {noun} beneath it:", *_table(numbers, under)]
    return lines


def _table(numbers: Mapping[str, Quantity], paths: list[str]) -> list[str]:
    width = max(len(path) for path in paths)
    return [f"  {path:<{width}}  {range_text(numbers[path])}" for path in paths]


def _unknown(scenario: Scenario, path: str, numbers: Mapping[str, Quantity]) -> str:
    tables = {path.rpartition(".")[0] for path in numbers} - {""}
    settings = [key for key, _ in leaves(scenario.resolved)]
    known = [*numbers, *settings, *sorted(tables), *scenario.seeds.claims]
    matches = get_close_matches(path, known, n=1, cutoff=0.6)
    advice = f"did you mean {matches[0]!r}?" if matches else "try the path of a table, as 'party'"
    return f"{scenario.name} holds nothing at {path!r} ({advice})"


def _widening(quantity: Quantity, source: Provenance | None) -> str:
    plain = (
        source is not None and source.chain and not source.chain[-1].value.startswith(("[", "{"))
    )
    if plain and len(quantity.range) == 3 and source is not None:
        return f" (written {source.chain[-1].value}, widened by the band that covers it)"
    return ""
