"""Run folders: complete or absent, the same bytes again, read back as written."""

import builtins
import json
import tomllib
from dataclasses import replace

import pytest

from sim.errors import ResultsError, UsageError
from sim.records import folder as folders
from sim.records.completing import add_figures, add_table
from sim.records.conceding import add_concessions, read_concessions
from sim.records.folder import find_run, read_run, write_run
from sim.records.holding import Existing
from sim.records.table import TableFormat

HASH = "0123456789abcdef"


@pytest.fixture
def written(run, tmp_path):
    by_coding, summary = run
    return write_run(tmp_path / "haggle-0123", by_coding, summary, run_hash=HASH)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_folder_holds_what_the_reference_says(written, run):
    assert sorted(contents(written)) == [
        "details.json", "manifest.json", "outcomes.csv", "scenario.loose.toml",
        "scenario.tight.toml", "summary.json",
    ]  # fmt: skip
    resolved = tomllib.loads((written / "scenario.tight.toml").read_text())
    assert resolved["party"] == {"buyer": {"premium": 0.1}}
    summary = json.loads((written / "summary.json").read_text())
    assert summary["scenario"] == "haggle"
    manifest = json.loads((written / "manifest.json").read_text())
    assert (manifest["seed"], manifest["worlds"], manifest["run_hash"]) == (1, 6, HASH)


def test_one_coding_has_one_scenario_file(run, tmp_path):
    by_coding, summary = run
    one = {"tight": by_coding["tight"]}
    folder = write_run(tmp_path / "one", one, summary, run_hash=HASH)
    assert (folder / "scenario.toml").exists()


def test_reading_back_gives_the_same_summary(written, run):
    assert read_run(written) == run[1]
    assert find_run(written, HASH) == run[1]


def test_a_comparison_is_read_back_too(run, compared, tmp_path):
    folder = write_run(tmp_path / "against", run[0], compared, run_hash=HASH)
    assert read_run(folder) == compared


def test_the_same_run_gives_the_same_bytes(written, run, tmp_path):
    again = write_run(tmp_path / "elsewhere", *run, run_hash=HASH)
    assert contents(again) == contents(written)


