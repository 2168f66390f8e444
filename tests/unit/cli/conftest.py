"""Runs commands in the test's own process, as a person would type them."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from sim.cli import main


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command said, and how it ended."""

    out: str
    err: str
    code: int


def typed(*words):
    """Carry out ``parley`` with these words."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(out=out.getvalue(), err=err.getvalue(), code=code)


@pytest.fixture
def parley(tmp_path, monkeypatch):
    """A function that runs ``parley`` in an empty folder, at 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "argv", ["parley"])
    return typed
