"""From a question to its answer: read it if it was asked before, else find it, keep it, tell it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import options as o
from sim.cli.simulation import RESULTS
from sim.cli.terminal import note, show, width

if TYPE_CHECKING:
    from sim.domain.answer import Answer
    from sim.domain.scenario import Scenario

__all__ = ["answer", "folder_of", "kept", "show_json"]

Asked = Mapping[str, str | float | int | bool | None]


def answer(
    noun: type[Any],
    codings: Mapping[str, Scenario],
    request: o.Request,
    find: Callable[[], Answer],
    *,
    asked: Asked,
    out: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Print a finding and keep it in a folder of its own.

    noun : the kind of finding. find : makes it, where it is not kept yet. asked : options of the
    command that change the finding, beside the scenario, worlds and seed.
    """
    from sim.report import answer_text, write_answer_figures

    folder, finding = kept(noun, codings, request, find, asked=asked, out=out, force=force)
    if as_json:
        show_json(finding)
        return
    figures = folder / "figures"
    if not figures.is_dir() or not any(figures.iterdir()):
        write_answer_figures(finding, figures)
    show(answer_text(finding, width=width()))
    note(f"kept in {folder}, with tables and figures")


def kept(
    noun: type[Any],
    codings: Mapping[str, Scenario],
    request: o.Request,
    find: Callable[[], Answer],
    *,
    asked: Asked,
    out: Path | None,
    force: bool,
) -> tuple[Path, Any]:
    """The folder of a finding and the finding in it: read if it is there, else made and kept.

    Arguments as for ``answer``.
    """
    from sim.analysis.inputs import trace_inputs
    from sim.records import add_inputs, find_answer, write_answer
    from sim.report import answer_says, answer_text

    folder, made = folder_of(noun, codings, request, asked=asked, out=out)
    existing = o.existing(force)
    finding = find_answer(folder, noun, made, existing)
    if finding is None:
        # Before the work, so that a folder that cannot be made is known at once.
        folder.parent.mkdir(parents=True, exist_ok=True)
        finding = find()
        write_answer(
            folder,
            finding,
            codings,
            run_hash=made,
            says=answer_says(finding),
            text=answer_text(finding),
            existing=existing,
        )
    add_inputs(folder, trace_inputs(codings))
    return folder, finding


def show_json(finding: Answer) -> None:
    """Print the one object of a finding."""
    from sim.records import answer_json
    from sim.report import answer_says

    found = answer_json(finding, answer_says(finding))
    show(json.dumps(found, ensure_ascii=False, allow_nan=False))


def folder_of(
    noun: type[Any],
    codings: Mapping[str, Scenario],
    request: o.Request,
    *,
    asked: Asked,
    out: Path | None,
) -> tuple[Path, str]:
    """The folder of a finding, and the hash it is known by."""
    from sim.records import folder_name, run_hash

    what = {"kind": noun.kind, **asked}
    made = run_hash(codings, n=request.worlds, seed=request.seed, asked=what)
    name = f"{next(iter(codings.values())).name}-{noun.kind}"
    return (RESULTS / folder_name(name, made) if out is None else out), made
