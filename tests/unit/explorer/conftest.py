"""What the tests of the explorer share: scenarios as the command opens them, and its words."""

import pytest

from sim.cli.explore import _words
from sim.explorer.ground import Ground
from sim.loading import load_codings


@pytest.fixture(scope="session")
def words():
    return _words()


@pytest.fixture(scope="session")
def talks(words):
    """Grounds by the name of their scenario, each loaded once."""
    held = {}

    def ground(name):
        if name not in held:
            held[name] = Ground(load_codings(name), 1, words)
        return held[name]

    return ground
