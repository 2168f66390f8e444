"""The inputs as a page shows them: each number in words, its ranges, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.domain.inputs import InputReading, InputRow, Inputs
from sim.domain.provenance import Claim, Provenance, Setting, SourceGroup
from sim.domain.quantity import Role
from sim.report import wording
from sim.report.blocks import Cell
from sim.report.codings import coding_head
from sim.report.number_names import number_words
from sim.report.sureness import sureness_words

__all__ = ["InputLine", "Source", "claim_words", "group_words", "input_lines", "stands_on"]

_UNITS = {
    Role.VALUE: "value, 0 to 1",
    Role.WEIGHT: "weight, before weights are brought to the sum 1",
    Role.FIRMNESS: "chance that the line is real",
    Role.CHANCE: "chance",
    Role.SHARE: "share, 0 to 1",
    Role.EFFECT: "value units",
    Role.AMOUNT: "value units",
    Role.STEPS: "steps on the issue's scale",
    Role.TOUGHNESS: "no unit",
    Role.SPREAD: "factor",
    Role.DISCOUNT: "what a week's delay leaves of a value",
    Role.DAYS: "days",
}

_SETTINGS = {
    "protocol.round_days": ("Days a round lasts", "days"),
    "protocol.horizon": ("The day the talks end, whatever happens", "day"),
    "protocol.quiet_days": ("Days without a new offer before a party walks out", "days"),
    "protocol.quota": ("How many principals must sign", "parties"),
    "protocol.breakdown": ("Weekly chance that the talks break down", "chance"),
    "deadline.day": ("Day of the deadline", "day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who stands behind a number. codings : where it is so, empty where it is so in all.

    claims : in the order stated. direction, size : in words; each has its own. chain : who wrote
    it, the last one counts.
    """

    codings: str
    claims: tuple[Claim, ...]
    direction: str
    size: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLine:
    """One number as a row. ranges : one cell a coding. on : what its direction stands on."""

    name: str
    path: str
    unit: str
    ranges: tuple[Cell, ...]
    on: str
    sources: tuple[Source, ...]


def input_lines(inputs: Inputs) -> tuple[InputLine, ...]:
    """Every number of a scenario, in the order of its file."""
    return tuple(_line(row, inputs) for row in inputs.rows)


def _line(row: InputRow, inputs: Inputs) -> InputLine:
    name, unit = _named(row, inputs)
    readings = [row.readings.get(coding) for coding in inputs.codings]
    first = next(iter(row.readings.values()))
    return InputLine(
        name=name,
        path=row.path,
        unit=unit,
        ranges=tuple(map(_range, readings)),
        on=stands_on(first.source),
        sources=tuple(_sources(row, inputs)),
    )


def _named(row: InputRow, inputs: Inputs) -> tuple[str, str]:
    if row.role is not None:
        return number_words(row.path, inputs.labels, name=row.owner), _UNITS[row.role]
    if row.path.startswith("event.") and row.path.endswith(".day"):
        return f"{wording.capital(row.owner or row.path)}: its day", "day"
    return _SETTINGS.get(row.path, (row.path, "–"))


def _range(reading: InputReading | None) -> Cell:
    if reading is None:
        return Cell(text="–")
    told = _bounds(reading.range)
    if reading.logarithmic and len(reading.range) > 1:
        told += ", on the logarithmic scale"
    if reading.unsupported and reading.unsupported != reading.range:
        unsupported = _bounds(reading.unsupported)
        told += f"; unsupported: {unsupported}" if unsupported != told else ""
    middle = reading.range[1] if len(reading.range) == 3 else sum(_ends(reading.range)) / 2
    return Cell(text=told, rank=middle)


def _bounds(bounds: tuple[float, ...]) -> str:
    low, high = map(_number, _ends(bounds))
    if low == high:
        return low
    return f"{low} to {high}" if len(bounds) == 2 else f"{_number(bounds[1])} ({low} to {high})"


def _number(value: float) -> str:
    # Sums of decimals leave dust, and 2.8e−17 is a nought.
    return f"{round(value, 9) + 0.0:g}".replace("-", "−")


def _ends(bounds: tuple[float, ...]) -> tuple[float, float]:
    return bounds[0], bounds[-1]


def stands_on(source: Provenance | None) -> str:
    """What a direction stands on, in a word or two."""
    if source is None:
        return "not stated"
    if source.claims:
        return "claim"
    return source.direction.partition(":")[0] or "not stated"


def _sources(row: InputRow, inputs: Inputs) -> Iterator[Source]:
    """Sources told once where all codings agree, else coding by coding."""
    found: dict[Source, list[str]] = {}
    for coding, reading in row.readings.items():
        if reading.source is not None:
            found.setdefault(_source(reading.source, inputs.claims), []).append(coding)
    for source, codings in found.items():
        everywhere = len(codings) == len(inputs.codings)
        names = "" if everywhere else wording.listed(map(coding_head, codings))
        yield Source(
            codings=names,
            claims=source.claims,
            direction=source.direction,
            size=source.size,
            chain=source.chain,
        )


def _source(source: Provenance, claims: Mapping[str, Claim]) -> Source:
    return Source(
        codings="",
        claims=tuple(claims[key] for key in source.claims if key in claims),
        direction=source.direction,
        size=source.size,
        chain=tuple(map(_written, source.chain)),
    )


def _written(setting: Setting) -> str:
    place = f" ({setting.file}:{setting.line})" if setting.line else ""
    return f"{setting.layer}{place}: {setting.value}"


def group_words(group: SourceGroup) -> str:
    """How far a source group is to be trusted."""
    return _bounds(group.reliability.range)


def claim_words(claim: Claim) -> str:
    """Who says it, and how sure it is."""
    return f"{claim.asserter} ({sureness_words(claim.sureness)})"
