"""Findings with tables: their object, their spreadsheet, their folder."""

import csv
import io
import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import ClassVar

import jsonschema
import pytest

from sim.analysis.making import made_from
from sim.domain.answer import Made
from sim.domain.estimate import Amount, Share
from sim.errors import ResultsError, UsageError
from sim.loading import load_codings
from sim.records import (
    Existing,
    answer_json,
    answer_schema,
    find_answer,
    read_answer,
    run_hash,
    write_answer,
)
from sim.records.answer_rows import table_csv


class Word(Enum):
    HOLDS = "holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    coding: str
    package: dict[str, str]
    share: Share
    word: Word
    cost: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: ClassVar[str] = "zopa"
    made: Made
    rows: tuple[Row, ...]

    @property
    def tables(self):
        return {"packages": self.rows}


@pytest.fixture
def scenarios():
    return load_codings("price-haggle")


@pytest.fixture
def finding(scenarios):
    share = Share(share=0.5, low=0.25, high=0.75)
    amount = Amount(mean=-0.125, low=-0.25, high=0.0)
    row = Row(coding="stated", package={"price": "p50"}, share=share, word=Word.HOLDS)
    made = made_from(scenarios, n=40, seed=3, asked={"day": 14.0})
    return Finding(made=made, rows=(row, replace(row, cost=amount)))


def test_the_object_follows_its_published_schema(finding):
    found = answer_json(finding, ["One sentence."])
    jsonschema.validate(found, answer_schema())
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["kind"] == "zopa"
    assert found["asked"] == {"day": 14.0}
    assert found["rows"][0]["share"] == {"share": 0.5, "low": 0.25, "high": 0.75}
    assert found["rows"][0]["cost"] is None
    assert found["rows"][1]["word"] == "holds"


def test_a_spreadsheet_has_three_columns_for_an_estimate(finding):
    rows = list(csv.DictReader(io.StringIO(table_csv(finding.rows))))
    assert rows[0]["package.price"] == "p50"
    assert (rows[0]["share"], rows[0]["share_low"]) == ("0.5", "0.25")
    assert rows[0]["cost_low"] == ""
    assert rows[1]["cost_low"] == "-0.25"


def test_a_folder_gives_back_the_finding_it_was_written_from(finding, scenarios, tmp_path):
    folder = tmp_path / "kept"
    made = run_hash(scenarios, n=40, seed=3, asked={"kind": "zopa", "day": 14.0})
    assert find_answer(folder, Finding, made) is None
    write_answer(folder, finding, scenarios, run_hash=made, says=["So."], text="Words.\n")
    assert read_answer(folder, Finding) == finding
    assert find_answer(folder, Finding, made) == finding
    assert (folder / "packages.csv").read_text(encoding="utf-8") == table_csv(finding.rows)


def test_another_question_is_not_answered_from_the_folder(finding, scenarios, tmp_path):
    folder = tmp_path / "kept"
    made = [run_hash(scenarios, n=40, seed=3, asked={"day": day}) for day in (0.0, 14.0)]
    assert made[0] != made[1]
    write_answer(folder, finding, scenarios, run_hash=made[0], says=["So."], text="Words.\n")
    with pytest.raises(ResultsError, match="holds another"):
        find_answer(folder, Finding, made[1])
    assert find_answer(folder, Finding, made[1], Existing.REPLACE) is None


def test_a_changed_folder_is_told(finding, scenarios, tmp_path):
    folder = tmp_path / "kept"
    write_answer(folder, finding, scenarios, run_hash="a", says=["So."], text="Words.\n")
    (folder / "details.json").write_text("{}")
    with pytest.raises(ResultsError, match="changed after it was written"):
        read_answer(folder, Finding)


def test_without_worlds_or_codings_there_is_no_finding(scenarios):
    with pytest.raises(UsageError, match="at least one world"):
        made_from(scenarios, n=0, seed=1)
    with pytest.raises(UsageError, match="at least one coding"):
        made_from({}, n=1, seed=1)
