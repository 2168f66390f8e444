"""Runs ``parley explore`` beside a test, and ends it as a person would: with Ctrl-C."""

import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
#: Seconds; long, since a busy machine is no fault of the page.
LONGEST_START = 120
LONGEST_END = 30
#: Done, and interrupted with finished work kept.
GOOD_ENDS = (0, 130)


def exploring(scenario, *options, folder):
    """Serve a scenario for as long as the context lasts; it holds the address of the page."""
    words = ["explore", scenario, "--no-browser", "--port", "0", *options]
    return serving([sys.executable, "-m", "sim", *words], folder=folder)


@contextmanager
def serving(command, *, folder, longest_start=LONGEST_START, longest_end=LONGEST_END):
    """Run a command that says its address and serves a page there until it is interrupted.

    Raises ``AssertionError``, with all that was said, where the command ends before it serves, says
    no address, does not answer, does not end on an interrupt, or ends in a traceback.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        bufsize=1,
    )
    said = _Said(process.stdout)
    try:
        until = time.monotonic() + longest_start
        address = _address(process, said, until)
        _await_answer(address, process, said, until)
        yield address
        _end(process, said, longest_end)
    finally:
        process.kill()
        process.wait()
        said.close()


class _Said:
    """The lines a process says, read as they come so that it never waits for a reader."""

    def __init__(self, stream):
        self.lines = []
        self._stream = stream
        self._new = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._stream:
            self.lines.append(line)
            self._new.put(line)

    def next_line(self, seconds):
        """The next line, or None where none came in this time."""
        try:
            return self._new.get(timeout=seconds)
        except queue.Empty:
            return None

    def text(self):
        return "".join(self.lines) or "(nothing)"

    def close(self):
        # A process of its own that the command left behind may hold the stream open.
        self._reader.join(timeout=5)


def _address(process, said, until):
    while time.monotonic() < until:
        line = said.next_line(0.1)
        found = ADDRESS.search(line or "")
        if found:
            return found.group()
        if line is None:
            _assert_runs(process, said, "before it served")
    raise AssertionError(f"no address was said in time; said:\n{said.text()}")


def _await_answer(address, process, said, until):
    # A proxy named in the environment has no business with this machine's own pages.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    trouble = None
    while time.monotonic() < until:
        try:
            with opener.open(address, timeout=5) as answer:
                answer.read()
            return
        except urllib.error.HTTPError as refusal:
            raise AssertionError(
                f"{address} answers {refusal.code}; said:\n{said.text()}"
            ) from None
        except OSError as no_answer:
            trouble = no_answer
        _assert_runs(process, said, "before it served")
        time.sleep(0.05)
    raise AssertionError(f"{address} did not answer in time ({trouble}); said:\n{said.text()}")


def _assert_runs(process, said, when):
    code = process.poll()
    if code is not None:
        said.close()
        raise AssertionError(f"ended with {code} {when}; said:\n{said.text()}")


def _end(process, said, longest):
    _assert_runs(process, said, "while it was in use")
    process.send_signal(signal.SIGINT)
    try:
        code = process.wait(timeout=longest)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"does not end on an interrupt; said:\n{said.text()}") from None
    said.close()
    assert code in GOOD_ENDS, f"ended with {code} on an interrupt; said:\n{said.text()}"
    assert "Traceback" not in said.text(), f"ended in a traceback; said:\n{said.text()}"
