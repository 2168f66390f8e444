"""The tables behind a brief, in the words of the brief."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sim.domain.answer import Made
from sim.domain.brief import Brief
from sim.report import wording
from sim.report.answers.concession_set_blocks import set_steps
from sim.report.answers.concession_steps import steps_words
from sim.report.answers.robust_words import statement_words
from sim.report.answers.sensitivity_words import direction_words, group_words
from sim.report.blocks import Cell, Grid
from sim.report.codings import coding_head
from sim.report.keeping.row_tables import estimate_cell
from sim.report.number_names import number_words

__all__ = ["brief_grids"]

_SHARES = f"Worlds of 100, {wording.SAMPLING_ONLY}."


def brief_grids(finding: Brief) -> tuple[Grid, ...]:
    """A table for each section that has rows, in the order of the sections."""
    makers: tuple[Callable[[Brief], Grid], ...] = (
        _statements,
        _acceptable,
        _sets,
        _clock,
        _unknowns,
        _least_supported,
        _directions,
        _base_rates,
    )
    return tuple(grid for make in makers if (grid := make(finding)).rows)


def _statements(finding: Brief) -> Grid:
    rows = [
        (
            Cell(text=statement_words(row, finding.made.labels)),
            *map(_count, (row.holds, row.fails, row.undecided, row.readings)),
        )
        for row in finding.robust.statements
    ]
    return Grid(
        caption="Statements put to the test",
        heads=("statement", "holds in", "fails in", "too close to tell in", "readings"),
        rows=tuple(rows),
        note="A reading is one coding with one choice of which sources are taken at their word.",
    )


def _acceptable(finding: Brief) -> Grid:
    rows = [
        _with_coding(
            row,
            finding.made,
            estimate_cell(row.open),
            estimate_cell(row.size),
            estimate_cell(row.best),
            _count(row.packages),
        )
        for row in finding.zopa.sets
    ]
    heads = (
        f"worlds of 100 with an acceptable package on {wording.day_words(finding.zopa.day)}",
        "acceptable packages, in these worlds",
        "best margin the worst-off signatory can have there, in value units",
        "packages in all",
    )
    note = (
        f"Worlds: {wording.SAMPLING_ONLY}. The others: the median over worlds, and what nine "
        "worlds of ten lie between."
    )
    return _grid("What could be signed at all", finding, heads, rows, note)


def _sets(finding: Brief) -> Grid:
    sets, labels = finding.sets, finding.made.labels
    rows = []
    for row in sets.sets:
        given = wording.capital(steps_words(set_steps(sets, row.set), labels)) if row.size else ""
        rows.append(
            _with_coding(
                row,
                finding.made,
                estimate_cell(row.share),
                estimate_cell(row.lift),
                Cell(text=row.reach.value),
                Cell(text=_costs(finding, row) or "–"),
                first=Cell(text=given or "Nothing is conceded"),
            )
        )
    heads = ("settled", "change", "the target", "what movers end up with changes by")
    note = f"{_SHARES} Changes are paired by world. Costs in value units, by who makes it."
    return _grid("Sets of concessions", finding, heads, rows, note, first="concessions")


def _costs(finding: Brief, row: Any) -> str:
    names = finding.made.labels.parties
    return "; ".join(
        f"{names[step.party]} {wording.amount_words(step.cost)}"
        for step in finding.sets.steps
        if (step.set, step.coding) == (row.set, row.coding)
    )


def _clock(finding: Brief) -> Grid:
    rows = [
        _with_coding(
            row,
            finding.made,
            _number(row.deadline),
            Cell(text="tried, the scenario has none" if row.hypothetical else "in the scenario"),
            Cell(text=row.verdict.value),
            estimate_cell(row.settlement),
            estimate_cell(row.by_deadline),
            estimate_cell(row.impasse),
        )
        for row in finding.clock.effects
    ]
    heads = (
        "deadline on day",
        "which is",
        "so it",
        "settled by the end",
        "settled by that day",
        "impasse",
    )
    note = f"With the deadline minus without it, on the same worlds. {_SHARES}"
    return _grid("What the deadline changes", finding, heads, rows, note)


def _unknowns(finding: Brief) -> Grid:
    rows = [
        _with_coding(
            row,
            finding.made,
            estimate_cell(row.total),
            estimate_cell(row.first),
            estimate_cell(row.flips),
            first=Cell(text=group_words(row, finding.made.labels)),
        )
        for row in finding.sensitivity.groups
    ]
    heads = ("alone or with others", "by itself", "worlds it turns")
    note = (
        "The first two: parts of 100 of what varies. The last: of 100 worlds, how many end "
        f"otherwise when the group alone is drawn anew. {wording.capital(wording.SAMPLING_ONLY)}."
    )
    caption = "How much hangs on each group of inputs"
    return _grid(caption, finding, heads, rows, note, first="group")


def _least_supported(finding: Brief) -> Grid:
    labels = finding.made.labels
    rows = [
        (
            Cell(text=number_words(row.path, labels)),
            Cell(text=f"`{row.path}`"),
            _number(row.low),
            _number(row.high),
            estimate_cell(row.total),
            Cell(text=row.reason or "–"),
            Cell(text=row.size),
        )
        for row in finding.support
    ]
    heads = ("number", "path", "from", "to", "hangs on its group", "nobody, since", "size")
    note = f"What hangs on its group: parts of 100 of what varies, {wording.SAMPLING_ONLY}."
    return Grid(caption="The least supported inputs", heads=heads, rows=tuple(rows), note=note)


def _directions(finding: Brief) -> Grid:
    rows = [
        (Cell(text=direction_words(row.direction)), *map(_count, (row.numbers, row.assumed)))
        for row in finding.directions
    ]
    return Grid(
        caption="Who says which way the uncertain numbers point",
        heads=("who", "numbers", "of them of assumed size"),
        rows=tuple(rows),
    )


def _base_rates(finding: Brief) -> Grid:
    rows = [
        (
            Cell(text=rate.says),
            Cell(text="–") if rate.held is None else _count(rate.held),
            _count(rate.of),
            Cell(text=rate.source),
        )
        for rate in finding.base_rates
    ]
    return Grid(
        caption="Other cases",
        heads=("what was so", "in", "of", "who counted"),
        rows=tuple(rows),
        note="They enter no number of the scenario, and no case is another.",
    )


def _grid(
    caption: str,
    finding: Brief,
    heads: Sequence[str],
    rows: Iterable[tuple[Cell, ...]],
    note: str,
    *,
    first: str = "",
) -> Grid:
    leading = (*([first] if first else []), *(["coding"] if _several(finding.made) else []))
    return Grid(caption=caption, heads=(*leading, *heads), rows=tuple(rows), note=note)


def _with_coding(row: Any, made: Made, *cells: Cell, first: Cell | None = None) -> tuple[Cell, ...]:
    def leading() -> Iterator[Cell]:
        if first is not None:
            yield first
        if _several(made):
            yield Cell(text=row.coding)

    return (*leading(), *cells)


def _several(made: Made) -> bool:
    return any(coding_head(one) for one in made.codings)


def _count(value: int) -> Cell:
    return Cell(text=f"{value:,}", rank=float(value))


def _number(value: float) -> Cell:
    return Cell(text=f"{value:g}".replace("-", "−"), rank=float(value))
