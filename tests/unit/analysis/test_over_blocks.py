"""Work over draw blocks: every world once, in order, whatever the number of processes."""

import pytest

from sim.analysis.over_blocks import Counter, on_blocks


def span(about, first, size):
    return about, first, size


@pytest.mark.parametrize("workers", [1, 2])
def test_every_block_of_every_case_is_worked_once_and_in_order(workers):
    told = []
    counter = Counter(lambda done, total: told.append((done, total)), 2 * 1100)
    found = on_blocks(span, {"b": 7, "a": 8}, n=1100, workers=workers, count=counter)
    spans = [(0, 512), (512, 512), (1024, 76)]
    assert list(found) == ["b", "a"]
    assert found == {"b": [(7, *one) for one in spans], "a": [(8, *one) for one in spans]}
    sizes = [512, 1024, 1100, 1612, 2124, 2200]
    assert told == [(done, 2200) for done in sizes]
