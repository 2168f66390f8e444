"""A saved variant is what ``--set`` is: under every coding the same content, and the same play."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.domain.quantity import Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.errors import ScenarioError
from sim.loading import edit, load_codings, save_variant
from sim.sampling import sample_worlds

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
#: Codings that add an option, take out a red line and write numbers of several tables.
ENTANGLED = FIXTURES / "entangled.toml"
SMALL = ["price-haggle", "labour-contract", str(ENTANGLED)]
FULL = "ukraine-2025"
CODINGS = {source: load_codings(source) for source in (*SMALL, FULL)}


def content(tables: Any) -> Any:
    """Tables without what a file says of itself and of its sources."""
    if not isinstance(tables, dict):
        return tables
    told = ("direction_from", "size_from", "title", "question", "coding")
    return {key: content(held) for key, held in tables.items() if key not in told}


def played(scenario: Scenario) -> tuple[Any, ...]:
    outcomes = negotiate(scenario, sample_worlds(scenario, n=40, seed=5))
    names = ("world", "weight", "ending", "day", "package", "value", "no_deal", "refused_line")
    arrays = [getattr(outcomes, name) for name in (*names, "signed_partial", "conceded", "type")]
    return tuple((str(one.dtype), one.shape, one.tobytes()) for one in arrays)


@st.composite
def changes_of(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    kinds = [_number, _number, _wide, _table, _setting, _only, _new, _consent, _no_deal]
    found: dict[str, Any] = {}
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4)):
        wider = found | kind(draw, scenario)
        try:
            edit(scenario, wider, layer="--set")
        except ScenarioError:
            continue
        found = wider
    assume(found)
    return found


def _number(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    chosen = draw(st.sampled_from(sorted(scenario.quantities(), key=lambda one: one.path)))
    return {chosen.path: _value(draw, chosen.role)}


def _value(draw: st.DrawFn, role: Role) -> Any:
    low, high = role.legal
    part = st.floats(max(low, 0.001), min(high, 0.999)).map(lambda x: round(x, 3))
    rows = st.lists(part, min_size=2, max_size=3).map(sorted)
    return draw(st.one_of(part, rows))


def _wide(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    chosen = draw(st.sampled_from(sorted(scenario.quantities(), key=lambda one: one.path)))
    return {chosen.path: {"range": _value(draw, chosen.role), "unsupported": [0.1, 0.4]}}


def _table(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    party = draw(st.sampled_from(sorted(scenario.parties)))
    lines = scenario.resolved["party"][party].get("red_line", {})
    assume(lines)
    issue = draw(st.sampled_from(sorted(lines)))
    options = [key for key in lines[issue]["firmness"] if not key.endswith("_from")]
    level = draw(st.floats(0, 1).map(lambda x: round(x, 2)))
    return {f"party.{party}.red_line.{issue}.firmness": dict.fromkeys(options, level)}


def _setting(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    days = scenario.protocol.horizon
    return draw(
        st.sampled_from(
            [
                {"protocol.kind": "single-text"},
                {"protocol.kind": "final-offer"},
                {"protocol.horizon": days + 10},
                {"protocol.quiet_days": 5},
                {"protocol": {"acceptance": "reservation"}},
                {"deadline": {"day": days / 2}},
            ]
        )
    )


def _only(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    issue = draw(st.sampled_from(list(scenario.agenda)))
    kept = draw(
        st.lists(st.sampled_from([one.id for one in issue.options]), min_size=1, unique=True)
    )
    return {f"only.{issue.id}": kept}


def _new(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    party = draw(st.sampled_from(sorted(scenario.parties)))
    return draw(
        st.sampled_from(
            [
                {f"party.{party}.premium": 0.07},
                {f"party.{party}.no_deal": {"drift": 0.01, "shift": [-0.1, 0.1]}},
                {f"party.{party}.tactics.toughness": [0.3, 0.5], "tactics.opening": 0.2},
                {
                    "event.storm": {
                        "kind": "dated",
                        "day": 3,
                        "chance": 0.5,
                        "no_deal": {party: 0.1},
                    }
                },
                {f"party.{party}.type.stubborn": {"chance": 0.3, "behaviour": "obstinate"}},
            ]
        )
    )


def _consent(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    issue = draw(st.sampled_from(list(scenario.agenda)))
    option = draw(st.sampled_from([one.id for one in issue.options]))
    party = draw(st.sampled_from(sorted(scenario.parties)))
    path = f"issue.{issue.id}.option.{option}.consent"
    return draw(st.sampled_from([{path: {"all_of": [party]}}, {f"{path}.all_of": [party]}]))


def _no_deal(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    party = draw(st.sampled_from(sorted(scenario.parties)))
    issue = draw(st.sampled_from(list(scenario.agenda)))
    option = draw(st.sampled_from([one.id for one in issue.options]))
    return {f"party.{party}.no_deal.package.{issue.id}": option}


def edited(source: str, changes: dict[str, Any]) -> dict[str, Scenario]:
    """The changes under every coding, as an edit of what is loaded."""
    try:
        return {
            coding: edit(scenario, changes, layer="--set")
            for coding, scenario in CODINGS[source].items()
        }
    except ScenarioError:
        assume(False)
        raise


def same(place: Path, source: str, changes: dict[str, Any]) -> None:
    want = edited(source, changes)
    have = load_codings(place)
    assert list(have) == list(want)
    for coding, scenario in want.items():
        assert content(have[coding].resolved) == content(scenario.resolved)
        assert played(have[coding]) == played(scenario)


def saved_once(source: str, data: st.DataObject) -> None:
    scenario = next(iter(CODINGS[source].values()))
    changes = data.draw(changes_of(scenario))
    edited(source, changes)
    with tempfile.TemporaryDirectory() as folder:
        place = save_variant(Path(folder) / "mine.toml", source, changes, title="Mine")
        same(place, source, changes)


def saved_twice(source: str, data: st.DataObject) -> None:
    scenario = next(iter(CODINGS[source].values()))
    first, second = data.draw(changes_of(scenario)), data.draw(changes_of(scenario))
    edited(source, first)
    edited(source, second)
    with tempfile.TemporaryDirectory() as folder:
        place = save_variant(Path(folder) / "mine.toml", source, first, title="Mine")
        words = f"# words of my own\n{place.read_text(encoding='utf-8')}"
        place.write_text(words, encoding="utf-8")
        save_variant(place, source, second, title="Mine")
        before = place.read_bytes()
        assert before.startswith(b"# words of my own\n")
        same(place, source, second)
        assert save_variant(place, source, second, title="Mine").read_bytes() == before


@pytest.mark.parametrize("source", SMALL)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_saved_variant_is_what_the_same_sets_are(source: str, data: st.DataObject) -> None:
    saved_once(source, data)


@pytest.mark.parametrize("source", SMALL)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_saved_again_it_is_what_the_later_sets_are(source: str, data: st.DataObject) -> None:
    saved_twice(source, data)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(data=st.data())
def test_so_it_is_with_the_full_scenario(data: st.DataObject) -> None:
    saved_once(FULL, data)


@settings(max_examples=3, deadline=None, derandomize=True)
@given(data=st.data())
def test_so_it_is_with_the_full_scenario_saved_again(data: st.DataObject) -> None:
    saved_twice(FULL, data)
