"""Folders keep whose numbers they were made from, and what computed them."""

import json
from dataclasses import replace

import pytest

from sim.analysis.inputs import trace_inputs
from sim.errors import ResultsError
from sim.loading import load_codings
from sim.records import add_inputs, add_table, libraries_of, read_inputs, write_run
from sim.records.manifest import read_manifest
from sim.records.table import TableFormat


@pytest.fixture(scope="module")
def inputs():
    return trace_inputs(load_codings("price-haggle"))


@pytest.fixture
def folder(run, tmp_path):
    return write_run(tmp_path / "run", *run, run_hash="0123")


def test_what_is_kept_is_read_back(folder, inputs):
    assert read_inputs(folder) is None
    file = add_inputs(folder, inputs)
    assert read_inputs(folder) == inputs
    assert file.name in read_manifest(folder).files


def test_keeping_the_same_again_touches_nothing(folder, inputs):
    before = add_inputs(folder, inputs).stat().st_mtime_ns
    assert add_inputs(folder, inputs).stat().st_mtime_ns == before


def test_a_source_that_was_corrected_replaces_the_old_one(folder, inputs):
    add_inputs(folder, inputs)
    corrected = replace(inputs, title="another")
    add_inputs(folder, corrected)
    assert read_inputs(folder) == corrected


def test_inputs_that_were_changed_or_lost_are_told(folder, inputs):
    file = add_inputs(folder, inputs)
    file.write_text(file.read_text().replace("teaching", "learning"))
    with pytest.raises(ResultsError, match="changed after it was written"):
        read_inputs(folder)
    file.unlink()
    with pytest.raises(ResultsError, match="cannot be read"):
        read_inputs(folder)


def test_versions_stay_those_of_the_run_when_something_is_added(folder, inputs):
    manifest = folder / "manifest.json"
    held = json.loads(manifest.read_text())
    assert set(held["libraries"]) == {"numpy", "scipy", "mesa"}
    held["libraries"]["numpy"] = "1.2.3"
    manifest.write_text(json.dumps(held))
    add_inputs(folder, inputs)
    assert libraries_of(folder)["numpy"] == "1.2.3"


def test_a_folder_of_an_older_version_names_no_libraries(folder):
    manifest = folder / "manifest.json"
    held = json.loads(manifest.read_text())
    del held["libraries"]
    manifest.write_text(json.dumps(held))
    assert libraries_of(folder) == {}
    assert read_inputs(folder) is None
    add_table(folder, TableFormat.CSV)
    assert libraries_of(folder) == {}
