"""Random streams: one counter-based stream per name, draw block and seed.

A stream depends on nothing else, so adding, removing or reordering quantities leaves every other
draw alone, and world k is the same world in every what-if. It yields uniforms only, always for a
whole draw block.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.domain.worlds import DRAW_BLOCK

__all__ = ["uniforms"]

Array = NDArray[np.float64]

#: Re-keyed for every stream: building a generator costs fifty times as much.
_PHILOX = np.random.Philox(0)
_GENERATOR = np.random.Generator(_PHILOX)


@lru_cache(maxsize=4096)
def _name_key(name: str) -> int:
    """A stable 64-bit hash of a stream's name (Python's own changes from run to run)."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=16384)
def _block(seed: int, block: int, name: str) -> Array:
    """Uniforms of one draw block; kept, since no number in a scenario changes them."""
    _PHILOX.state = {
        "bit_generator": "Philox",
        "state": {
            "counter": np.array([0, 0, block, 0], dtype=np.uint64),
            "key": np.array([seed, _name_key(name)], dtype=np.uint64),
        },
        "buffer": np.zeros(4, dtype=np.uint64),
        "buffer_pos": 4,
        "has_uint32": 0,
        "uinteger": 0,
    }
    drawn = _GENERATOR.random(DRAW_BLOCK)
    drawn.setflags(write=False)
    return drawn


def uniforms(seed: int, name: str, first: int, n: int) -> Array:
    """Uniforms in [0, 1) of worlds ``first`` to ``first + n − 1`` of the named stream.

    seed : in [0, 2**64).

    >>> whole = uniforms(1, "party.a.premium", 0, 600)
    >>> bool((uniforms(1, "party.a.premium", 510, 4) == whole[510:514]).all())
    True
    """
    start, stop = first // DRAW_BLOCK, (first + n - 1) // DRAW_BLOCK
    if start == stop:
        offset = first - start * DRAW_BLOCK
        return _block(seed, start, name)[offset : offset + n]
    parts = np.concatenate([_block(seed, block, name) for block in range(start, stop + 1)])
    offset = first - start * DRAW_BLOCK
    return parts[offset : offset + n]
