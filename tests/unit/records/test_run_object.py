"""The object of ``--json`` follows its published schema and says what the summary says."""

import json

import jsonschema
import pytest

from sim.records.run_object import run_json, run_schema, runs_json


def check(content):
    validator = jsonschema.Draft202012Validator
    validator.check_schema(run_schema())
    validator(run_schema()).validate(json.loads(json.dumps(content, allow_nan=False)))


def test_one_run_follows_the_schema(run):
    check(run_json(run[1]))


def test_a_comparison_and_several_runs_follow_the_schema(run, compared):
    check(run_json(compared))
    check(runs_json([run[1], compared]))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("seed"),
        lambda found: found.update(extra=1),
        lambda found: found["codings"]["tight"]["endings"].pop("walkout"),
        lambda found: found["codings"]["tight"]["endings"]["partial"].update(share=1.2),
        lambda found: found["codings"]["tight"]["packages"][0].pop("package"),
        lambda found: found["codings"].clear(),
    ],
)
def test_the_schema_refuses_what_is_not_such_an_object(run, spoil):
    found = run_json(run[1])
    spoil(found)
    with pytest.raises(jsonschema.ValidationError):
        check(found)


def test_the_fields_are_those_of_the_reference(compared):
    found = run_json(compared)
    assert list(found) == [
        "schema", "scenario", "question", "scenario_hash", "seed", "worlds", "protocol",
        "horizon", "overrides", "version", "codings", "against",
    ]  # fmt: skip
    assert list(found["codings"]["tight"]) == [
        "n", "endings", "missed_overlap", "by_day", "packages", "values", "concessions_made",
        "refusals",
    ]  # fmt: skip
    assert found["overrides"] == {"party.buyer.premium": 0.1}
    assert found["horizon"] == 12


def test_shares_add_to_one(run):
    for coding in run_json(run[1])["codings"].values():
        assert sum(share["share"] for share in coding["endings"].values()) == pytest.approx(1.0)


def test_what_no_world_has_is_null(run):
    loose = run_json(run[1])["codings"]["loose"]
    assert loose["packages"] == []
    assert loose["values"]["buyer"]["settled"] is None
    assert loose["missed_overlap"] == {"n": 0, "share": None, "low": None, "high": None}


def test_against_is_this_run_minus_the_other(compared):
    against = run_json(compared)["against"]
    assert against["scenario"] == "haggle"
    tight = against["codings"]["tight"]["settlement"]
    assert tight["difference"] == pytest.approx(2 / 6 - 1)
