"""A command that is interrupted ends with 130 and one line, whatever it was just about to do."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from sim.cli.interruption import interruptible

ROOT = Path(__file__).resolve().parents[3]
RUN = ("run", "price-haggle", "--worlds", "2000", "--workers", "2")
EQUILIBRIUM = ("equilibrium", "price-haggle", "--worlds", "600", "--workers", "2")
SWEEP = ("sweep", "price-haggle", "--vary", "protocol.horizon=10:50:13", "--workers", "2")
COMMANDS = {words[0]: words for words in (RUN, EQUILIBRIUM, SWEEP)}

#: ``parley`` that gets ``signal`` as soon as it loads ``module``; ``lost`` swallows what it raises,
#: as an extension module does that clears errors of its own.
AT_IMPORT = """
import importlib.abc
import signal
import sys

import sim.__main__

module, number, lost = {module!r}, signal.{number}, {lost!r}


class Interrupting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == module:
            sys.meta_path.remove(self)
            try:
                signal.raise_signal(number)
            except BaseException:
                if not lost:
                    raise


sys.meta_path.insert(0, Interrupting())
sim.__main__.main()
"""

#: ``parley`` whose whole session gets ``signal`` when the server of its workers was just started.
AT_THE_SERVER = """
import os
import signal

if __name__ == "__main__":
    from multiprocessing import forkserver

    import sim.__main__

    start = forkserver._forkserver.ensure_running

    def start_and_stop():
        start()
        forkserver._forkserver.ensure_running = start
        os.killpg(0, signal.{number})

    forkserver._forkserver.ensure_running = start_and_stop
    sim.__main__.main()
"""

#: ``parley`` whose whole session gets ``signal`` from every worker before it takes up work: twice
#: and more, as from a person in a hurry.
AT_A_WORKER = """
import os
import signal

if __name__ == "__main__":
    import sim.__main__

    sim.__main__.main()
else:
    os.killpg(0, signal.{number})
"""


#: ``parley`` that leaves a mark once its first line has run.
MARKED = """
from pathlib import Path

import sim.__main__

if __name__ == "__main__":
    set_to = sim.__main__._set

    def tell(answer):
        set_to(answer)
        Path("begun").touch()

    sim.__main__._set = tell
    sim.__main__.main()
"""


def program(text, words, place):
    file = place / "program.py"
    file.write_text(text)
    return subprocess.Popen(
        [sys.executable, str(file), *words],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def ended_in_one_line(process, line="parley: interrupted"):
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, ""), err
    assert err.startswith(line)
    assert err.count("\n") == 1


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("module", ["sim.cli", "typer", "sim.cli.zopa"])
def test_while_the_command_line_is_loaded_nothing_was_begun(module, number, tmp_path):
    text = AT_IMPORT.format(module=module, number=number, lost=False)
    line = "parley: interrupted before anything was begun"
    ended_in_one_line(program(text, RUN, tmp_path), line)


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("module", ["sim.loading", "pydantic", "numpy", "mesa", "sim.engine"])
def test_while_libraries_are_loaded_an_interruption_is_never_lost(module, lost, tmp_path):
    text = AT_IMPORT.format(module=module, number="SIGINT", lost=lost)
    ended_in_one_line(program(text, RUN, tmp_path))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("when", [AT_THE_SERVER, AT_A_WORKER], ids=["server", "worker"])
def test_while_workers_are_started_none_of_them_says_a_word(when, number, command, tmp_path):
    ended_in_one_line(program(when.format(number=number), COMMANDS[command], tmp_path))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5, 1, 2, 3])
def test_some_seconds_after_its_first_line_too(seconds, command, tmp_path):
    """As a person does it; a machine so fast that the command is over by then says nothing."""
    process = program(MARKED, COMMANDS[command], tmp_path)
    while not (tmp_path / "begun").exists():
        time.sleep(0.005)
    time.sleep(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    if not out:
        assert process.returncode == 130
        assert err.count("\n") == 1


def interrupted(work):
    """Whether some work ends by an interruption."""
    try:
        with interruptible():
            work()
    except KeyboardInterrupt:
        return True
    return False


def test_what_is_being_carried_out_is_not_interrupted_again():
    """Four times the pause pass in the ``finally``; an insisting clock would cut it short."""
    finished = []

    def work():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            time.sleep(0.8)
            finished.append(True)

    assert interrupted(work)
    assert finished


def test_what_was_lost_is_raised_again():

    def lose():
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        time.sleep(20)

    begun = time.monotonic()
    assert interrupted(lose)
    assert time.monotonic() - begun < 10


def test_afterwards_everything_is_as_it_was():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    assert interrupted(lambda: signal.raise_signal(signal.SIGTERM))
    assert [signal.getsignal(number) for number in numbers] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_nothing_is_changed():
    found = []

    def look():
        with interruptible():
            found.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGTERM)]
