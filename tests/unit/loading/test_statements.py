"""Statements of a scenario: read as nouns, never part of a result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.domain.statement import BlocksMore, DeadlineHelps, Lifts, Lowers, Settles, SignsMore
from sim.engine import negotiate
from sim.errors import ScenarioError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import sample_worlds

ROOT = Path(__file__).resolve().parents[3]

STATEMENTS = """
[statement.who]
kind = "blocks-more"
says = "the union blocks more often than the employer"
party = "union"
than = "employer"

[statement.text]
kind = "lifts"
says = "one text settles more"
set.protocol.kind = "single-text"
set.party.union.premium = [0, 0.1]
by = 30

[statement.longer]
kind = "lowers"
says = "a strike fund that lasts settles less"
set = { party = { union = { no_deal = { drift = 0 } } } }

[statement.clock]
kind = "deadline-helps"
says = "the end of the contract helps"

[statement.most]
kind = "settles"
says = "half of them settle by day 42"
above = 0.5
by = 42

[statement.pay]
kind = "signs-more"
says = "pay rises by three per cent rather than two"
issue = "pay"
option = "three_percent"
than = "two_percent"
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str) -> Path:
        parent = (ROOT / "scenarios" / "labour-contract.toml").as_posix()
        place = tmp_path / "said.toml"
        place.write_text(f'schema = 1\nextends = "{parent}"\n{text}', encoding="utf-8")
        return place

    return write


def test_every_kind_is_read(written) -> None:
    found = load_scenario(written(STATEMENTS)).statements
    told = {name: found[name] for name in ("who", "text", "longer", "clock", "most", "pay")}
    assert told == {
        "who": BlocksMore(
            id="who",
            says="the union blocks more often than the employer",
            party="union",
            than="employer",
        ),
        "text": Lifts(
            id="text",
            says="one text settles more",
            edits={"protocol.kind": "single-text", "party.union.premium": [0, 0.1]},
            by=30.0,
        ),
        "longer": Lowers(
            id="longer",
            says="a strike fund that lasts settles less",
            edits={"party.union.no_deal.drift": 0},
        ),
        "clock": DeadlineHelps(id="clock", says="the end of the contract helps"),
        "most": Settles(id="most", says="half of them settle by day 42", above=0.5, by=42.0),
        "pay": SignsMore(
            id="pay",
            says="pay rises by three per cent rather than two",
            issue="pay",
            option="three_percent",
            than="two_percent",
        ),
    }


def test_statements_change_no_result(written) -> None:
    plain = load_scenario(written(""))
    said = load_scenario(written(STATEMENTS))
    rows = [negotiate(one, sample_worlds(one, n=30), asked=0) for one in (plain, said)]
    assert np.array_equal(rows[0].ending, rows[1].ending)
    assert np.array_equal(rows[0].day, rows[1].day)
    assert np.array_equal(rows[0].package, rows[1].package)


def test_what_a_statement_speaks_of_may_be_edited_away(written) -> None:
    said = load_scenario(written(STATEMENTS))
    assert edit(said, {}, layer="a what-if", remove=["deadline"]).deadline is None


def test_a_statement_that_is_edited_is_checked_again(written) -> None:
    said = load_scenario(written(STATEMENTS))
    with pytest.raises(ScenarioError, match=r"statement\.who\.than names no known party"):
        edit(said, {"statement.who.than": "nobody"}, layer="a what-if")


def test_a_variant_that_takes_away_what_a_statement_needs_is_told(written) -> None:
    place = written('remove = ["deadline"]' + STATEMENTS)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(place)
    (fault,) = caught.value.faults
    assert str(fault).endswith("statement.clock needs a deadline, and the scenario has none")
    assert fault.file.endswith("said.toml")
    assert place.read_text(encoding="utf-8").splitlines()[fault.line - 1] == "[statement.clock]"


def test_a_coding_may_make_statements_of_its_own(written) -> None:
    coding = '\n[coding.a]\nsays = "as it is"\n[coding.b]\n' + STATEMENTS.replace(
        "[statement.", "[coding.b.statement."
    )
    found = load_codings(written(coding))
    assert len(found["b"].statements) == len(found["a"].statements) + 6
