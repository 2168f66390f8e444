"""The command line: the verbs of the library, grouped under the questions people bring.

Importing this module loads typer and nothing slower; everything else is loaded by the command that
needs it.
"""

from __future__ import annotations

import sys

import typer

from sim._version import __version__
from sim.cli import (
    brief,
    clock,
    conceding,
    drawing,
    equilibrium,
    explore,
    files,
    gallery,
    robust,
    running,
    sensitivity,
    solve,
    sources,
    stability,
    sweep,
    tracing,
    zopa,
)
from sim.cli.faults import exit_code_of

__all__ = ["app", "main"]

app = typer.Typer(
    name="parley",
    help="Parties with demands and red lines negotiate under a clock, in thousands of plausible "
    "worlds. Parley shows what happens, what has to move, and what nobody knows.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"parley {__version__}")
        raise typer.Exit


@app.callback()
def _parley(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


for _module in (
    running,
    tracing,
    drawing,
    sweep,
    zopa,
    conceding,
    clock,
    brief,
    solve,
    equilibrium,
    stability,
    sensitivity,
    robust,
    sources,
    explore,
    files,
    gallery,
):
    _module.register(app)


def main(arguments: list[str] | None = None) -> None:
    """Carry out one command and end the process with its exit code.

    arguments : the words after ``parley``; those of the process if not given.
    """
    sys.exit(exit_code_of(app, arguments))
