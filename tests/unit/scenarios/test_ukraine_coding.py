"""The Ukraine coding keeps its own rules: targets, widths, nesting, consent, equal terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scenario_tables import mid

#: What the indifference packages should come near, and how near (value units).
TARGETS = {
    "low-no-deal": {"russia": 0.45, "ukraine": 0.40, "united_states": 0.45, "europe": 0.40},
    "high-no-deal": {"russia": 0.58, "ukraine": 0.48, "united_states": 0.42, "europe": 0.48},
}
NEAR = 0.015

#: Least span of a firmness by what it rests on; where a range meets 0 or 1, what is left of it.
HALF_WIDTH = {"on-record": 0.15, "report": 0.25, "anon": 0.25, "writer": 0.30, "accusation": 0.30}
ASSUMED_SPAN = 0.50
ABOUT = 0.10


def package_value(party: dict[str, Any], package: dict[str, str]) -> float:
    demand = {issue: table for issue, table in party["demand"].items() if isinstance(table, dict)}
    weights = {issue: mid(table["weight"]) for issue, table in demand.items()}
    worth = sum(weights[issue] * demand[issue]["values"][package[issue]] for issue in demand)
    return worth / sum(weights.values())


@pytest.mark.parametrize("coding", TARGETS)
@pytest.mark.parametrize("party", ["russia", "ukraine", "united_states", "europe"])
def test_no_deal_packages_come_near_their_targets(
    ukraine: dict[str, Any], coding: str, party: str
) -> None:
    no_deal = ukraine["coding"][coding]["party"][party]["no_deal"]
    assert list(no_deal["package"]) == list(ukraine["issue"])
    value = package_value(ukraine["party"][party], no_deal["package"])
    assert abs(value - TARGETS[coding][party]) <= NEAR
    low, middle, high = no_deal["shift"]["range"]
    assert low < middle == 0 < high


def test_the_comment_beside_each_package_says_what_it_comes_to(
    root: Path, ukraine: dict[str, Any]
) -> None:
    text = (root / "scenarios" / "ukraine-2025.toml").read_text(encoding="utf-8")
    said = re.findall(
        r"^\[coding\.(\S+)\.party\.(\S+)\.no_deal\]\s+# (0\.\d{3}) against (0\.\d\d)$", text, re.M
    )
    assert len(said) == sum(map(len, TARGETS.values()))
    for coding, party, value, target in said:
        package = ukraine["coding"][coding]["party"][party]["no_deal"]["package"]
        assert float(value) == pytest.approx(
            package_value(ukraine["party"][party], package), abs=0.0006
        )
        assert float(target) == TARGETS[coding][party]


def test_the_codings_differ_as_their_names_say(ukraine: dict[str, Any]) -> None:
    for party in ("russia", "ukraine", "europe"):
        low, high = (
            package_value(
                ukraine["party"][party],
                ukraine["coding"][coding]["party"][party]["no_deal"]["package"],
            )
            for coding in TARGETS
        )
        assert low < high


def lines(ukraine: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for party, table in ukraine["party"].items():
        for issue, line in table.get("red_line", {}).items():
            yield party, issue, line


def test_firmness_falls_towards_the_middle_and_never_rises_and_falls_again(
    ukraine: dict[str, Any],
) -> None:
    for party, issue, line in lines(ukraine):
        for end in range(3):
            path = [
                line["firmness"].get(option, [0, 0, 0])[end]
                for option in ukraine["issue"][issue]["option"]
            ]
            lowest = path.index(min(path))
            assert path[: lowest + 1] == sorted(path[: lowest + 1], reverse=True), (party, issue)
            assert path[lowest:] == sorted(path[lowest:]), (party, issue)


def test_firmness_is_as_wide_as_its_source_is_unsure(
    ukraine: dict[str, Any], seeds: dict[str, Any]
) -> None:
    for party, issue, line in lines(ukraine):
        stated = line["direction_from"]
        for option, (low, middle, high) in line["firmness"].items():
            if isinstance(stated, str):
                least = ASSUMED_SPAN
            else:
                half = min(HALF_WIDTH[seeds["claim"][claim]["sureness"]] for claim in stated)
                least = min(1, middle + half) - max(0, middle - half) - ABOUT
            assert high - low >= least - 1e-9, (party, issue, option)


def test_every_option_has_a_value_for_every_party(ukraine: dict[str, Any]) -> None:
    for party, table in ukraine["party"].items():
        for issue, held in ukraine["issue"].items():
            assert list(table["demand"][issue]["values"]) == list(held["option"]), (party, issue)


def test_each_ideal_is_worth_one_and_each_principal_has_a_worst(ukraine: dict[str, Any]) -> None:
    for party, table in ukraine["party"].items():
        for issue in ukraine["issue"]:
            values = table["demand"][issue]["values"].values()
            assert max(values) == 1, (party, issue)
            if table.get("principal"):
                assert min(values) == 0, (party, issue)


def test_territory_alone_has_no_status_quo(ukraine: dict[str, Any]) -> None:
    without = [issue for issue, table in ukraine["issue"].items() if "status_quo" not in table]
    assert without == ["territory"]


@pytest.mark.parametrize(
    ("issue", "option", "consent"),
    [
        ("alliance", "door_open", {"all_of": ["united_states", "europe"]}),
        ("alliance", "written_pause", {"all_of": ["united_states", "europe"]}),
        ("neutrality", "permanent", {"all_of": ["ukraine"]}),
        ("territory", "line", {"all_of": ["russia", "ukraine"]}),
        ("guarantees", "arms", {"any_of": ["united_states", "europe"]}),
        ("guarantees", "pact", {"all_of": ["europe"]}),
        ("guarantees", "treaty", {"all_of": ["united_states", "europe"]}),
        ("sanctions", "partial", {"any_of": ["united_states", "europe"]}),
        ("sanctions", "broad", {"all_of": ["united_states", "europe"]}),
        ("assets", "escrow", {"all_of": ["europe"]}),
        ("language", "monitored_law", {"all_of": ["ukraine"]}),
        ("language", "oversight", {"all_of": ["russia", "ukraine"]}),
    ],
)
def test_who_must_consent(
    ukraine: dict[str, Any], issue: str, option: str, consent: dict[str, list[str]]
) -> None:
    assert ukraine["issue"][issue]["option"][option]["consent"] == consent


def test_no_threat_is_certain_in_the_coding(ukraine: dict[str, Any]) -> None:
    for event, table in ukraine["event"].items():
        if table["kind"] != "learning":
            chance = table.get("chance", table.get("weekly_chance"))
            assert 0 < chance["range"][0] < chance["range"][-1] < 1, event


def test_the_header_says_that_it_explains_and_does_not_predict(root: Path) -> None:
    head = (root / "scenarios" / "ukraine-2025.toml").read_text(encoding="utf-8")[:2500]
    for promise in ("does not predict", "Sources:", "Layers:", "--set", "parley why"):
        assert promise in head
