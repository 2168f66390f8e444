"""From what was asked for to a run: load, look whether it was done before, negotiate, keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import Request
from sim.cli.terminal import note, progress
from sim.errors import NotFoundError, ScenarioError, UsageError

if TYPE_CHECKING:
    from sim.domain.finding import RunSummary
    from sim.domain.outcome import Outcomes
    from sim.domain.scenario import Scenario
    from sim.records import Existing, TableFormat

__all__ = ["RESULTS", "Job", "Player", "jobs_for", "load", "parent_codings"]

RESULTS = Path("results")

Codings = Mapping[str, "Scenario"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run to do: a scenario under its codings, where it goes, and what it is held against."""

    codings: Codings
    folder: Path
    run_hash: str
    against: Codings | None = None


def load(source: str, request: Request) -> dict[str, Scenario]:
    """A scenario under the codings asked for, with every override."""
    from sim.loading import load_codings

    wanted = None if request.coding is None else [request.coding]
    return load_codings(source, codings=wanted, sets=request.overrides)


def parent_codings(codings: Codings, request: Request) -> Codings | None:
    """The parent of a variant under the same codings and overrides; ``None`` where it has none.

    A parent that lacks what an override changes is taken as it is written, and that is said.
    """
    first = next(iter(codings.values()))
    if first.parent is None:
        return None
    source = _parent_source(first)
    plain = Request(worlds=request.worlds, seed=request.seed, coding=request.coding)
    try:
        return load(source, request)
    except ScenarioError:
        if not request.overrides:
            raise
        note(f"{first.parent} cannot take the same --set, so it is compared as it is written")
        return load(source, plain)
    except NotFoundError:
        note(f"{first.parent} has no coding like this one, so there is no comparison with it")
        return None


def _parent_source(scenario: Scenario) -> str:
    beside = Path(scenario.file).parent / f"{scenario.parent}.toml"
    return str(beside) if beside.is_file() else str(scenario.parent)


def jobs_for(sources: Sequence[str], request: Request, out: Path | None) -> list[Job]:
    """The runs that the sources ask for; everything is loaded before anything is played.

    One source is held against its parent, several against the first.
    """
    loaded = [load(source, request) for source in sources]
    for other in loaded[1:]:
        _check_shared(loaded[0], other)
    jobs = []
    for place, codings in enumerate(loaded):
        if place:
            against: Codings | None = loaded[0]
        else:
            against = parent_codings(codings, request) if len(loaded) == 1 else None
        jobs.append(_job(codings, request, against, out, alone=len(loaded) == 1))
    return jobs


def _check_shared(first: Codings, second: Codings) -> None:
    """Raises ``UsageError`` where two scenarios have no uncertain number in common."""
    ours, theirs = _paths(first), _paths(second)
    if ours and theirs and not ours & theirs:
        one, other = (next(iter(codings.values())).name for codings in (first, second))
        raise UsageError(
            f"{one} and {other} have no uncertain number in common, so none of their worlds is the "
            "same and there is nothing to compare: run each by itself, or compare a scenario with "
            "a variant that extends it"
        )


def _paths(codings: Codings) -> set[str]:
    return {quantity.path for scenario in codings.values() for quantity in scenario.quantities()}


def _job(
    codings: Codings, request: Request, against: Codings | None, out: Path | None, *, alone: bool
) -> Job:
    from sim.records import folder_name, run_hash

    found = run_hash(codings, n=request.worlds, seed=request.seed, against=against)
    name = folder_name(next(iter(codings.values())).name, found)
    folder = RESULTS / name if out is None else out if alone else out / name
    return Job(codings=codings, folder=folder, run_hash=found, against=against)


@dataclass(slots=True)
class Player:
    """Plays scenarios once each, however many runs need them."""

    request: Request
    played: list[tuple[Codings, dict[str, Outcomes]]] = field(default_factory=list)

    def play(self, codings: Codings) -> dict[str, Outcomes]:
        """Outcomes of a scenario under each of its codings."""
        for known, outcomes in self.played:
            if known is codings:
                return outcomes
        outcomes = self._negotiate(codings)
        self.played.append((codings, outcomes))
        return outcomes

    def _negotiate(self, codings: Codings) -> dict[str, Outcomes]:
        from sim.engine import negotiate
        from sim.sampling import sample_worlds

        found = {}
        name = next(iter(codings.values())).name
        with progress(f"negotiating {name}", self.request.worlds * len(codings)) as advance:
            for coding, scenario in codings.items():
                worlds = sample_worlds(scenario, n=self.request.worlds, seed=self.request.seed)
                found[coding] = negotiate(
                    scenario, worlds, workers=self.request.few, progress=advance
                )
        return found

    def run(self, job: Job, table: TableFormat, existing: Existing) -> RunSummary:
        """The summary of a job: read from its folder if it is there, else played and kept."""
        from sim.analysis.inputs import trace_inputs
        from sim.records import add_inputs, add_table, find_run

        summary = find_run(job.folder, job.run_hash, existing)
        if summary is None:
            summary = self._play_and_keep(job, table, existing)
        else:
            add_table(job.folder, table)
        add_inputs(job.folder, trace_inputs(job.codings))
        return summary

    def _play_and_keep(self, job: Job, table: TableFormat, existing: Existing) -> RunSummary:
        from sim.analysis import compare, summarise_run
        from sim.records import write_run

        outcomes = self.play(job.codings)
        against = None if job.against is None else compare(self.play(job.against), outcomes)
        summary = summarise_run(outcomes, against=against)
        write_run(
            job.folder,
            outcomes,
            summary,
            run_hash=job.run_hash,
            table=table,
            existing=existing,
        )
        return summary
