"""``parley explore``: what it says, and how it ends where it cannot serve."""

import re
import socket
from queue import Queue

import pytest


@pytest.fixture
def served(monkeypatch):
    """Nothing is served: the page ends as soon as its address is told."""
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)


def test_the_address_alone_is_on_standard_output(parley, served):
    said = parley("explore", "price-haggle", "--no-browser", "--port", "0")
    assert said.code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", said.out)
    assert "nothing leaves this machine" in said.err


def test_a_browser_is_opened_unless_it_is_not_wanted(parley, served, monkeypatch):
    opened = Queue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    parley("explore", "price-haggle", "--port", "0", "--no-browser")
    said = parley("explore", "price-haggle", "--port", "0")
    assert opened.get(timeout=60) == said.out.strip()
    assert opened.empty()


def test_an_interruption_is_how_it_ends(parley, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("uvicorn.Server.run", interrupted)
    said = parley("explore", "price-haggle", "--no-browser", "--port", "0")
    assert said.code == 0
    assert said.err.endswith("parley: the page is closed\n")


def test_a_port_that_is_taken_is_told(parley, served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = parley("explore", "price-haggle", "--no-browser", "--port", port)
    assert (said.code, said.out) == (2, "")
    assert f"port {port} cannot be had" in said.err
    assert said.err.count("\n") == 1


def test_the_usual_port_gives_way_to_a_free_one(parley, served, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr("sim.explorer.serving.PORT", other.getsockname()[1])
        said = parley("explore", "price-haggle", "--no-browser")
        assert said.code == 0
        assert f":{other.getsockname()[1]}/" not in said.out


def test_without_the_extra_it_says_what_to_install(parley, monkeypatch):
    monkeypatch.setattr("sim.explorer.serving.find_spec", lambda _: None)
    said = parley("explore", "price-haggle")
    assert (said.code, said.out) == (2, "")
    assert "pip install 'parley-sim[explore]'" in said.err


def test_a_wrong_name_is_told_before_anything_is_served(parley, served):
    said = parley("explore", "price-hagle", "--no-browser")
    assert said.code == 2
    assert "did you mean" in said.err
    assert said.out == ""
