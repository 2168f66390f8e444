"""The table holds every world of every coding, with labels, and loses nothing on the way."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from making_outcomes import outcomes, scenario

from sim.errors import UsageError
from sim.records.table import from_csv, outcome_table, to_csv


def rows(by_coding):
    return list(csv.DictReader(io.StringIO(to_csv(outcome_table(by_coding)))))


def test_one_row_a_world_and_coding(run):
    found = rows(run[0])
    assert [(row["coding"], row["world"]) for row in found[5:7]] == [("tight", "5"), ("loose", "0")]
    assert len(found) == 12


def test_labels_stand_where_outcomes_hold_positions(run):
    first, _, partial, *_ = rows(run[0])
    assert (first["ending"], first["package.price"], first["package.date"]) == (
        "settlement", "middle", "soon",
    )  # fmt: skip
    assert (first["value.buyer"], first["no_deal.seller"]) == ("0.700000", "0.300000")
    assert first["type.witness"] == "plain"
    assert (partial["ending"], partial["package.price"], partial["value.buyer"]) == (
        "partial", "", "",
    )  # fmt: skip
    assert partial["partial.tour"] == "5.000000"
    assert (first["partial.tour"], first["overlap"]) == ("", "")


def test_offers_and_refusals_keep_their_party_and_issue():
    made = outcomes("SI")
    made.first_offer[1, 1, 0] = 2
    made.refused_line[1, 0, 1] = 4
    made.conceded[0, 1, 1] = -0.0
    second = rows({"stated": made})[1]
    assert second["first_offer.seller.price"] == "high"
    assert second["refused_line.buyer.date"] == "4"
    assert rows({"stated": made})[0]["conceded.seller.date"] == "0.000000"


def test_reading_gives_the_table_that_was_written(run):
    table = outcome_table(run[0])
    kinds = {column.name: column.kind.value for column in table.columns}
    assert from_csv(to_csv(table), kinds) == table


def test_every_row_has_every_column(run):
    head, *lines = to_csv(outcome_table(run[0])).splitlines()
    assert all(line.count(",") == head.count(",") for line in lines)
    assert len(set(head.split(","))) == head.count(",") + 1


def test_codings_with_other_issues_do_not_share_a_table():
    one = outcomes("SI")
    other = scenario()
    other = replace(other, partial_deals={"visit": other.partial_deals["tour"]})
    with pytest.raises(UsageError, match="same parties"):
        outcome_table({"a": one, "b": replace(one, scenario=other)})


def test_noise_beyond_the_sixth_decimal_changes_nothing():
    one = outcomes("SI")
    other = replace(one, value=one.value + 1e-9, weight=np.array([1.0, 1.0 - 1e-12]))
    assert to_csv(outcome_table({"a": one})) == to_csv(outcome_table({"a": other}))