def test_writing_a_run_again_leaves_it_alone(written, run):
    before = (written / "manifest.json").stat().st_mtime_ns
    write_run(written, *run, run_hash=HASH)
    assert (written / "manifest.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError("disk full")])
def test_an_interrupted_run_leaves_nothing(run, tmp_path, monkeypatch, interruption):
    def fail(*_):
        raise interruption

    monkeypatch.setattr(folders, "store_table", fail)
    wanted = KeyboardInterrupt if interruption is KeyboardInterrupt else ResultsError
    with pytest.raises(wanted):
        write_run(tmp_path / "results" / "half", *run, run_hash=HASH)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_folder_holding_something_else_needs_replace(run, tmp_path):
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    with pytest.raises(ResultsError, match=r"something else.*--force"):
        write_run(folder, *run, run_hash=HASH)
    assert find_run(folder, HASH, Existing.REPLACE) is None
    write_run(folder, *run, run_hash=HASH, existing=Existing.REPLACE)
    assert read_run(folder) == run[1]
    assert (folder / "chapter.txt").read_text() == "years of work"


def test_another_run_needs_replace(written, run):
    with pytest.raises(ResultsError, match="another run"):
        find_run(written, "ffff")
    other = replace(run[1], seed=7)
    write_run(written, run[0], other, run_hash="ffff", existing=Existing.REPLACE)
    assert find_run(written, "ffff") == other


def test_an_empty_folder_is_free_and_a_file_is_not(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert find_run(tmp_path / "empty", HASH) is None
    write_run(tmp_path / "empty", *run, run_hash=HASH)
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultsError, match="is a file"):
        find_run(tmp_path / "file", HASH, Existing.REPLACE)


def test_a_changed_folder_is_noticed(written):
    details = written / "details.json"
    details.write_text(details.read_text().replace("Who gives way?", "Who wins?"))
    with pytest.raises(ResultsError, match="changed after"):
        read_run(written)
    with pytest.raises(ResultsError, match="not as it was written"):
        find_run(written, HASH)


@pytest.mark.parametrize("lost", ["outcomes.csv", "summary.json", "details.json"])
def test_a_missing_file_is_added_and_the_others_are_left_alone(
    written, run, concession_table, lost
):
    add_concessions(written, concession_table)
    add_figures(written, lambda _, folder: (folder / "one.png").write_text("1"))
    whole = contents(written)
    untouched = (written / "scenario.tight.toml").stat().st_mtime_ns
    (written / lost).unlink()
    assert find_run(written, HASH) is None
    write_run(written, *run, run_hash=HASH)
    assert contents(written) == whole
    assert (written / "scenario.tight.toml").stat().st_mtime_ns == untouched


def test_lost_concessions_are_no_longer_listed_once_the_run_is_whole_again(
    written, run, concession_table
):
    add_concessions(written, concession_table)
    (written / "concessions.json").unlink()
    write_run(written, *run, run_hash=HASH)
    assert find_run(written, HASH) == run[1]
    assert read_concessions(written) is None


def test_replacing_drops_all_that_the_older_run_left(written, run, concession_table):
    add_concessions(written, concession_table)
    add_figures(written, lambda _, folder: (folder / "one.png").write_text("1"))
    (written / "letter.txt").write_text("keep me")
    write_run(written, *run, run_hash="ffff", existing=Existing.REPLACE)
    assert not (written / "figures").exists()
    assert not (written / "concessions.json").exists()
    assert (written / "letter.txt").read_text() == "keep me"


def test_a_manifest_cannot_name_what_lies_outside_its_folder(written, run):
    outside = written.parent / "letter.txt"
    outside.write_text("keep me")
    content = json.loads((written / "manifest.json").read_text())
    content["files"]["../letter.txt"] = {"values": "0"}
    (written / "manifest.json").write_text(json.dumps(content))
    write_run(written, *run, run_hash="ffff", existing=Existing.REPLACE)
    assert outside.read_text() == "keep me"


def test_a_folder_that_is_no_run_is_said_to_be_none(tmp_path):
    for content in ("{", "[]", '{"kind": "else"}', '{"kind": "parley run"}'):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(ResultsError, match="no run folder"):
            read_run(tmp_path)


def test_the_other_format_holds_the_same_values(written):
    pytest.importorskip("pyarrow")
    target = add_table(written, TableFormat.PARQUET)
    assert target.name == "outcomes.parquet"
    before = (written / "outcomes.csv").read_bytes()
    manifest = json.loads((written / "manifest.json").read_text())
    assert manifest["files"]["outcomes.csv"] == manifest["files"]["outcomes.parquet"]
    (written / "outcomes.csv").unlink()
    add_table(written, TableFormat.CSV)
    assert (written / "outcomes.csv").read_bytes() == before
    assert find_run(written, HASH) is not None


def test_a_run_may_be_written_as_parquet_alone(run, tmp_path):
    pytest.importorskip("pyarrow")
    folder = write_run(tmp_path / "p", *run, run_hash=HASH, table=TableFormat.PARQUET)
    assert sorted(path.name for path in folder.glob("outcomes.*")) == ["outcomes.parquet"]
    import pyarrow.parquet

    found = pyarrow.parquet.read_table(folder / "outcomes.parquet").to_pylist()
    assert found[0]["value.buyer"] == pytest.approx(0.7)
    assert found[2]["value.buyer"] is None


def test_without_pyarrow_the_extra_is_named(run, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"parley-sim\[parquet\]"):
        write_run(tmp_path / "p", *run, run_hash=HASH, table=TableFormat.PARQUET)
    assert list(tmp_path.iterdir()) == []


def test_figures_are_drawn_from_what_was_read_beside_others(written, run):
    def draw(summary, folder):
        assert summary == run[1]
        (folder / "one.png").write_text("1")

    target = add_figures(written, draw)
    (target / "one.png").write_text("old")
    (target / "mine.png").write_text("0")
    add_figures(written, draw)
    found = {path.name: path.read_text() for path in target.iterdir()}
    assert found == {"one.png": "1", "mine.png": "0"}


def test_figures_that_fail_leave_the_old_ones(written):
    add_figures(written, lambda _, folder: (folder / "one.png").write_text("1"))

    def fail(_, folder):
        (folder / "half.png").write_text("")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_figures(written, fail)
    assert [path.name for path in (written / "figures").iterdir()] == ["one.png"]
    assert not [path for path in written.iterdir() if path.name.startswith(".")]


def test_concessions_are_kept_beside_the_run(written, concession_table):
    assert read_concessions(written) is None
    add_concessions(written, concession_table)
    assert read_concessions(written) == concession_table
    assert find_run(written, HASH) is not None
