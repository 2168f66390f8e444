"""Playing worlds for tests: blocks edited by hand, rows compared byte for byte."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

import numpy as np

from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine.ledger import Ledger
from sim.engine.model import NegotiationModel
from sim.engine.setting import Setting, setting_of
from sim.sampling import draw, sample_worlds

__all__ = ["block_of", "different_rows", "differing_columns", "play_block", "settled_by"]


def block_of(scenario: Scenario, n: int, seed: int) -> WorldBlock:
    """The first ``n`` worlds of a seed."""
    return draw(sample_worlds(scenario, n=n, seed=seed), 0, n)


def play_block(scenario: Scenario, block: WorldBlock, setting: Setting | None = None) -> Ledger:
    """What becomes of these worlds; every one is asked whether a deal was there to be had."""
    model = NegotiationModel(
        setting or setting_of(scenario), block, asked=int(block.number.max()) + 1, tracked=block.n
    )
    return model.play()


def differing_columns(one: Outcomes, other: Outcomes, but: Collection[str] = ()) -> list[str]:
    """Columns of two tables whose bytes are not the same, offers included."""
    names = [f.name for f in fields(Outcomes) if isinstance(getattr(one, f.name), np.ndarray)]
    different = [
        name
        for name in names
        if name not in but and getattr(one, name).tobytes() != getattr(other, name).tobytes()
    ]
    if "offers" not in but and one.offers is not None and other.offers is not None:
        for name in ("day", "value"):
            if getattr(one.offers, name).tobytes() != getattr(other.offers, name).tobytes():
                different.append(f"offers.{name}")
    return different


def different_rows(one: Ledger, other: Ledger, but: Collection[str] = ()) -> list[str]:
    """The same for what was written down while playing."""
    names = [name for name, held in vars(one).items() if isinstance(held, np.ndarray)]
    return [
        name
        for name in names
        if name not in but and getattr(one, name).tobytes() != getattr(other, name).tobytes()
    ]


def settled_by(ledger: Ledger, day: float) -> np.ndarray:
    """Which worlds settled on or before a day: (n,)."""
    return (ledger.ending == 0) & (ledger.day <= day)
