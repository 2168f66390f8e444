"""The five questions that commands are grouped under."""

from __future__ import annotations

__all__ = ["FILES", "HAPPENS", "MOVES", "UNKNOWN"]

# "What would rational parties do?" has no command yet and so no name here.
HAPPENS = "What happens?"
MOVES = "What must move?"
UNKNOWN = "What do we not know?"
FILES = "Files and pages"
