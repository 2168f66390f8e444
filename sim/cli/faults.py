"""How a command ends: its exit code, and one clear line where something is wrong."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import typer

from sim.cli.interruption import interruptible
from sim.errors import ParleyError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DONE", "INTERNAL", "INTERRUPTED", "INVALID", "PARTIAL", "USAGE", "exit_code_of"]

DONE = 0
INTERNAL = 1
USAGE = 2
INVALID = 3
PARTIAL = 4
INTERRUPTED = 130

_INTERRUPTED = "interrupted; a folder that was not finished is not kept"

#: What the parser of options says → plain words.
_PLAIN = (
    (r"Input should be a valid integer\b.*", "must be a whole number"),
    (r"Input should be a valid number\b.*", "must be a number"),
    (r"Input should be greater than or equal to (\S+)", r"must be \1 or more"),
    (r"Value error, (.*)", r"\1"),
)


def exit_code_of(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; whatever went wrong has been said on stderr."""
    with interruptible():
        return _carried_out(app, arguments)


def _carried_out(app: typer.Typer, arguments: Sequence[str] | None) -> int:
    try:
        code = app(args=arguments, prog_name="parley", standalone_mode=False)
        sys.stdout.flush()
    except ParleyError as error:
        return _say(error, error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say(_INTERRUPTED, INTERRUPTED)
    except BrokenPipeError:
        return _close_quietly()
    except SystemExit:
        # How typer leaves when the reader of standard output has gone.
        return _close_quietly()
    except typer.Exit as end:
        return int(end.exit_code)
    except OSError as error:
        return _say(_os_words(error), USAGE)
    except Exception as error:
        return _unexpected(error)
    if code == INTERRUPTED:
        return _say(_INTERRUPTED, INTERRUPTED)
    return code if isinstance(code, int) else DONE


def _say(message: object, code: int) -> int:
    # A reader of stderr may be gone as well; the exit code still tells.
    try:
        for line in str(message).splitlines():
            print(f"parley: {line}" if code != INVALID else line, file=sys.stderr)  # noqa: T201
    except BrokenPipeError:
        pass
    return code


def _os_words(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{(error.strerror or str(error)).lower()}"


def _close_quietly() -> int:
    # Python would complain when it flushes a closed stdout at exit, so hand it an open one.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return DONE


def _unexpected(error: Exception) -> int:
    words = getattr(error, "format_message", None)
    if words is None:
        return _internal(error)
    message = str(words())
    if not message or type(error).__name__ == "NoArgsIsHelpError":
        print(message)  # noqa: T201
        return USAGE
    context = getattr(error, "ctx", None)
    where = f"; see `{context.command_path} --help`" if context is not None else ""
    line = _plainly(" ".join(message.split()).rstrip(".")) + where
    return _say(line, int(getattr(error, "exit_code", USAGE)))


def _plainly(message: str) -> str:
    for said, plain in _PLAIN:
        message = re.sub(said, plain, message)
    return message


def _internal(error: Exception) -> int:
    if os.environ.get("PARLEY_TRACEBACK"):
        raise error
    _say(
        f"this is a fault in Parley, not in your input: {type(error).__name__}: {error} "
        "(set PARLEY_TRACEBACK=1 to see where)",
        INTERNAL,
    )
    return INTERNAL
