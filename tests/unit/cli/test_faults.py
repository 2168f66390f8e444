"""Whatever is typed wrongly is answered in one clear line, without a traceback."""

import os
import signal
import time

import pytest

from sim.cli import faults
from sim.errors import ResultsError

WRONG = {
    "an unknown command": (["runn"], "Did you mean 'run'?"),
    "no scenario": (["run"], "Missing argument 'SCENARIO'"),
    "a name with a typo": (["run", "price-hagle"], "did you mean 'price-haggle'?"),
    "a file that is not there": (["run", "there/is/none.toml"], "none.toml"),
    "a folder instead of a file": (["run", "."], "'.'"),
    "no worlds": (["run", "price-haggle", "--worlds", "0"], "'--worlds': must be 1 or more"),
    "worlds that are no number": (
        ["run", "price-haggle", "--worlds", "many"],
        "'--worlds': must be a whole number",
    ),
    "a seed below zero": (["run", "price-haggle", "--seed", "-1"], "'--seed': must be 0 or more"),
    "a day that is no number": (
        ["run", "price-haggle", "--horizon", "soon"],
        "'--horizon': must be a number",
    ),
    "two scenarios with nothing in common": (
        ["compare", "price-haggle", "labour-contract"],
        "run each by itself",
    ),
    "a seed too large": (["run", "price-haggle", "--seed", str(2**64)], "2**64"),
    "a misspelt option": (["run", "price-haggle", "--wrlds", "9"], "--worlds"),
    "an unknown coding": (["run", "price-haggle", "--coding", "none"], "none"),
    "an unknown format": (["run", "price-haggle", "--format", "xls"], "'--format': 'xls' is not"),
    "a world too far": (["trace", "price-haggle", "--world", "400"], "--worlds 401"),
    "a world in other words": (["trace", "price-haggle", "--world", "best"], "settlement"),
    "a world that only looks a number": (["trace", "price-haggle", "--world", "²"], "settlement"),
    "a path to nothing": (["why", "price-haggle", "party.nobody"], "party.nobody"),
    "a folder that is no run": (["plot", "."], "run folder"),
    "nothing to validate": (["validate"], "--schema"),
    "a name that is none": (["new", "My Talks"], "lower-case"),
    "one scenario to compare": (["compare", "price-haggle"], "Missing argument 'B'"),
}

INVALID = {
    "no value": ["run", "price-haggle", "--set", "protocol.horizon"],
    "a broken value": ["run", "price-haggle", "--set", "protocol.horizon=["],
    "a path to nothing": ["run", "price-haggle", "--set", "party.selle.patience=0.9"],
    "a horizon in the past": ["run", "price-haggle", "--horizon", "-5"],
    "an unknown protocol": ["run", "price-haggle", "--protocol", "shouting"],
    "a chance above one": ["why", "price-haggle", "protocol", "--set", "party.buyer.patience=1.4"],
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_ends_with_two_and_one_line(case, parley):
    words, expected = WRONG[case]
    said = parley(*words)
    assert said.code == faults.USAGE
    assert said.out == ""
    assert said.err.startswith("parley: ")
    assert said.err.count("\n") == 1
    assert expected in said.err


@pytest.mark.parametrize("case", INVALID)
def test_invalid_input_ends_with_three_and_a_line_for_each_fault(case, parley):
    said = parley(*INVALID[case])
    assert said.code == faults.INVALID
    assert said.out == ""
    assert "Traceback" not in said.err
    assert all(line.startswith("--set") for line in said.err.splitlines())


def test_more_parties_than_can_sign_is_a_fault_of_the_file(parley, tmp_path):
    place = tmp_path / "crowd.toml"
    place.write_text("".join(f"[party.p{number}]\n" for number in range(63)))
    said = parley("run", place)
    assert said.code == faults.INVALID
    assert "must hold at most 62 parties; got 63" in said.err


def test_no_command_shows_the_help(parley):
    said = parley()
    assert said.code == faults.USAGE
    assert "What happens?" in said.out + said.err


def app_that_raises(error):
    def app(**_):
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ResultsError("the folder is full"), 2, "the folder is full"),
        (PermissionError(13, "Permission denied", "results"), 2, "results: permission denied"),
        (ZeroDivisionError("division by zero"), 1, "a fault in Parley"),
    ],
)
def test_errors_become_exit_codes(error, code, words, capsys, monkeypatch):
    monkeypatch.delenv("PARLEY_TRACEBACK", raising=False)
    assert faults.exit_code_of(app_that_raises(error)) == code
    assert words in capsys.readouterr().err


def test_a_request_to_terminate_is_an_interruption(capsys):
    def app(**_):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    before = signal.getsignal(signal.SIGTERM)
    try:
        assert faults.exit_code_of(app) == faults.INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "not finished is not kept" in capsys.readouterr().err


def test_a_reader_who_leaves_is_no_fault():
    import subprocess
    import sys

    program = "import sim.cli\nsim.cli.main(['list'])"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0
    assert said == b""
