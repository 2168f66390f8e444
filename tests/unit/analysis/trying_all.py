"""All packages of a small agenda, tried one by one: the oracle for what is found without trying."""

import itertools

import numpy as np

from sim.domain.value import INDIFFERENT, spread
from sim.engine import standing
from sim.sampling import sample_worlds


def asked_of(scenario, n=6, seed=1, day=0.0):
    return standing(scenario, sample_worlds(scenario, n=n, seed=seed), 0, n, day)


def every_package(cells):
    """All packages as cells, those ruled out by ``only`` too."""
    return itertools.product(*(range(cells.start[b], cells.start[b + 1]) for b in _blocks(cells)))


def _blocks(cells):
    return range(cells.n_blocks)


def margins(asked, package, w):
    """Every party's margin in its own range; −inf where it does not sign."""
    found = []
    for p, deal in enumerate(asked.deal):
        gain = sum(deal[c, w] for c in package) + asked.base[p, w] - asked.reservation[p, w]
        crosses = any(asked.refused[p, c, w] for c in package)
        range_ = float(spread(asked.cells, deal[:, w]))
        if crosses or gain < -INDIFFERENT or int(asked.departed[w]) >> p & 1:
            found.append(-np.inf)
        else:
            found.append(max(0.0, gain) / (range_ if range_ > INDIFFERENT else 1.0))
    return found


def worst_margin(asked, package, w):
    """Least margin over the signatories, with the best choice of alternatives; −inf: not signed."""
    cells = asked.cells
    if any(asked.closed[c, w] for c in package):
        return -np.inf
    own = margins(asked, package, w)
    least = min(m for p, m in enumerate(own) if cells.principals >> p & 1)
    for c in package:
        choices = [
            min((own[p] for p in range(len(own)) if int(mask) >> p & 1), default=np.inf)
            for mask in cells.alternatives[c]
            if mask >= 0
        ]
        least = min(least, max(choices))
    return least


def all_worst_margins(asked, w):
    """Package → worst margin, for every package that is signed in a world."""
    found = {package: worst_margin(asked, package, w) for package in every_package(asked.cells)}
    return {package: margin for package, margin in found.items() if margin > -np.inf}
