"""The claim file stands in order, and every claim is used or says why not."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from scenario_tables import FILES, directions, name_of, tables

PLACE = re.compile(r"L1|H1|K[1-5]|T[1-8]|R[1-6]|M[1-8]")
SURENESS = {"on-record", "report", "anon", "writer", "accusation", "derived"}
READERS_GROUPS = [
    "wire", "source_one", "source_two", "trump", "kremlin", "kyiv_and_europe", "kyiv", "writer",
    "derived",
]  # fmt: skip


def cited() -> set[str]:
    return {
        source
        for file in FILES
        for stated in directions(tables(name_of(file)))
        if isinstance(stated, list)
        for source in stated
        if not source.startswith("outside:")
    }


def test_every_claim_is_used_by_a_scenario_or_says_why_not(seeds: dict[str, Any]) -> None:
    used = cited()
    for claim, table in seeds["claim"].items():
        assert (claim in used) != ("unused_because" in table), claim
        assert ("used_for" in table) != ("unused_because" in table), claim


def test_scenarios_cite_only_claims_that_exist(seeds: dict[str, Any]) -> None:
    assert cited() <= set(seeds["claim"])


def test_claims_name_place_group_and_sureness(seeds: dict[str, Any]) -> None:
    for claim, table in seeds["claim"].items():
        assert table["text"], claim
        assert table["asserter"], claim
        assert all(PLACE.fullmatch(place) for place in table["place"]), claim
        assert table["place"], claim
        assert table["group"] in seeds["group"], claim
        assert table["sureness"] in SURENESS, claim


def test_claims_are_numbered_without_gaps(seeds: dict[str, Any]) -> None:
    for kind, letter in (("claim", "C"), ("contradiction", "X"), ("silence", "S")):
        ids = list(seeds[kind])
        assert ids == [f"{letter}{number:02d}" for number in range(1, len(ids) + 1)]


def test_every_sentence_of_the_terms_and_the_answer_is_covered(seeds: dict[str, Any]) -> None:
    covered = {place for table in seeds["claim"].values() for place in table["place"]}
    counted = {"K": 5, "T": 8, "R": 6, "M": 8}
    expected = {f"{part}{n}" for part, last in counted.items() for n in range(1, last + 1)}
    assert expected | {"L1", "H1"} == covered


def test_groups_are_readers_words_with_a_range_and_its_reason(seeds: dict[str, Any]) -> None:
    assert list(seeds["group"]) == READERS_GROUPS
    for group, table in seeds["group"].items():
        assert all(a < b for a, b in pairwise([0, *table["reliability"], 1])), group
        assert table["size_from"].startswith("assumption: "), group


def test_contradictions_name_claims_that_exist(seeds: dict[str, Any]) -> None:
    for contradiction, table in seeds["contradiction"].items():
        assert set(table["claims"]) <= set(seeds["claim"]), contradiction
        assert table["text"], contradiction
        assert table["handling"], contradiction


def test_open_wording_on_assets_is_not_set_against_the_alliance_term(seeds: dict[str, Any]) -> None:
    assert "C11" not in seeds["contradiction"]["X05"]["claims"]


def test_an_accusation_never_stands_in_a_group_of_reports(seeds: dict[str, Any]) -> None:
    for claim, table in seeds["claim"].items():
        if table["sureness"] == "accusation":
            assert table["group"] in {"trump", "kremlin", "kyiv_and_europe"}, claim
