"""Streams: world k is the same world whatever else is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.worlds import DRAW_BLOCK
from sim.sampling import streams, uniforms

NAMES = ("party.a.premium", "party.b.premium", "event.storm#happens")


@given(st.integers(0, 3 * DRAW_BLOCK), st.integers(1, 2 * DRAW_BLOCK), st.sampled_from(NAMES))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_span_is_a_slice_of_the_whole_stream(first: int, n: int, name: str) -> None:
    whole = uniforms(7, name, 0, 6 * DRAW_BLOCK)
    assert np.array_equal(uniforms(7, name, first, n), whole[first : first + n])


def test_streams_do_not_depend_on_what_was_drawn_before_them() -> None:
    streams._block.cache_clear()
    forward = [uniforms(1, name, 0, 20).copy() for name in NAMES]
    streams._block.cache_clear()
    backward = [uniforms(1, name, 0, 20).copy() for name in reversed(NAMES)]
    for mine, theirs in zip(forward, reversed(backward), strict=True):
        assert np.array_equal(mine, theirs)


@pytest.mark.parametrize("seeds", [(0, 1), (1, 2**64 - 1)])
def test_seeds_names_and_blocks_have_streams_of_their_own(seeds: tuple[int, int]) -> None:
    drawn = [uniforms(seed, name, 0, 2 * DRAW_BLOCK) for seed in seeds for name in NAMES]
    halves = [half for stream in drawn for half in (stream[:DRAW_BLOCK], stream[DRAW_BLOCK:])]
    assert len({half.tobytes() for half in halves}) == len(halves)


def test_uniforms_lie_in_the_unit_interval_and_spread_evenly() -> None:
    drawn = uniforms(3, "party.a.premium", 0, 20_000)
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    counts, _ = np.histogram(drawn, bins=10, range=(0.0, 1.0))
    assert np.abs(counts - 2000).max() < 5 * np.sqrt(2000 * 0.9)


def test_streams_of_two_names_are_not_correlated() -> None:
    one, two = (uniforms(3, name, 0, 20_000) for name in NAMES[:2])
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(20_000)


def test_a_seed_keeps_its_numbers_for_ever() -> None:
    # A change here would change every published result.
    kept = [0.2744263895032044, 0.11206868038236728]
    assert uniforms(1, "party.a.premium", 0, 2).tolist() == kept
