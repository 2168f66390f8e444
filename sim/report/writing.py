"""Reports on disk: words and pictures in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.domain.concession import ConcessionTable
from sim.domain.finding import RunSummary
from sim.report import style
from sim.report.figures.pages import lift_page, run_kinds, run_page
from sim.report.text import run_text

__all__ = ["FORMS", "save", "settle", "write_concession_figure", "write_figures", "write_report"]

FORMS = ("png", "svg")


def write_report(finding: RunSummary, folder: str | Path) -> tuple[Path, ...]:
    """Write the text and all figures of a run into a folder, made if need be; returns the files."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    text = place / "report.txt"
    text.write_text(run_text(finding), encoding="utf-8")
    return (text, *write_figures(finding, place / "figures"))


def write_figures(
    summary: RunSummary,
    folder: str | Path,
    kinds: Iterable[str] | None = None,
    forms: Sequence[str] = FORMS,
) -> tuple[Path, ...]:
    """Draw kinds of picture into a folder; returns the files.

    kinds : those that have something to show if not given. Raises ``NotFoundError`` for another.
    """
    written: list[Path] = []
    with style.look():
        for kind in run_kinds(summary) if kinds is None else kinds:
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
    settle(figure)
    written = []
    for form in forms:
        place = folder / f"{name}.{form}"
        # A date would make every file a new one.
        figure.savefig(place, metadata={"Date": None} if form == "svg" else {"Software": None})
        written.append(place)
    return tuple(written)


def settle(figure: Figure) -> None:
    """Fix the layout of a figure, so that what is saved is the same every time."""
    # The layout's solver may differ in the last digits from run to run, and SVG writes them all.
    figure.draw_without_rendering()
    places = [(axes, axes.get_position().bounds) for axes in figure.axes]
    figure.set_layout_engine("none")
    for axes, bounds in places:
        axes.set_position(Bbox.from_bounds(*(round(bound, 4) for bound in bounds)))
