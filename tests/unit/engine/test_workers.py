"""Pieces of work come back in order, and a lost worker's piece is tried once more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.engine.workers import in_order
from sim.errors import WorkerLostError


def doubled(piece: int) -> int:
    return 2 * piece


def die_once(mark: str) -> str:
    """Ends its own process, unless the mark says that this has happened before."""
    path = Path(mark)
    if mark.endswith("fatal") and not path.exists():
        path.touch()
        os._exit(1)
    return path.name


def always_die(piece: int) -> int:
    if piece == 1:
        os._exit(1)
    return piece


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_pieces(workers: int) -> None:
    assert list(in_order(doubled, [3, 1, 2], workers)) == [6, 2, 4]


def test_a_lost_workers_piece_is_tried_again(tmp_path: Path) -> None:
    pieces = [str(tmp_path / name) for name in ("first", "fatal", "last")]
    assert list(in_order(die_once, pieces, 2)) == ["first", "fatal", "last"]


def test_a_piece_that_kills_its_worker_twice_is_an_error() -> None:
    with pytest.raises(WorkerLostError, match="twice"):
        list(in_order(always_die, [0, 1], 2))
