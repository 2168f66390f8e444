"""Paired differences, flips and their reasons, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest
from making_outcomes import outcomes, scenario

from sim.analysis.comparison import compare
from sim.errors import UsageError


def sides():
    line, value = np.zeros((5, 3, 2), dtype=np.int16), np.zeros((5, 3), dtype=np.int16)
    line[1, 1, 0], value[1, 0] = 3, 2
    line[2, 1, 0] = 1
    value[3, 2] = 9
    first = outcomes("SIIWI", refused_line=line, refused_value=value)
    second = outcomes("ISSSI", of=scenario(name="softer"))
    return {"stated": first}, {"stated": second}


def test_differences_are_second_minus_first():
    found = compare(*sides()).codings["stated"]
    assert found.endings["settlement"].difference == pytest.approx(0.4)
    assert found.endings["impasse"].difference == pytest.approx(-0.2)
    assert found.endings["walkout"].difference == pytest.approx(-0.2)
    assert sum(one.difference for one in found.endings.values()) == pytest.approx(0.0)


def test_flips_count_every_world_once():
    found = compare(*sides()).codings["stated"].flips
    told = {(flip.first, flip.second): flip.n for flip in found}
    assert told == {
        ("impasse", "settlement"): 2,
        ("settlement", "impasse"): 1,
        ("walkout", "settlement"): 1,
        ("impasse", "impasse"): 1,
    }
    assert sum(flip.share for flip in found) == pytest.approx(1.0)


def test_flips_name_the_first_of_their_worlds():
    found = compare(*sides()).codings["stated"].flips
    told = {(flip.first, flip.second): flip.worlds for flip in found}
    assert told["settlement", "impasse"] == (0,)
    assert told["impasse", "settlement"] == (1, 2)
    assert told["walkout", "settlement"] == (3,)
    many = compare({"stated": outcomes("I" * 9)}, {"stated": outcomes("S" * 9)})
    assert many.codings["stated"].flips[0].worlds == (0, 1, 2, 3, 4)


def test_the_obstacle_of_a_world_is_its_most_frequent_refusal():
    found = compare(*sides()).codings["stated"]
    told = [(one.party, one.issue, one.reason, one.n, round(one.share, 3)) for one in found.gained]
    assert told == [("seller", "price", "line", 2, 0.667), ("witness", None, "value", 1, 0.333)]
    assert found.lost == ()


def test_a_comparison_carries_the_names_of_both_sides():
    first, second = outcomes("S"), scenario(name="softer")
    ids = ("buyer", "seller", "guest")
    parties = dict(zip(ids, second.parties.values(), strict=True))
    parties["seller"] = replace(parties["seller"], name="The seller")
    parties["guest"] = replace(parties["guest"], id="guest", name="Guest")
    other = replace(second, parties=parties)
    labels = compare({"stated": first}, {"stated": outcomes("S", of=other)}).labels
    names = {"buyer": "Buyer", "seller": "The seller", "witness": "Witness", "guest": "Guest"}
    assert labels.parties == names
    assert labels.options["date"] == {"soon": "soon", "late": "late"}


def test_a_scenario_against_itself_changes_nothing():
    first, _ = sides()
    found = compare(first, first)
    assert all(one.difference == 0.0 for one in found.codings["stated"].endings.values())
    assert all(flip.first == flip.second for flip in found.codings["stated"].flips)


def test_codings_are_paired_by_name():
    a, b, c = (
        outcomes(endings, of=scenario(coding=n))
        for endings, n in (("SI", "low"), ("SS", "high"), ("II", "other"))
    )
    found = compare({"low": a, "high": b}, {"high": c, "new": a})
    assert list(found.codings) == ["high"]
    assert list(compare({"low": a}, {"stated": b}).codings) == ["stated"]
    with pytest.raises(UsageError, match="nothing to compare"):
        compare({"low": a, "high": b}, {"other": c})


def test_only_the_same_worlds_can_be_paired():
    with pytest.raises(UsageError, match="same worlds"):
        compare({"stated": outcomes("SI")}, {"stated": outcomes("SII")})
    with pytest.raises(UsageError, match="same worlds"):
        compare({"stated": outcomes("SI")}, {"stated": outcomes("SI", seed=2)})
