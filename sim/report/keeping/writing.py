"""The page on disk."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["PAGE", "write_page"]

PAGE = "brief.html"


def write_page(page: str, folder: Path) -> Path:
    """Write a page into a folder that is there, whole or not at all; returns the file."""
    target = folder / PAGE
    part = folder / f".{PAGE}.part-{os.getpid()}"
    try:
        part.write_text(page, encoding="utf-8", newline="\n")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target
