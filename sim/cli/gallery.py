"""``parley gallery``: one picture of each kind, and every scenario at a glance, on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options as o
from sim.cli.panels import FILES
from sim.cli.simulation import RESULTS, load
from sim.cli.terminal import counted, show

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.domain.answer import Answer
    from sim.domain.finding import RunSummary
    from sim.domain.scenario import Scenario
    from sim.report.gallery import Picture

__all__ = ["register"]

#: Worlds that are enough to see how a picture is read.
_FEW = 200

#: Which scenario each analysis is shown on: one that has what the picture is about.
_EXAMPLES = {
    "run": "ukraine-2025-v07-russia-stalls",
    "clock": "ukraine-2025",
    "zopa": "ukraine-2025",
    "stability": "ukraine-2025",
    "sensitivity": "price-haggle",
}
_EXAMPLE = "labour-contract"
_GLANCE = ("endings", "timing")
#: What sets of concessions are to reach, in shares of worlds: more than settle without any.
_TARGET = 0.97

Makers = Mapping[str, Callable[[], "Figure"]]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        hidden=True,
        rich_help_panel=FILES,
        epilog="Example: parley gallery docs",
    )(gallery)


def gallery(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where gallery.md and its pictures go.")
    ] = RESULTS,
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="NAME",
            help="Show this one, or several; all bundled ones if not given.",
        ),
    ] = None,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="N", min=1, help="How many worlds to draw.")
    ] = _FEW,
    seed: o.Seed = o.SEED,
    workers: o.WorkerCount = None,
) -> None:
    """Draw one picture of each kind, and every scenario at a glance, on one page."""
    from sim.loading import bundled
    from sim.report.gallery import gallery_page

    request = o.requested(worlds=worlds, seed=seed, workers=workers)
    names = scenarios or [entry.name for entry in bundled()]
    hall = _Hall(folder=folder, request=request, only=names[0] if scenarios else None)
    glances, titles = {}, {}
    with counted("drawing the gallery") as report:
        total = len(_FINDERS) + 1 + len(names)
        shown = _shown(hall, lambda done: report(done, total))
        for place, name in enumerate(names, start=1):
            summary = hall.run(name)
            titles[name] = summary.title
            glances[name] = hall.glance(name, _run_makers(summary))
            report(len(_FINDERS) + 1 + place, total)
    page = folder / "gallery.md"
    page.write_text(gallery_page(shown, glances, titles), encoding="utf-8", newline="\n")
    show(str(page))


@dataclass(slots=True)
class _Hall:
    """Where pictures are hung. only : the one scenario that every kind is shown on, if any."""

    folder: Path
    request: o.Request
    only: str | None
    runs: dict[str, RunSummary] = field(default_factory=dict)

    def scenario_of(self, analysis: str) -> str:
        return self.only or _EXAMPLES.get(analysis, _EXAMPLE)

    def run(self, name: str) -> RunSummary:
        """The run of a scenario, played once."""
        from sim.analysis import summarise_run
        from sim.engine import negotiate
        from sim.sampling import sample_worlds

        if name not in self.runs:
            self.runs[name] = summarise_run(
                {
                    coding: negotiate(
                        scenario,
                        sample_worlds(scenario, n=self.request.worlds, seed=self.request.seed),
                    )
                    for coding, scenario in load(name, self.request).items()
                }
            )
        return self.runs[name]

    def glance(self, scenario: str, makers: Makers) -> list[Picture]:
        """Draw the figures of a scenario that are shown of every one, smaller."""
        from sim.report.gallery import GLANCE

        some = {kind: makers[kind] for kind in _GLANCE if kind in makers}
        return self.hang(scenario, some, wide=GLANCE, suffix=".small")

    def hang(
        self, scenario: str, makers: Makers, *, wide: int | None = None, suffix: str = ""
    ) -> list[Picture]:
        """Draw figures of a scenario. suffix : of the files' names."""
        from sim.report.gallery import WIDE, Picture, save_small

        found, stem = [], scenario.removesuffix(".toml").replace("/", "-")
        for kind, make in makers.items():
            name = f"{stem}.{kind}{suffix}"
            place = save_small(make, self.folder / "gallery", name, wide=wide or WIDE)
            file = place.relative_to(self.folder).as_posix()
            found.append(Picture(kind=kind, scenario=scenario, file=file))
        return found


def _shown(hall: _Hall, report: Callable[[int], None]) -> list[Picture]:
    """A picture of each kind that the scenarios have."""
    from sim.report.answering import answer_figures

    name = hall.scenario_of("run")
    found = hall.hang(name, _run_makers(hall.run(name)))
    report(1)
    for place, (analysis, find) in enumerate(_FINDERS.items(), start=2):
        name = hall.scenario_of(analysis)
        for finding in find(load(name, hall.request), hall.request):
            there = {picture.kind for picture in found}
            makers = answer_figures(finding)
            found += hall.hang(name, {k: make for k, make in makers.items() if k not in there})
        report(place)
    return found


def _run_makers(summary: RunSummary) -> Makers:
    from sim.report.figures.pages import run_kinds, run_page

    return {kind: partial(run_page, summary, kind) for kind in run_kinds(summary)}


def _plain(
    module: str, name: str, *, times: int = 1
) -> Callable[[Any, o.Request], Iterator[Answer]]:
    """An analysis that needs no more than scenarios, worlds and a seed.

    times : so many times the worlds, where fewer leave nothing to show.
    """

    def find(codings: Mapping[str, Scenario], request: o.Request) -> Iterator[Answer]:
        from importlib import import_module

        asked = getattr(import_module(f"sim.analysis.{module}"), name)
        yield asked(codings, n=times * request.worlds, seed=request.seed, workers=request.many)

    return find


def _concessions(codings: Mapping[str, Scenario], request: o.Request) -> Iterator[Answer]:
    from sim.analysis.concessions import try_concessions
    from sim.analysis.concessions_together import with_pairs, with_sets

    few, seed, workers = min(request.worlds, 100), request.seed, request.many
    finding = try_concessions(codings, n=few, seed=seed, workers=workers)
    finding = with_pairs(finding, codings, workers=workers)
    yield with_sets(finding, codings, _TARGET, workers=workers)


def _sweep(codings: Mapping[str, Scenario], request: o.Request) -> Iterator[Answer]:
    from sim.analysis.grid.varying import varied_from
    from sim.analysis.sweep import sweep_grid

    parties = next(iter(codings.values())).principals[:2]
    words = [f"party.{party}.no_deal.shift=-0.2:0.2:5" for party in parties]
    for some in (words[:1], words):
        yield sweep_grid(
            codings, varied_from(some), n=request.worlds, seed=request.seed, workers=request.few
        )


_FINDERS: Mapping[str, Callable[[Any, o.Request], Iterator[Answer]]] = {
    "sweep": _sweep,
    "zopa": _plain("zopa", "acceptable_set"),
    "concessions": _concessions,
    "clock": _plain("clock", "vary_clock"),
    "solve": _plain("solve", "find_solutions"),
    "equilibrium": _plain("equilibrium", "find_equilibria"),
    "stability": _plain("stability", "find_stability"),
    "sensitivity": _plain("sensitivity", "find_drivers", times=5),
    "robust": _plain("robust", "check_statements"),
}
