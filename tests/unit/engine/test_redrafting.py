"""What a mediator may change: held against all packages of an agenda, tried one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from sim.domain.cells import cells_of
from sim.domain.protocol import Edits
from sim.engine.redrafting import redrafting
from sim.loading import load_scenario

#: One block of several issues; several blocks, some of two issues.
AGENDAS = ("labour-contract", "three-party-coalition", "tests/mechanisms/edits.toml")
TEXTS = 5


def all_packages(cells):
    """Every allowed package as cells, and the options it holds."""
    blocks = [range(cells.start[b], cells.start[b + 1]) for b in range(cells.n_blocks)]
    allowed = [p for p in product(*blocks) if cells.allowed[list(p)].all()]
    packages = np.array(allowed).T
    return packages, np.asarray(cells.options(packages))


@pytest.mark.parametrize("name", AGENDAS)
@pytest.mark.parametrize("edits", Edits)
def test_edits_reach_the_packages_they_should_and_know_what_each_gains(name, edits, request):
    source = request.config.rootpath / name if name.endswith(".toml") else name
    cells = cells_of(load_scenario(source))
    packages, options = all_packages(cells)
    rng = np.random.default_rng(7)
    text = packages[:, rng.choice(packages.shape[1], TEXTS)]
    rules = redrafting(edits, cells)
    for table in (rng.random(cells.n_cells), rng.integers(0, 2, (cells.n_cells, TEXTS))):
        gained = np.broadcast_to(rules.gained(table, text), (rules.size, TEXTS))
        possible = rules.possible(text)
        for w in range(TEXTS):
            worth = table if table.ndim == 1 else table[:, w]
            usable = np.arange(rules.size) if possible is None else np.flatnonzero(possible[:, w])
            reached = rules.made(usable, np.repeat(text[:, [w]], len(usable), axis=1))
            expected = worth[reached].sum(axis=0) - worth[text[:, w]].sum()
            np.testing.assert_allclose(gained[usable, w], expected, atol=1e-12)
            changed = {
                Edits.ONE: (options != cells.options(text[:, [w]])).sum(axis=0) <= 1,
                Edits.TWO: (packages != text[:, [w]]).sum(axis=0) <= 2,
                Edits.PACKAGE: np.ones(packages.shape[1], dtype=bool),
            }[edits]
            assert {*map(tuple, reached.T)} == {*map(tuple, packages[:, changed].T)}
