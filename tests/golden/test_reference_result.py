"""The reference result under results/ comes out again, world by world."""

import csv
import json
from pathlib import Path

import pytest

import sim
from sim.records import read_run, run_json, write_run

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "results" / "reference" / "price-haggle"
REMAKE = "if the change is meant, results/README.md says how to write the reference anew"


@pytest.fixture(scope="module")
def manifest():
    return json.loads((REFERENCE / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def again(manifest, tmp_path_factory):
    """The folder of the same run, made now."""
    (coding,) = manifest["codings"]
    scenario = sim.load_scenario(manifest["scenario"], coding=coding)
    worlds = sim.sample_worlds(scenario, n=manifest["worlds"], seed=manifest["seed"])
    outcomes = {coding: sim.negotiate(scenario, worlds)}
    folder = tmp_path_factory.mktemp("again") / "run"
    return write_run(folder, outcomes, sim.summarise_run(outcomes), run_hash="again")


def rows(folder):
    with (folder / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_reference_is_the_run_it_says_it_is(manifest):
    assert (manifest["scenario"], manifest["worlds"], manifest["seed"]) == ("price-haggle", 200, 1)
    assert len(rows(REFERENCE)) == 200
    assert {row["ending"] for row in rows(REFERENCE)} >= {"settlement", "impasse"}


def test_every_world_ends_as_it_did(again):
    for old, new in zip(rows(REFERENCE), rows(again), strict=True):
        assert old == new, f"world {old['world']}: {REMAKE}"


def test_the_summary_is_the_same(again):
    old, new = (
        json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        for folder in (REFERENCE, again)
    )
    for found in (old, new):
        found.pop("version")
    assert old == new, REMAKE


def test_the_reference_can_still_be_read():
    assert run_json(read_run(REFERENCE)) == json.loads(
        (REFERENCE / "summary.json").read_text(encoding="utf-8")
    ), REMAKE
