"""Talks in which one thing alone is uncertain and decides everything: it must carry all of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from play import FOLDER, load

from sim.analysis.sensitivity import find_drivers
from sim.domain.box import ConditionKind, Sought
from sim.domain.outcome import Ending
from sim.domain.sensitivity import Direction, Sensitivity
from sim.engine import negotiate
from sim.loading import load_codings
from sim.sampling import draw, sample_worlds

N = 200
SEED = 4

#: Longer than the talks without the mechanism take, shorter than with it.
BETWEEN = "protocol.horizon=20"


def found(name: str, sets: Sequence[str] = (), n: int = N) -> Sensitivity:
    return find_drivers(load_codings(FOLDER / f"{name}.toml", sets=sets), n=n, seed=SEED)


def settled(name: str, sets: Sequence[str] = ()) -> np.ndarray:
    scenario = load(name, sets)
    outcomes = negotiate(scenario, sample_worlds(scenario, n=N, seed=SEED))
    return np.asarray(outcomes.ending == Ending.SETTLEMENT)


def carries_everything(finding: Sensitivity, group: str, direction: Direction) -> None:
    (row,) = finding.groups
    assert row.group == group
    assert row.total is not None
    assert row.first is not None
    assert row.flips is not None
    assert row.total.index == pytest.approx(1.0, abs=0.2)
    assert row.first.index == pytest.approx(1.0, abs=0.2)
    # Redrawn alone it is everything redrawn, and an even chance changes in half of all worlds.
    assert row.flips == finding.outputs[0].anew
    assert row.flips.share == pytest.approx(0.5, abs=0.1)
    (by_direction,) = finding.directions
    assert by_direction.direction is direction
    assert by_direction.total == row.total


def test_a_dated_event_of_even_chance() -> None:
    sets = ["event.shop.chance=0.5", BETWEEN]
    finding = found("dated_event", sets)
    carries_everything(finding, "chance", Direction.CHANCE)
    # Luck is no condition that anybody could meet, and no number that anybody could know.
    assert not finding.boxes
    assert not finding.ends


def test_whether_the_seller_is_stalling() -> None:
    sets = ["party.seller.type.stalling.chance=0.5", BETWEEN]
    finding = found("stalling", sets)
    carries_everything(finding, "party.seller.type", Direction.NOBODY)
    (condition,) = finding.conditions
    assert (condition.kind, condition.party) == (ConditionKind.TYPE, "seller")
    holds = condition.low is not None
    assert holds == (finding.boxes[0].sought is Sought.NO_SETTLEMENT)
    assert finding.boxes[0].density.share == 1.0
    assert finding.boxes[0].coverage.share == 1.0


def test_whether_a_line_is_real() -> None:
    """A price the buyer truly refuses is given up early; in time only where the line is real."""
    firmness = "party.buyer.red_line.price.firmness"
    sets = [f"{firmness}.p{k}=0.5" for k in range(5, 11)]
    scenario = load("red_line", sets)
    block = draw(sample_worlds(scenario, n=N, seed=SEED), 0, N)
    real = block.refused[1, 0, 5]
    day = negotiate(scenario, sample_worlds(scenario, n=N, seed=SEED)).day
    assert day[real].max() < day[~real].min()
    between = f"protocol.horizon={day[real].max():g}"
    assert (settled("red_line", [*sets, between]) == real).all()
    finding = found("red_line", [*sets, between])
    carries_everything(finding, "party.buyer.lines", Direction.NOBODY)
    (condition,) = finding.conditions
    assert (condition.kind, condition.party) == (ConditionKind.LINE, "buyer")
    assert (condition.low is not None) == (finding.boxes[0].sought is Sought.SETTLEMENT)


def test_whether_a_source_is_right() -> None:
    finding = found("half_believed")
    carries_everything(finding, "source.half", Direction.CLAIM)
    assert finding.groups[0].note == "somebody who is right half of the time"


def test_how_tough_the_seller_is() -> None:
    """Toughness 1 settles on day 18; the smaller it is, the later the seller comes down."""
    finding = found("haggle", ["party.seller.tactics.toughness=[0.3, 1.0]", BETWEEN])
    (row,) = finding.groups
    assert row.group == "party.seller.clocks"
    assert row.total is not None
    assert row.total.index == pytest.approx(1.0, abs=0.2)
    (end,) = finding.ends
    assert end.quantity == "party.seller.tactics.toughness"
    assert end.at_low.low < 0 < end.at_high.low
    (condition,) = finding.conditions
    assert condition.kind is ConditionKind.TOUGHNESS


def test_a_chance_nobody_knows_and_the_luck_that_follows_matter_only_together() -> None:
    """Whether u < c, both flat: neither by itself carries what they carry together."""
    finding = found("dated_event", ["event.shop.chance=[0, 1]", BETWEEN], n=400)
    rows = {row.group: row for row in finding.groups}
    assert set(rows) == {"events", "chance"}
    for row in rows.values():
        assert row.total is not None
        assert row.first is not None
        # By hand: V = 1/4, V[E(y|c)] = V[c] = 1/12, so S = 1/3 and T = 1 − 1/3.
        assert row.first.index == pytest.approx(1 / 3, abs=0.12)
        assert row.total.index == pytest.approx(2 / 3, abs=0.12)
    (end,) = finding.ends
    assert end.quantity == "event.shop.chance"
    assert (end.low, end.high, end.name) == (0.0, 1.0, "shop")
    assert end.at_low.low > 0 > end.at_high.high
