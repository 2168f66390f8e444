"""What must not matter to a summary: the order of worlds, and the unit of their weights."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_outcomes import outcomes

from sim.analysis.endings import summarise

WORLDS = st.lists(
    st.tuples(
        st.sampled_from("SPIW"), st.sampled_from([3, 6, 9, 12]), st.integers(1, 5),
        st.integers(0, 2), st.integers(0, 1),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


def of(worlds, factor=1.0):
    made = outcomes(
        "".join(row[0] for row in worlds),
        days=[row[1] for row in worlds],
        packages=[row[3:] for row in worlds],
        weight=np.array([row[2] for row in worlds]) * factor,
    )
    return replace(made, offers=None)


@given(WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_worlds_does_not_matter(worlds, random):
    shuffled = list(worlds)
    random.shuffle(shuffled)
    assert told(of(shuffled)) == pytest.approx(told(of(worlds)))


@given(WORLDS, st.sampled_from([0.1, 3.0]))
def test_the_unit_of_weights_does_not_matter(worlds, factor):
    assert told(of(worlds, factor)) == pytest.approx(told(of(worlds)))


@given(WORLDS)
def test_shares_by_day_never_fall_and_never_add_to_more_than_one(worlds):
    found = summarise(of(worlds))
    for before, after in zip(found.by_day, found.by_day[1:], strict=False):
        assert before.settlement.share <= after.settlement.share + 1e-12
        assert before.partial.share <= after.partial.share + 1e-12
    last = found.by_day[-1]
    assert last.settlement.share + last.partial.share + last.walkout.share <= 1 + 1e-12
    assert sum(share.share for share in found.endings.values()) == pytest.approx(1.0)


def told(made):
    """Every share of a summary, as one mapping."""
    found = summarise(made)
    shares = {f"ending {name}": share for name, share in found.endings.items()}
    for row in found.by_day:
        shares[f"settled by {row.day}"], shares[f"partial by {row.day}"] = (
            row.settlement,
            row.partial,
        )
    for row in found.packages:
        shares[f"package {sorted(row.package.items())}"] = row.share
    return {
        f"{name} {end}": getattr(share, end)
        for name, share in shares.items()
        for end in ("share", "low", "high")
    }
