"""Summaries against counts made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from making_outcomes import outcomes, scenario

from sim.analysis.endings import summarise, summarise_run
from sim.domain.outcome import Overlap
from sim.engine.negotiation import ASKED
from sim.errors import UsageError


def test_endings_add_to_one_and_follow_the_weights():
    found = summarise(outcomes("SSPW", weight=np.array([1.0, 1.0, 2.0, 4.0])))
    shares = {ending: share.share for ending, share in found.endings.items()}
    assert shares == {"settlement": 0.25, "partial": 0.25, "impasse": 0.0, "walkout": 0.5}


def test_by_day_is_cumulative_and_ends_at_the_endings():
    found = summarise(outcomes("SSPIW", days=[3, 9, 12, 12, 6]))
    assert [row.day for row in found.by_day] == [3.0, 6.0, 9.0, 12.0]
    assert [row.settlement.share for row in found.by_day] == pytest.approx([0.2, 0.2, 0.4, 0.4])
    assert [row.partial.share for row in found.by_day] == pytest.approx([0.0, 0.2, 0.2, 0.2])
    assert [row.walkout.share for row in found.by_day] == pytest.approx([0.0, 0.2, 0.2, 0.2])
    assert found.by_day[-1].settlement == found.endings["settlement"]
    assert found.by_day[-1].partial == found.endings["partial"]


def test_a_small_deal_counts_from_its_first_signature():
    two = scenario()
    tour = two.partial_deals["tour"]
    two = replace(two, partial_deals={"tour": tour, "visit": replace(tour, id="visit")})
    days = np.array([[9.0, 6.0], [np.nan, np.nan]])
    found = summarise(outcomes("PI", of=two, signed_partial=days))
    assert [row.partial.share for row in found.by_day] == [0.0, 0.5, 0.5, 0.5]
    assert found.partial_deals["tour"].share == 0.5


def test_packages_are_told_by_their_options_and_add_to_one():
    signed = [(1, 0), (1, 0), (0, 1), (-1, -1)]
    found = summarise(outcomes("SSSI", packages=signed))
    assert [dict(row.package) for row in found.packages] == [
        {"price": "middle", "date": "soon"},
        {"price": "low", "date": "late"},
    ]
    assert [row.share.share for row in found.packages] == pytest.approx([2 / 3, 1 / 3])
    assert found.options["price"]["high"].share == 0.0
    assert found.options["date"]["late"].share == pytest.approx(1 / 3)


def test_ten_packages_and_the_rest_as_one():
    wide = scenario()
    price = wide.agenda.issues[0]
    price = replace(price, options=tuple(replace(price.options[0], id=f"p{k}") for k in range(12)))
    wide = replace(wide, agenda=replace(wide.agenda, issues=(price, wide.agenda.issues[1])))
    signed = [(k, 0) for k in range(12)] + [(0, 0)]
    found = summarise(outcomes("S" * 13, packages=signed, of=wide))
    assert len(found.packages) == 11
    assert found.packages[0].package["price"] == "p0"
    assert found.packages[-1].package == {}
    assert found.packages[-1].share.share == pytest.approx(2 / 13)
    assert sum(row.share.share for row in found.packages) == pytest.approx(1.0)


def test_nothing_settled_leaves_nothing_to_tell_of_settlements():
    found = summarise(outcomes("II"))
    assert found.packages == ()
    assert found.options == {}
    assert found.values["buyer"].settled is None
    assert found.values["buyer"].gain is None
    assert found.values["buyer"].no_deal.p50 == 0.5
    assert found.concessions_made == {}


def test_values_stand_against_the_no_deal_value_of_the_same_worlds():
    no_deal = np.array([[0.5, 0.3, 0.5], [0.9, 0.3, 0.5]])
    found = summarise(outcomes("SI", no_deal=no_deal)).values["buyer"]
    assert found.settled.p50 == pytest.approx(0.7)
    assert found.no_deal_settled.p50 == pytest.approx(0.5)
    assert found.no_deal.p95 == pytest.approx(0.9)
    assert found.gain.p50 == pytest.approx(0.2)


def test_concessions_are_means_over_the_worlds_that_tell():
    conceded = np.full((3, 3, 2), np.nan)
    conceded[:2, 0, 1] = (0.1, 0.3)
    found = summarise(outcomes("SSI", conceded=conceded)).concessions_made
    assert set(found) == {"buyer"}
    assert set(found["buyer"]) == {"date"}
    assert found["buyer"]["date"].mean == pytest.approx(0.2)


def test_refusals_count_worlds_not_times():
    line, value = np.zeros((4, 3, 2), dtype=np.int16), np.zeros((4, 3), dtype=np.int16)
    line[0, 1, 0], value[:3, 2] = 7, 1
    found = summarise(outcomes("SIII", refused_line=line, refused_value=value)).refusals
    told = [(row.party, row.issue, row.reason, row.share.share) for row in found]
    assert told == [("witness", None, "value", 0.75), ("seller", "price", "line", 0.25)]


def test_missed_overlaps_are_a_share_of_worlds_asked():
    overlap = np.array([Overlap.PRESENT, Overlap.PRESENT, Overlap.EMPTY, Overlap.PRESENT])
    found = summarise(outcomes("SIII", overlap=overlap.astype(np.int8))).missed_overlap
    assert (found.n, found.share.share) == (4, 0.5)


def test_an_overlap_in_a_settled_world_is_not_missed():
    overlap = np.array([Overlap.PRESENT, Overlap.EMPTY], dtype=np.int8)
    assert summarise(outcomes("SI", overlap=overlap)).missed_overlap.share.share == 0.0


def test_only_the_leading_worlds_are_asked():
    n = ASKED + 50
    overlap = np.full(n, Overlap.UNASKED, dtype=np.int8)
    overlap[1:ASKED] = Overlap.PRESENT
    overlap[0] = Overlap.PRESENT
    endings = "S" + "I" * (ASKED - 1) + "S" * 20 + "I" * 30
    found = summarise(outcomes(endings, overlap=overlap)).missed_overlap
    assert (found.n, found.share.share) == (ASKED, pytest.approx((ASKED - 1) / ASKED))


def test_nobody_asked_is_no_share():
    found = summarise(outcomes("SI")).missed_overlap
    assert (found.n, found.share) == (0, None)


def test_it_is_told_how_many_worlds_were_followed():
    assert summarise(outcomes("SSI")).followed == 2
    assert summarise(outcomes("SSI", offers=None)).followed == 0


def test_the_track_leaves_out_days_without_an_offer():
    found = summarise(outcomes("SSI")).track
    told = {(point.day, point.proposer, point.party): (point.n, point.value.p50) for point in found}
    assert told == {
        (3.0, "buyer", "buyer"): (2, 0.9),
        (3.0, "buyer", "seller"): (2, 0.2),
        (6.0, "seller", "buyer"): (1, 0.6),
    }


def test_a_run_names_what_it_was_made_of():
    names = ("tight", "loose")
    by_coding = {name: outcomes("SI", of=scenario(coding=name, codings=names)) for name in names}
    found = summarise_run(by_coding)
    assert list(found.codings) == ["tight", "loose"]
    assert found.codings["tight"].says == "tight in words"
    assert (found.scenario, found.worlds, found.seed) == ("haggle", 2, 1)
    one = summarise_run({"tight": by_coding["tight"]})
    assert len({found.scenario_hash, one.scenario_hash, ""}) == 3
    assert (found.horizon, found.round_days, found.deadline) == (12.0, 3.0, 7.0)
    assert found.labels.issues == {"price": "the price", "date": "the date"}


def test_codings_of_a_run_share_their_worlds():
    with pytest.raises(UsageError, match="same worlds"):
        summarise_run({"a": outcomes("SI"), "b": outcomes("SII")})
    with pytest.raises(UsageError, match="at least one coding"):
        summarise_run({})
