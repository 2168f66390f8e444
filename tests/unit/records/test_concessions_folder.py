"""Folders of concessions keep the promises of run folders; their object follows its schema."""

import json

import jsonschema
import pytest
from making_outcomes import scenario

from sim.errors import ResultsError
from sim.records.conceding import find_concessions, read_concessions, write_concessions
from sim.records.concessions_object import concessions_json, concessions_schema
from sim.records.encoding import as_text, from_text
from sim.records.folder import read_run, write_run
from sim.records.holding import Existing
from sim.records.manifest import FolderKind, kind_of

HASH = "0123456789abcdef"


def report(_, folder):
    (folder / "concessions.txt").write_text("for readers")


def write(folder, table, **more):
    options = {"run_hash": HASH, "report": report, **more}
    return write_concessions(folder, table, {"tight": scenario()}, **options)


@pytest.fixture
def written(concession_table, tmp_path):
    return write(tmp_path / "moves", concession_table)


def test_a_folder_holds_what_the_reference_says(written):
    assert sorted(path.name for path in written.iterdir()) == [
        "concessions.json", "concessions.txt", "manifest.json", "scenario.toml",
    ]  # fmt: skip
    manifest = json.loads((written / "manifest.json").read_text())
    assert (manifest["kind"], manifest["seed"], manifest["run_hash"]) == (
        "parley concessions", 1, HASH,
    )  # fmt: skip
    assert manifest["codings"] == ["tight"]


def test_reading_back_gives_the_same_table(written, concession_table):
    assert find_concessions(written, HASH) == concession_table
    assert read_concessions(written) == concession_table
    assert kind_of(written) is FolderKind.CONCESSIONS


def test_another_table_or_a_run_is_refused(written, run, concession_table, tmp_path):
    with pytest.raises(ResultsError, match="another table of concessions"):
        write(written, concession_table, run_hash="ffff")
    folder = write_run(tmp_path / "run", *run, run_hash=HASH)
    with pytest.raises(ResultsError, match=r"something else than a table.*--force"):
        write(folder, concession_table)
    with pytest.raises(ResultsError, match="something else than a run"):
        write_run(written, *run, run_hash=HASH)
    assert read_run(folder) == run[1]


def test_replacing_leaves_other_files_alone(concession_table, tmp_path):
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    with pytest.raises(ResultsError, match="--force"):
        write(folder, concession_table)
    write(folder, concession_table, existing=Existing.REPLACE)
    assert find_concessions(folder, HASH) == concession_table
    assert (folder / "chapter.txt").read_text() == "years of work"


def test_what_interrupts_leaves_nothing(concession_table, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "results" / "half", concession_table, report=interrupt)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_changed_table_is_noticed(written):
    place = written / "concessions.json"
    place.write_text(place.read_text().replace("0.15", "0.95"))
    with pytest.raises(ResultsError, match=r"concessions\.json was changed"):
        read_concessions(written)
    with pytest.raises(ResultsError, match="not as it was written"):
        find_concessions(written, HASH)


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
def test_text_that_is_no_finding_names_its_file_in_one_line(text, concession_table, tmp_path):
    kind = type(concession_table)
    assert from_text(kind, as_text(concession_table), tmp_path) == concession_table
    with pytest.raises(ResultsError) as problem:
        from_text(kind, text, tmp_path / "concessions.json")
    said = str(problem.value)
    assert said.startswith(str(tmp_path / "concessions.json"))
    assert "http" not in said
    assert "\n" not in said


def check(content):
    validator = jsonschema.Draft202012Validator
    validator.check_schema(concessions_schema())
    validator(concessions_schema()).validate(json.loads(json.dumps(content, allow_nan=False)))


def test_the_object_follows_its_schema(concession_table):
    found = concessions_json(concession_table)
    check(found)
    row = found["concessions"][0]
    assert (row["party"], row["option"], row["concession"]) == ("seller", "low", "accept")
    assert row["lifts"]["tight"]["horizon"] == {"difference": -0.1, "low": -0.2, "high": 0.01}
    assert row["sets"] == {"tight": {"party.seller.demand.price.values.low": [0.1, 0.2, 0.3]}}
    assert found["without"]["tight"]["early"]["share"] == 0.3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("without"),
        lambda found: found.update(extra=1),
        lambda found: found["concessions"][0].pop("lifts"),
        lambda found: found["concessions"][0].update(concession="give"),
        lambda found: found["concessions"][0]["lifts"]["tight"]["early"].update(low=-2),
    ],
)
def test_the_schema_refuses_what_is_not_such_an_object(concession_table, spoil):
    found = concessions_json(concession_table)
    spoil(found)
    with pytest.raises(jsonschema.ValidationError):
        check(found)
