"""``parley brief``: a page for people, the same page to keep, sheets for a class."""

import json
import re

import pytest

from sim.cli import app
from sim.cli.faults import exit_code_of


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A brief on few worlds, with its roles, and the folder it was kept in."""
    folder = tmp_path_factory.mktemp("brief") / "kept"
    arguments = ["brief", "price-haggle", "--worlds", "40", "--workers", "1", "--roles"]
    assert exit_code_of(app, [*arguments, "--out", str(folder)]) == 0
    return folder


def test_the_page_has_every_section_once(kept):
    text = (kept / "brief.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    assert heads == [
        "How the talks end",
        "What holds in every coding",
        "Who blocks",
        "The cheapest sets of concessions",
        "What the clock does",
        "The unknowns that matter most",
        "The least supported inputs",
        "What the model leaves out",
        "How this was made",
    ]


def test_no_bare_percentage_and_no_word_for_nothing(kept):
    text = (kept / "brief.md").read_text(encoding="utf-8")
    assert not re.search(r"\d ?%", text.replace("95 % interval", ""))
    assert "nan" not in text.lower().split()
    assert "None" not in text


def test_the_page_to_keep_needs_no_other_file(kept):
    page = (kept / "brief.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64,") >= 2
    assert 'src="figures' not in page
    assert "http" not in page


def test_each_party_has_a_sheet_that_leaves_the_others_points_out(kept):
    sheets = {file.stem: file.read_text(encoding="utf-8") for file in (kept / "roles").glob("*.md")}
    assert sorted(sheets) == ["debrief", "role-buyer", "role-seller"]
    points = [re.findall(r"\| (\d+) \|$", sheets[role], re.M) for role in sorted(sheets)[1:]]
    assert points[0]
    assert points[0] != points[1]
    assert "Score a table" in sheets["debrief"]


def test_json_is_one_object_read_from_the_folder(kept, capsys, tmp_path):
    arguments = ["brief", "price-haggle", "--worlds", "40", "--json", "--out", str(kept)]
    assert exit_code_of(app, arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "brief"
    assert found["says"]
    assert {row["table"] for row in found["rows"]} >= {"statements", "acceptable", "directions"}


def test_a_target_that_is_no_share_is_refused(capsys, tmp_path):
    arguments = ["brief", "price-haggle", "--worlds", "10", "--target", "1.5", "--workers", "1"]
    assert exit_code_of(app, [*arguments, "--out", str(tmp_path / "x")]) == 2
    assert "share of worlds above 0 and at most 1" in capsys.readouterr().err
