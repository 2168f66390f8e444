"""Saving a variant: what is written, what survives a second time, and what is refused."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from sim.errors import ParleyError, ScenarioError, UsageError
from sim.loading import (
    load_codings,
    load_scenario,
    save_variant,
    shelf,
    stated_source,
    validate,
    variant_text,
)

PATIENCE = {"party.seller.patience": 0.8}
BY_HAND = "assumption: set by hand in the explorer"


def test_it_holds_the_changes_alone_each_under_what_it_was() -> None:
    changes = {"party.buyer.premium": 0.1, **PATIENCE, "protocol.horizon": 20}
    text = variant_text(
        "price-haggle", changes, title="Hurry", reasons={"protocol.horizon": "a\nb"}
    )
    tables = tomllib.loads(text)
    assert {key: tables[key] for key in ("schema", "extends", "title")} == {
        "schema": 1,
        "extends": "price-haggle",
        "title": "Hurry",
    }
    assert list(tables["party"]) == ["seller", "buyer"]
    lines = text.splitlines()
    place = lines.index("patience = 0.8")
    assert lines[place - 1] == "# before: [0.95, 0.97, 0.99]"
    place = lines.index("horizon = 20")
    assert lines[place - 2 : place] == ["# before: 30", "# because: a b"]
    assert lines[lines.index("premium = 0.1") - 1] == "# before: not stated"


def test_numbers_say_that_they_were_set_by_hand_or_why(tmp_path: Path) -> None:
    changes = {**PATIENCE, "party.buyer.patience": 0.9, "party.buyer.premium": 0.1,
               "protocol.horizon": 20}  # fmt: skip
    reasons = {
        "party.seller.patience": "outside: a diary (1999)",
        "party.buyer.premium": "indifference: tea is tea",
        "protocol.horizon": "a long weekend",
    }
    place = save_variant(tmp_path / "v.toml", "price-haggle", changes, title="V", reasons=reasons)
    scenario = load_scenario(place)
    told = scenario.provenance
    assert told["party.seller.patience"].size == "outside: a diary (1999)"
    assert told["party.seller.patience"].direction == "outside: a diary (1999)"
    assert "tea is tea" in told["party.buyer.premium"].size
    assert "set by hand" in told["party.buyer.patience"].size
    assert (
        told["party.seller.no_deal.shift"].size == "assumption: teaching case, numbers of our own"
    )
    horizon = stated_source(scenario, "protocol.horizon")
    assert horizon is not None
    assert horizon.size == "assumption: a long weekend"
    plain = load_scenario(save_variant(tmp_path / "w.toml", "price-haggle", PATIENCE, title="W"))
    assert plain.provenance["party.seller.patience"].size.startswith(BY_HAND)


def test_what_codings_write_is_written_under_each() -> None:
    changes = {"party.russia.no_deal.shift": 0.1, "party.russia.patience": 0.9}
    tables = tomllib.loads(variant_text("ukraine-2025", changes, title="V"))
    assert set(tables["coding"]) == set(load_codings("ukraine-2025"))
    assert tables["party"] == {"russia": {"patience": 0.9}}


ENTANGLED = Path(__file__).resolve().parents[2] / "fixtures" / "entangled.toml"

OWN = """\
# My variant.
schema = 1
extends = "entangled"   # the parent
title = "Mine"
remove = ["party.north.red_line"]

[party]   # about parties
direction_from = "nobody: my own"
size_from = "assumption: my own"
south.patience = 0.9            # keep this remark
south.demand.repair.values = { north_pays = 0.9, shared = 0.2 }

# about the table
[protocol]
quiet_days = 9
# why single: it is a test
kind = "single-text"

