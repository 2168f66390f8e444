"""A served page is waited for and ended cleanly, and everything that goes wrong is told."""

import sys
import textwrap
import time
import urllib.request
from urllib.parse import urljoin

import pytest
from exploring import exploring, serving

#: Serves as ``parley explore`` does; the parts that a test replaces are named.
STAND_IN = """
import os, signal, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/end":
            os._exit(0)
        self.send_response({status})
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_):
        pass

signal.signal(signal.SIGINT, signal.default_int_handler)
server = HTTPServer(("127.0.0.1", 0), Page)
print("Talks over a price", file=sys.stderr)
address = f"http://127.0.0.1:{{server.server_port}}/?key=abc"
print(f"Open {{address}} in a browser", file=sys.{stream}, flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    {end}
"""


def stand_in(status=200, stream="stderr", end="sys.exit(130)"):
    return [sys.executable, "-c", STAND_IN.format(status=status, stream=stream, end=end)]


def running(text):
    return [sys.executable, "-c", textwrap.dedent(text)]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("end", ["sys.exit(130)", "sys.exit(0)"])
def test_the_address_is_read_and_answers(tmp_path, stream, end):
    with serving(stand_in(stream=stream, end=end), folder=tmp_path) as address:
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/?key=abc")
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"/?key=abc"
    with pytest.raises(OSError):
        urllib.request.urlopen(address, timeout=10)


def test_a_page_opens_in_the_browser(page, tmp_path):
    with serving(stand_in(), folder=tmp_path) as address:
        page.goto(address)
        assert page.inner_text("body") == "/?key=abc"


def told(command, folder, **limits):
    """What is told of a command that should not be content to be served."""
    with pytest.raises(AssertionError) as fault, serving(command, folder=folder, **limits):
        pass
    return str(fault.value)


def test_a_bad_end_is_told(tmp_path):
    assert "ended with 1 on an interrupt" in told(stand_in(end="sys.exit(1)"), tmp_path)


def test_a_traceback_is_told_whatever_the_exit_code(tmp_path):
    end = "import traceback; traceback.print_exc(); sys.exit(130)"
    text = told(stand_in(end=end), tmp_path)
    assert text.startswith("ended in a traceback")
    assert "KeyboardInterrupt" in text


def test_a_page_that_does_not_end_is_told_and_ended(tmp_path):
    text = told(stand_in(end="time.sleep(600)"), tmp_path, longest_end=1)
    assert text.startswith("does not end on an interrupt")


def test_a_page_that_is_refused_is_told(tmp_path):
    assert "answers 403" in told(stand_in(status=403), tmp_path)


def test_an_end_before_any_page_is_told_with_what_was_said(tmp_path):
    text = told(running("import sys; sys.exit('no such scenario')"), tmp_path)
    assert text.startswith("ended with 1 before it served")
    assert "no such scenario" in text


def test_an_end_in_use_is_told_however_it_ends(tmp_path):
    def end(address):
        with pytest.raises(OSError):
            urllib.request.urlopen(urljoin(address, "/end"), timeout=10)
        time.sleep(0.5)

    told_of_it = pytest.raises(AssertionError, match="ended with 0 while it was in use")
    with told_of_it, serving(stand_in(), folder=tmp_path) as address:
        end(address)


def test_an_address_that_is_never_said_is_told(tmp_path):
    command = running("import time; print('Talks', flush=True); time.sleep(600)")
    text = told(command, tmp_path, longest_start=2)
    assert text.startswith("no address was said in time")
    assert "Talks" in text


def test_an_address_that_never_answers_is_told(tmp_path):
    command = running("""
    import time
    print('http://127.0.0.1:9/?key=abc', flush=True)
    time.sleep(600)
    """)
    assert "did not answer in time" in told(command, tmp_path, longest_start=2)


def test_a_scenario_that_does_not_exist_is_told_in_the_command_s_own_words(tmp_path):
    with pytest.raises(AssertionError) as fault, exploring("no-such-talks", folder=tmp_path):
        pass
    assert str(fault.value).startswith("ended with 2 before it served")
