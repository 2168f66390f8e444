"""Reports on disk: words, tables and pictures in a folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.domain.concession import ConcessionTable
from sim.domain.finding import RunSummary
from sim.report import style
from sim.report.figures.pages import RUN_KINDS, lift_page, run_page
from sim.report.lifts import lifts_text
from sim.report.text import run_text

__all__ = ["FORMS", "save", "write_concession_figure", "write_figures", "write_report"]

FORMS = ("png", "svg")


def write_report(finding: RunSummary | ConcessionTable, folder: str | Path) -> tuple[Path, ...]:
    """Write a finding into a folder, made if need be, and return the files written.

    A run: its text and every figure. Concessions: text, a table and the figure.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if isinstance(finding, RunSummary):
        text = place / "report.txt"
        text.write_text(run_text(finding), encoding="utf-8")
        return (text, *write_figures(finding, place / "figures"))
    text = place / "concessions.txt"
    text.write_text(lifts_text(finding), encoding="utf-8")
    table = place / "concessions.csv"
    _write_lifts(finding, table)
    return (text, table, *write_concession_figure(finding, place / "figures"))


def write_figures(
    summary: RunSummary,
    folder: str | Path,
    kinds: Iterable[str] = RUN_KINDS,
    forms: Sequence[str] = FORMS,
) -> tuple[Path, ...]:
    """Draw the named kinds of picture into a folder. Raises ``NotFoundError`` for another."""
    written: list[Path] = []
    with style.look():
        for kind in kinds:
            written += save(run_page(summary, kind), Path(folder), kind, forms)
    return tuple(written)


def write_concession_figure(
    table: ConcessionTable, folder: str | Path, forms: Sequence[str] = FORMS
) -> tuple[Path, ...]:
    """Draw what single concessions would change into a folder."""
    with style.look():
        return save(lift_page(table), Path(folder), "concessions", forms)


def save(figure: Figure, folder: Path, name: str, forms: Sequence[str] = FORMS) -> tuple[Path, ...]:
    """Write a figure as files that are the same bytes for the same figure."""
    folder.mkdir(parents=True, exist_ok=True)
    _settle(figure)
    written = []
    for form in forms:
        place = folder / f"{name}.{form}"
        # A date would make every file a new one.
        figure.savefig(place, metadata={"Date": None} if form == "svg" else {"Software": None})
        written.append(place)
    return tuple(written)


def _settle(figure: Figure) -> None:
    # The layout's solver may differ in the last digits from run to run, and SVG writes them all.
    figure.draw_without_rendering()
    places = [(axes, axes.get_position().bounds) for axes in figure.axes]
    figure.set_layout_engine("none")
    for axes, bounds in places:
        axes.set_position(Bbox.from_bounds(*(round(bound, 4) for bound in bounds)))


def _write_lifts(table: ConcessionTable, place: Path) -> None:
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            (
                *("party", "issue", "option", "concession", "coding"),
                *("early", "early_low", "early_high"),
                *("horizon", "horizon_low", "horizon_high"),
                *("cost", "cost_low", "cost_high"),
            )
        )
        for row in table.rows:
            for coding, lift in row.lifts.items():
                changes = (lift.early, lift.horizon)
                numbers = [n for c in changes for n in (c.difference, c.low, c.high)]
                numbers += [lift.cost.mean, lift.cost.low, lift.cost.high]
                writer.writerow(
                    (
                        *(row.party, row.issue, row.option, row.kind.value, coding),
                        *(f"{number:.6g}" for number in numbers),
                    )
                )
