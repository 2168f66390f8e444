"""Findings with tables to and from disk, and the one object that ``--json`` prints of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from sim.domain.answer import Answer
from sim.domain.scenario import Scenario
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text, json_text
from sim.records.holding import Existing, find_kept, put_kept, read_kept
from sim.records.manifest import FolderKind, Manifest, made_of_answer, manifest_of
from sim.records.placing import aside, write_text
from sim.records.resolved import scenario_files

__all__ = [
    "answer_json",
    "answer_schema",
    "answer_type",
    "find_answer",
    "read_answer",
    "write_answer",
]

Found = TypeVar("Found", bound=Answer)

FINDING = "finding.json"
DETAILS = "details.json"
TEXT = "report.txt"

#: Kind of finding → where its noun lives.
_NOUNS = {
    "brief": ("brief", "Brief"),
    "zopa": ("zopa", "Zopa"),
    "concessions": ("concessions", "Concessions"),
    "clock": ("clock", "Clock"),
    "sweep": ("sweep", "Sweep"),
    "sensitivity": ("sensitivity", "Sensitivity"),
    "robust": ("robust", "Robust"),
    "solve": ("solved", "Solved"),
    "equilibrium": ("equilibrium", "Equilibria"),
    "stability": ("stability", "Stability"),
}


def answer_type(kind: str) -> type[Any]:
    """The noun of a kind of finding. Raises ``KeyError`` for an unknown kind."""
    module, name = _NOUNS[kind]
    found: type[Any] = getattr(import_module(f"sim.domain.{module}"), name)
    return found


def answer_json(finding: Answer, says: Sequence[str]) -> dict[str, Any]:
    """The one object of a finding, ready for ``json.dumps``; it follows ``answer_schema()``.

    says : what it comes to, in sentences.
    """
    made = finding.made
    return {
        "schema": 1,
        "kind": finding.kind,
        "scenario": made.scenario,
        "question": made.question,
        "scenario_hash": made.scenario_hash,
        "seed": made.seed,
        "worlds": made.worlds,
        "coding": list(made.codings),
        "protocol": made.protocol,
        "overrides": dict(made.overrides),
        "asked": dict(made.asked),
        "version": made.version,
        "rows": [plain_row(name, row) for name, rows in finding.tables.items() for row in rows],
        "says": list(says),
    }


def answer_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the object."""
    text = files("sim.records").joinpath("finding.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def find_answer(
    folder: Path, noun: type[Found], run_hash: str, existing: Existing = Existing.REFUSE
) -> Found | None:
    """This very finding, if ``folder`` holds it; ``None`` if it is still to be made.

    Raises ``ResultsError`` where the folder holds something else and ``existing`` is REFUSE, and
    where it is no folder at all.
    """
    kind = FolderKind(f"parley {noun.kind}")
    return find_kept(folder, kind, run_hash, existing, lambda place: read_answer(place, noun))


def read_answer(folder: Path, noun: type[Found]) -> Found:
    """The finding a folder holds. Raises ``ResultsError`` where it holds none of this kind."""
    manifest = manifest_of(folder, FolderKind(f"parley {noun.kind}"))
    return from_text(noun, read_kept(folder, manifest, DETAILS), folder / DETAILS)


def write_answer(
    folder: Path,
    finding: Answer,
    scenarios: Mapping[str, Scenario],
    *,
    run_hash: str,
    says: Sequence[str],
    text: str,
    existing: Existing = Existing.REFUSE,
) -> Path:
    """Write the folder of a finding; returns it.

    scenarios : coding → scenario. says : as for ``answer_json``. text : the reader's page.
    A folder that holds this very finding keeps what it has. Raises as ``write_run`` does; what
    interrupts the writing leaves no half folder.
    """
    kind = FolderKind(f"parley {finding.kind}")
    texts = {
        **scenario_files(scenarios),
        FINDING: json_text(answer_json(finding, says)),
        DETAILS: as_text(finding),
        TEXT: text,
        **{f"{name}.csv": table_csv(rows) for name, rows in finding.tables.items() if rows},
    }
    manifest = Manifest(kind=kind, run_hash=run_hash, made=made_of_answer(finding))
    with aside(folder) as part:
        part.mkdir()
        for name, content in texts.items():
            write_text(part / name, content)
            manifest = manifest.with_file(name, content)
        put_kept(part, folder, manifest, existing)
    return folder
