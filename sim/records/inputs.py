"""Whose numbers a folder was made from, kept beside what was found with them."""

from __future__ import annotations

import os
from pathlib import Path

from sim.domain.inputs import Inputs
from sim.records.encoding import as_text, from_text
from sim.records.fingerprint import value_hash
from sim.records.holding import read_kept
from sim.records.manifest import FolderKind, manifest_of
from sim.records.placing import aside, write_text

__all__ = ["add_inputs", "read_inputs"]

INPUTS = "inputs.json"


def add_inputs(folder: Path, inputs: Inputs) -> Path:
    """Keep who stands behind every number in a complete folder; returns the file.

    Sources change no result and are not in the hash a folder is known by. So what is there is
    replaced where it differs: asked for again, a folder tells what is known now.
    """
    manifest = manifest_of(folder, *FolderKind)
    target, text = folder / INPUTS, as_text(inputs)
    if manifest.files.get(INPUTS) == value_hash(text) and target.exists():
        return target
    with aside(target) as part:
        write_text(part, text)
        os.replace(part, target)
    manifest.with_file(INPUTS, text).replace_in(folder)
    return target


def read_inputs(folder: Path) -> Inputs | None:
    """The inputs a folder keeps; ``None`` where an older version wrote it, which kept none.

    Raises ``ResultsError`` where they are missing or not as they were written.
    """
    manifest = manifest_of(folder, *FolderKind)
    if INPUTS not in manifest.files:
        return None
    return from_text(Inputs, read_kept(folder, manifest, INPUTS), folder / INPUTS)
