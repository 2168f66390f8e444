"""Whatever is done to a file, the answer is a scenario or a list of faults, never a traceback."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import NotFoundError, ScenarioError
from sim.loading import load_codings, validate
from sim.loading.seeds import read_seeds
from sim.loading.toml import read_file

ROOT = Path(__file__).resolve().parents[3]
SEEDS = tomllib.loads((ROOT / "tests/fixtures/faults/seeds/good.toml").read_text(encoding="utf-8"))
SMALL = tomllib.loads((ROOT / "tests/fixtures/faults/ordinary.toml").read_text(encoding="utf-8"))
LARGE = tomllib.loads((ROOT / "scenarios/ukraine-2025.toml").read_text(encoding="utf-8"))
LARGE["seeds"] = (ROOT / "seeds/claims.toml").as_posix()

_odd = st.one_of(
    st.sampled_from(
        [0, 1, -1, 1.4, True, "", "x", [], {}, [[]], [{}], [1, 2, 3, 4], ["left"], float("nan")]
    ),
    st.sampled_from([{"range": []}, {"range": [0.1], "scale": "log"}, {"direction_from": 3}]),
    st.sampled_from(["left", "russia", "low", "C01", "nobody:", "outside: x", 10**400, "a.b"]),
    st.dates(),
    st.text(max_size=5),
    st.lists(st.floats(), max_size=4),
)
_keys = st.one_of(
    st.text(max_size=4),
    st.sampled_from(
        [
            *("party", "issue", "coding", "extends", "remove", "only", "range", "band", "values"),
            *("direction_from", "size_from", "consent", "any_of", "no_deal", "group", "says"),
        ]
    ),
)


def tables_in(node: Any) -> list[Any]:
    held = [node] if isinstance(node, (dict, list)) else []
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return held + [table for child in inner for table in tables_in(child)]


def mutated(data: st.DataObject, tables: dict[str, Any]) -> dict[str, Any]:
    tables = copy.deepcopy(tables)
    for _ in range(data.draw(st.integers(1, 4))):
        places = tables_in(tables)
        place = places[data.draw(st.integers(0, len(places) - 1))]
        if isinstance(place, list):
            place[data.draw(st.integers(0, len(place))) :] = [copy.deepcopy(data.draw(_odd))]
            continue
        act = data.draw(st.sampled_from(["delete", "replace", "rename", "add"]))
        if act == "add" or not place:
            place[data.draw(_keys)] = copy.deepcopy(data.draw(_odd))
            continue
        key = data.draw(st.sampled_from(sorted(place)))
        if act == "replace":
            place[key] = copy.deepcopy(data.draw(_odd))
        else:
            held = place.pop(key)
            if act == "rename":
                place[data.draw(_keys)] = held
    return tables


def survives(place: Path) -> None:
    try:
        faults = validate([place])
    except NotFoundError:
        return
    for fault in faults:
        assert fault.file
        assert fault.rule
    if faults:
        return
    codings = load_codings(place)
    for scenario in codings.values():
        for quantity in scenario.quantities():
            assert quantity.low <= quantity.mode <= quantity.high
            assert scenario.provenance[quantity.path].size


fuzzing = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(fuzzing, max_examples=100)
@given(data=st.data())
def test_a_mutated_small_scenario_never_breaks_the_reader(
    tmp_path: Path, data: st.DataObject
) -> None:
    (tmp_path / "seeds").mkdir(exist_ok=True)
    (tmp_path / "seeds" / "good.toml").write_text(tomli_w.dumps(SEEDS), encoding="utf-8")
    place = tmp_path / "small.toml"
    place.write_text(tomli_w.dumps(mutated(data, SMALL)), encoding="utf-8")
    survives(place)


@settings(fuzzing, max_examples=25)
@given(data=st.data())
def test_a_mutated_full_scenario_never_breaks_the_reader(
    tmp_path: Path, data: st.DataObject
) -> None:
    place = tmp_path / "large.toml"
    place.write_text(tomli_w.dumps(mutated(data, LARGE)), encoding="utf-8")
    survives(place)


@settings(fuzzing, max_examples=60)
@given(data=st.data())
def test_mutated_seeds_never_break_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    (tmp_path / "seeds").mkdir(exist_ok=True)
    seeds = tmp_path / "seeds" / "good.toml"
    seeds.write_text(tomli_w.dumps(mutated(data, SEEDS)), encoding="utf-8")
    place = tmp_path / "small.toml"
    place.write_text(tomli_w.dumps(SMALL), encoding="utf-8")
    survives(place)
    assert validate([seeds]) or read_seeds(read_file(seeds)).title is not None


@settings(fuzzing, max_examples=100)
@given(data=st.data())
def test_text_cut_and_pasted_never_breaks_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    text = (ROOT / "scenarios/price-haggle.toml").read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 80)))
    place = tmp_path / "cut.toml"
    scraps = ["", "[[a]]\n", '"', "\\", "\0", "[", "}", "x = 1\r\n", "'''"]
    pasted = data.draw(st.sampled_from(scraps))
    place.write_text(text[:start] + pasted + text[end:], encoding="utf-8", newline="")
    survives(place)


@settings(fuzzing, max_examples=80)
@given(word=st.text(alphabet="party.left=[]{}\"'\n01 #", max_size=30))
def test_any_set_is_taken_or_refused_in_words(word: str) -> None:
    place = ROOT / "tests/fixtures/faults/ordinary.toml"
    try:
        load_codings(place, sets=[word])
    except ScenarioError as problem:
        assert all(str(fault) for fault in problem.faults)  # noqa: PT017
