"""Where the talks ended, placed in the public world: as any other package is placed there."""

from collections import Counter

import pytest

from sim.analysis.overlap.ended import MOST
from sim.analysis.overlap.talks import played
from sim.analysis.zopa import acceptable_set
from sim.domain.outcome import Ending
from sim.loading import edit, load_codings


@pytest.fixture(scope="module")
def haggle():
    return load_codings("price-haggle")


@pytest.fixture(scope="module")
def found(haggle):
    return acceptable_set(haggle, n=40)


def test_a_package_lies_where_the_cloud_has_it(found):
    assert found.ended
    # So small an agenda is pictured package by package.
    places = {(round(row.first, 9), round(row.second, 9)) for row in found.cloud}
    assert {(round(row.first, 9), round(row.second, 9)) for row in found.ended} <= places
    at = {tuple(row.package.items()): row for row in found.ended}
    for point in [*found.points, *found.frontier]:
        row = at.get(tuple(point.package.items()))
        if row is not None:
            assert (row.first, row.second) == pytest.approx((point.first, point.second))


def test_shares_are_those_of_the_settled_worlds(found, haggle):
    (scenario,) = haggle.values()
    outcomes, _ = played(scenario, n=40, seed=1)
    settled = outcomes.package[outcomes.ending == Ending.SETTLEMENT]
    counts = Counter(tuple(scenario.agenda.named(one).items()) for one in settled)
    assert len(counts) <= MOST
    assert {tuple(row.package.items()): row.share.share for row in found.ended} == pytest.approx(
        {package: count / len(settled) for package, count in counts.items()}
    )
    shares = [row.share.share for row in found.ended]
    assert shares == sorted(shares, reverse=True)


def test_talks_that_never_settle_end_nowhere(haggle):
    (scenario,) = haggle.values()
    never = edit(scenario, {"party.seller.no_deal.shift": 0.9}, layer="test")
    assert acceptable_set({"stated": never}, n=8).ended == ()
