"""The questions that commands are grouped under, in the order of the help."""

from __future__ import annotations

__all__ = ["FILES", "HAPPENS", "MOVES", "RATIONAL", "UNKNOWN"]

HAPPENS = "What happens?"
MOVES = "What must move?"
RATIONAL = "What would rational parties do?"
UNKNOWN = "What do we not know?"
FILES = "Files and pages"
