"""Statements that can be played as the file stands, and cannot with what ``--set`` changes."""

from __future__ import annotations

from sim.domain.provenance import Seeds
from sim.domain.statement import LeftOut
from sim.loading.assembling import faults_of
from sim.loading.checks import table
from sim.loading.layers import Merged
from sim.loading.statements import set_scenarios

__all__ = ["leave_out"]


def leave_out(merged: Merged, files: Merged, seeds: Seeds) -> tuple[LeftOut, ...]:
    """Take the statements out of ``merged`` that ``--set`` alone makes impossible to play.

    merged : tables of the files and of ``--set``, in which something is wrong. files : the same
    without ``--set``. Nothing is taken out where something else is wrong, in either; what ``--set``
    says of a statement itself is its own fault.
    """
    if not files.has(("statement",)) or faults_of(files, seeds):
        return ()
    asked = merged.copy()
    for statement, held in table(merged.tables.get("statement")).items():
        if held != files.get(("statement", statement)):
            asked.remove(("statement", statement))
    bare = asked.copy()
    bare.remove(("statement",))
    if faults_of(bare, seeds):
        return ()
    gone = []
    for statement, changed, misplaced in set_scenarios(asked):
        faults = misplaced or faults_of(changed, seeds)
        if faults:
            says = str(asked.get(("statement", statement, "says")))
            why = f"{faults[0].path} {faults[0].rule}"
            gone.append(LeftOut(id=statement, says=says, why=why))
            merged.remove(("statement", statement))
    return tuple(gone)
