"""What may matter is listed once; what is not listed changes nothing; and order does not count."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.analysis.drivers.input_groups import groups_of
from sim.analysis.drivers.inputs import inputs_of
from sim.analysis.drivers.redrawing import second
from sim.analysis.drivers.sobol import can_tell, sobol_indices
from sim.domain.outcome import Ending
from sim.domain.scenario import Scenario
from sim.domain.worlds import Worlds
from sim.engine import negotiate
from sim.sampling import draw, sample_worlds
from tests.property.playing import differing_columns
from tests.scenario_strategies import random_scenario

WORLDS = 24
SEEDS = range(12)


class Noted(dict[str, str]):
    """Aliases that note the streams they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.streams: set[str] = set()

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.streams.add(key)
        return default


def drawn(scenario: Scenario) -> set[str]:
    noted = Noted()
    draw(Worlds(scenario=scenario, n=1, seed=1, aliases=noted), 0, 1)
    return noted.streams


@pytest.mark.parametrize("seed", SEEDS)
def test_inputs_are_drawn_and_what_is_left_out_changes_nothing(seed: int) -> None:
    scenario = random_scenario(seed)
    listed = [one.stream for one in inputs_of(scenario)]
    assert max(Counter(listed).values(), default=0) <= 1
    assert set(listed) <= drawn(scenario)
    plain, again = (
        negotiate(scenario, sample_worlds(scenario, n=WORLDS, seed=seed, aliases=aliases))
        for aliases in ({}, second(drawn(scenario) - set(listed)))
    )
    assert not differing_columns(plain, again)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [3, 8, 30])
def test_groups_share_out_the_inputs(seed: int, most: int) -> None:
    scenario = random_scenario(seed)
    groups = groups_of({"one": scenario}, most=most)
    shared = Counter(stream for group in groups for stream in group.streams["one"])
    assert shared == Counter(one.stream for one in inputs_of(scenario))
    kinds = {group.kind for group in groups}
    assert len(groups) <= max(most, len(kinds))


@pytest.mark.parametrize("seed", range(4))
def test_an_index_does_not_depend_on_the_other_groups_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, *mixtures = (rng.random((6, 64)) < 0.4).astype(float)
    named = {f"g{place}": mixture for place, mixture in enumerate(mixtures)}
    back = dict(reversed(named.items()))
    assert can_tell(a, b)
    first, second_ = sobol_indices(a, b, named), sobol_indices(a, b, back)
    for name in named:
        assert first[name].total.index == pytest.approx(second_[name].total.index)
        assert first[name].first.index == pytest.approx(second_[name].first.index)


@pytest.mark.parametrize("seed", range(4))
def test_redrawing_one_group_after_the_other_leads_to_the_second_worlds(seed: int) -> None:
    """All groups drawn anew together are the second worlds: nothing is shared, nothing is lost."""
    scenario = random_scenario(seed)
    groups = groups_of({"one": scenario})
    anew = [stream for group in groups for stream in group.streams["one"]]
    whole = drawn(scenario)
    ends = []
    for streams in (anew, whole):
        worlds = sample_worlds(scenario, n=WORLDS, seed=seed, aliases=second(streams))
        ends.append(negotiate(scenario, worlds).ending == Ending.SETTLEMENT)
    assert (ends[0] == ends[1]).all()