# a coding of mine
[coding.mine]
says = "as I see it"
[coding.mine.party.north.no_deal]
shift = 0.2
[coding.dry.party.south.no_deal]
drift = 0.03
"""


def test_saved_again_comments_order_and_the_rest_survive() -> None:
    changes = {
        "party.south.patience": 0.8,
        "protocol.kind": "single-text",
        "party.south.demand.repair.values.north_pays": 0.9,
        "party.north.premium": 0.05,
    }
    text = variant_text(ENTANGLED, changes, title="Mine", over=OWN)
    for kept in (
        "# My variant.",
        'extends = "entangled"   # the parent',
        'remove = ["party.north.red_line"]',
        "[party]   # about parties",
        "south.patience = 0.8            # keep this remark",
        "# about the table",
        "# why single: it is a test",
        "# a coding of mine",
        'says = "as I see it"',
    ):
        assert kept in text
    tables = tomllib.loads(text)
    assert tables["protocol"] == {"kind": "single-text"}
    assert tables["party"]["south"]["demand"]["repair"]["values"] == {"north_pays": 0.9}
    assert tables["party"]["north"] == {"premium": 0.05}
    # Under one coding and not under the other: no ``--set`` could have made it.
    assert tables["coding"]["dry"]["party"]["south"]["no_deal"]["drift"] == 0.03
    assert tables["coding"]["mine"]["party"]["north"]["no_deal"]["shift"] == 0.2
    order = [text.index(f"[{name}]") for name in ("party", "protocol", "coding.mine")]
    assert order == sorted(order)


def test_what_is_no_longer_changed_goes_with_its_comments() -> None:
    first = variant_text("price-haggle", {**PATIENCE, "protocol.horizon": 20}, title="V")
    second = variant_text("price-haggle", {"protocol.horizon": 20}, title="V", over=first)
    assert "patience" not in second
    assert "seller" not in second
    assert second.count("# before:") == 1
    assert second == variant_text("price-haggle", {"protocol.horizon": 20}, title="V", over=second)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "v.toml"
    save_variant(place, "price-haggle", PATIENCE, title="V")
    before = place.read_bytes()
    with pytest.raises(ScenarioError, match=r"party\.seller\.patience"):
        save_variant(place, "price-haggle", {"party.seller.patience": 7}, title="V")
    with pytest.raises(ScenarioError, match="names nothing in this scenario"):
        save_variant(place, "price-haggle", {"party.sailor.patience": 0.5}, title="V")
    with pytest.raises(ScenarioError, match="is not a path"):
        save_variant(place, "price-haggle", {"a b": 1}, title="V")
    assert place.read_bytes() == before
    assert os.listdir(tmp_path) == ["v.toml"]


def test_it_extends_a_file_by_its_path_from_the_variant(tmp_path: Path, ordinary: Path) -> None:
    place = save_variant(tmp_path / "deep" / "v.toml", ordinary, {"band": 0.01}, title="V")
    extends = tomllib.loads(place.read_text(encoding="utf-8"))["extends"]
    assert not Path(extends).is_absolute()
    assert (place.parent / extends).resolve() == ordinary.resolve()
    assert validate([place]) == []
    again = save_variant(place, ordinary, {"band": 0.02}, title="V")
    assert load_scenario(again).resolved["band"] == 0.02


def test_places_that_are_not_a_variants_own_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(place: Path, words: str) -> None:
        before = place.read_bytes() if place.is_file() else None
        with pytest.raises(UsageError, match=words):
            save_variant(place, "price-haggle", PATIENCE, title="V")
        assert (place.read_bytes() if place.is_file() else None) == before

    other = save_variant(tmp_path / "o.toml", "labour-contract", {"band": 0.1}, title="O")
    refused(other, "variant of labour-contract")
    notes = tmp_path / "n.toml"
    notes.write_text("a = 1\n", encoding="utf-8")
    refused(notes, "no variant of price-haggle")
    refused(tmp_path, "ends in .toml")
    refused(tmp_path / "price-haggle.toml", "would be taken for the bundled")
    (tmp_path / "f").write_text("", encoding="utf-8")
    refused(tmp_path / "f" / "v.toml", "cannot write")
    sealed = tmp_path / "_bundled" / "scenarios"
    sealed.mkdir(parents=True)
    text = (shelf.scenarios_folder() / "price-haggle.toml").read_text(encoding="utf-8")
    (sealed / "price-haggle.toml").write_text(text, encoding="utf-8")
    for module in (shelf, __import__("sim.loading.variant_place", fromlist=["x"])):
        monkeypatch.setattr(module, "scenarios_folder", lambda: sealed)
    refused(sealed / "v.toml", "part of Parley itself")


@pytest.mark.parametrize(
    "over", ["not TOML at all", "extends = 'labour-contract'", "", "extends = 3", "a = '\x07'"]
)
def test_texts_that_cannot_be_edited_are_refused_in_words(over: str) -> None:
    with pytest.raises(ParleyError):
        variant_text("price-haggle", PATIENCE, title="V", over=over)


def test_the_command_and_the_call_write_the_same_bytes(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from sim.cli import app

    words = ["--from", "price-haggle", "--set", "party.seller.patience=0.8", "--title", "V"]
    result = CliRunner().invoke(app, ["new", "v", "--out", str(tmp_path), *words])
    assert result.exit_code == 0, result.output
    called = save_variant(tmp_path / "w.toml", "price-haggle", PATIENCE, title="V")
    assert (tmp_path / "v.toml").read_bytes() == called.read_bytes()
