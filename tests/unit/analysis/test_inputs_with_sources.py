"""Whose numbers these are: every number once, with its claims, under each coding."""

from pathlib import Path

import pytest

from sim.analysis.inputs import trace_inputs
from sim.errors import UsageError
from sim.loading import load_codings


@pytest.fixture(scope="module")
def scenarios():
    return load_codings("ukraine-2025")


@pytest.fixture(scope="module")
def found(scenarios):
    return trace_inputs(scenarios)


def test_every_quantity_is_there_once_with_its_own_range_and_source(scenarios, found):
    rows = {row.path: row for row in found.rows}
    assert len(rows) == len(found.rows)
    for coding, scenario in scenarios.items():
        for quantity in scenario.quantities():
            reading = rows[quantity.path].readings[coding]
            assert reading.range == quantity.range
            source = scenario.provenance[quantity.path]
            assert (reading.source.claims, reading.source.size) == (source.claims, source.size)
            assert [one.value for one in reading.source.chain] == [
                one.value for one in source.chain
            ]


def test_plain_settings_are_inputs_too(found):
    settings = {row.path for row in found.rows if row.role is None}
    assert {"protocol.horizon", "protocol.round_days", "deadline.day"} <= settings
    assert not {path for path in settings if path.split(".")[0] in {"statement", "base_rate"}}


def test_claims_and_groups_are_those_that_numbers_rest_on(scenarios, found):
    named = {
        claim
        for row in found.rows
        for reading in row.readings.values()
        if reading.source is not None
        for claim in reading.source.claims
    }
    assert set(found.claims) == named
    assert set(found.groups) == {claim.group for claim in found.claims.values()}
    seeds = next(iter(scenarios.values())).seeds
    assert len(named) < len(seeds.claims)


def test_an_event_lends_its_name_to_its_numbers(scenarios, found):
    first = next(iter(scenarios.values()))
    owners = {row.path: row.owner for row in found.rows}
    for event in first.events.values():
        beneath = [path for path in owners if path.startswith(f"event.{event.id}.")]
        assert beneath
        assert {owners[path] for path in beneath} == {event.name}


def test_where_a_file_lies_changes_nothing(tmp_path):
    text = Path("scenarios/price-haggle.toml").read_text(encoding="utf-8")
    found = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        place = tmp_path / folder / "price-haggle.toml"
        place.write_text(text, encoding="utf-8")
        found.append(trace_inputs(load_codings(str(place))))
    assert found[0] == found[1]


def test_what_is_set_on_the_command_line_ends_the_chain():
    found = trace_inputs(load_codings("price-haggle", sets=["party.buyer.patience=0.9"]))
    (row,) = [row for row in found.rows if row.path == "party.buyer.patience"]
    (reading,) = row.readings.values()
    assert [one.layer for one in reading.source.chain] == ["price-haggle", "--set"]
    assert reading.range[-1] == pytest.approx(0.9, abs=0.1)


def test_without_a_coding_there_is_nothing_to_trace():
    with pytest.raises(UsageError, match="at least one coding"):
        trace_inputs({})
