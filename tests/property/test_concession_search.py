"""The search for the smallest sets skips much and misses nothing, whatever the shares are."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.conceding.search import find_smallest, reaches

CODINGS = ("a", "b")


@st.composite
def shares(draw):
    """Any share at all for every set of up to four candidates in two codings: often equal ones."""
    count = draw(st.integers(0, 4))
    sets = [some for size in range(count + 1) for some in combinations(range(count), size)]
    kept = [one for one in sets if not one or draw(st.booleans())]
    levels = st.integers(0, 10).map(lambda tenth: tenth / 10)
    return {one: {coding: draw(levels) for coding in CODINGS} for one in kept}


def lowest(table, one):
    return min(table[one].values())


def search(table, target, nearest=2, codings=CODINGS):
    asked = []

    def play(some, coding):
        asked.extend((one, coding) for one in some)
        return [table[one][coding] for one in some]

    return find_smallest(list(table), codings, target, play, nearest=nearest), asked


@given(shares(), st.integers(1, 10).map(lambda tenth: tenth / 10))
def test_all_sets_without_a_superfluous_part_are_found(table, target):
    good = [one for one in table if reaches(lowest(table, one), target)]
    minimal = [one for one in good if not any(set(other) < set(one) for other in good)]
    found, asked = search(table, target)
    assert list(found.reaching) == minimal
    assert len(asked) == len(set(asked))
    assert found.played + found.contained == len(table)


@given(shares())
def test_where_none_reaches_the_nearest_are_told(table):
    if any(reaches(lowest(table, one), 0.95) for one in table):
        return
    found, _ = search(table, 0.95)
    needed = [
        one
        for one in table
        if not any(set(o) < set(one) and lowest(table, o) >= lowest(table, one) for o in table)
    ]
    order = sorted(needed, key=lambda one: -lowest(table, one))
    assert found.reaching == ()
    assert list(found.nearest) == order[:2]


@given(shares(), st.integers(1, 10).map(lambda tenth: tenth / 10))
def test_the_order_of_codings_changes_only_the_work(table, target):
    assert (
        search(table, target)[0].reaching
        == search(table, target, codings=CODINGS[::-1])[0].reaching
    )


def test_a_larger_set_that_brings_less_hides_nothing():
    table = {(): 0.2, (0,): 0.7, (1,): 0.7, (0, 1): 0.1, (2,): 0.3}
    table = {one: {"a": share} for one, share in sorted(table.items(), key=lambda kv: len(kv[0]))}
    found, asked = search(table, 0.6, codings=("a",))
    assert found.reaching == ((0,), (1,))
    assert ((0, 1), "a") not in asked
    assert ((2,), "a") in asked


def test_two_that_hurt_alone_are_tried_together():
    table = {(): 0.5, (0,): 0.1, (1,): 0.1, (0, 1): 0.9}
    table = {one: {"a": share} for one, share in table.items()}
    assert search(table, 0.8, codings=("a",))[0].reaching == ((0, 1),)
