"""``parley brief``: a page for people, the same page to keep, sheets for a class."""

import json
import re
from pathlib import Path

import pytest

from sim.cli import app
from sim.cli.faults import exit_code_of
from sim.cli.repeating import is_run_folder

ROOT = Path(__file__).resolve().parents[3]


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


def test_a_page_is_written_and_a_brief_after_it_leaves_it_alone(kept, capsys):
    arguments = ["brief", "price-haggle", "--worlds", "40", "--out", str(kept)]
    assert exit_code_of(app, [*arguments, "--page"]) == 0
    assert capsys.readouterr().out.strip() == str(kept / "brief.html")
    page = (kept / "brief.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    assert "parley brief price-haggle --worlds 40 --seed 1" in page
    assert page.count("<svg") >= 10
    assert "http:" not in page
    assert "https:" not in page
    assert exit_code_of(app, arguments) == 0
    assert (kept / "brief.html").read_text(encoding="utf-8") == page


@pytest.fixture
def no_engine(monkeypatch):
    """Nothing may be negotiated."""

    def refuse(*_, **__):
        raise AssertionError("negotiated again")

    monkeypatch.setattr("sim.engine.negotiate", refuse)


def test_a_run_folder_becomes_a_page_without_negotiating(parley, request):
    parley("run", "price-haggle", "--worlds", "20", "--set", "protocol.horizon=20", "--out", "r")
    request.getfixturevalue("no_engine")
    said = parley("brief", "r")
    assert (said.code, said.out.strip()) == (0, "r/brief.html")
    page = (Path("r") / "brief.html").read_text(encoding="utf-8")
    assert "parley run price-haggle --worlds 20 --seed 1 --set protocol.horizon=20" in page
    assert "What single concessions change" in page
    assert '<code class="path">party.<wbr>buyer.<wbr>patience</code>' in page
    assert "numpy" in page


def test_the_folder_of_an_analysis_becomes_a_page_too(parley, request):
    parley("zopa", "price-haggle", "--worlds", "20", "--day", "3", "--workers", "1", "--out", "z")
    request.getfixturevalue("no_engine")
    assert parley("brief", "z").code == 0
    page = (Path("z") / "brief.html").read_text(encoding="utf-8")
    assert "parley zopa price-haggle --worlds 20 --seed 1 --day 3" in page
    assert page.count("<svg") >= 2
    assert "<caption" in page


def test_a_folder_that_cannot_be_a_page_is_told_and_ends_with_3(parley):
    Path("empty").mkdir()
    said = parley("brief", "empty")
    assert (said.code, said.out) == (3, "")
    assert "empty is no run folder" in said.err
    parley("run", "price-haggle", "--worlds", "10", "--json", "--out", "r")
    for file, fault in (("inputs.json", "changed after"), ("details.json", "changed after")):
        held = Path("r", file).read_text(encoding="utf-8")
        Path("r", file).write_text(held + " ", encoding="utf-8")
        said = parley("brief", "r")
        assert said.code == 3
        assert f"r/{file} was {fault}" in said.err
        Path("r", file).unlink()
        assert (parley("brief", "r").code, Path("r", "brief.html").exists()) == (3, False)
        Path("r", file).write_text(held, encoding="utf-8")
    Path("r", "manifest.json").write_text("{", encoding="utf-8")
    assert parley("brief", "r").code == 3
    assert parley("brief", "nowhere/").code == 3


def test_an_older_folder_without_sources_is_a_page_that_says_so(parley):
    parley("run", "price-haggle", "--worlds", "10", "--json", "--out", "r")
    manifest = json.loads(Path("r", "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["inputs.json"], manifest["libraries"]
    Path("r", "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    Path("r", "inputs.json").unlink()
    assert parley("brief", "r").code == 0
    page = Path("r", "brief.html").read_text(encoding="utf-8")
    assert "kept no sources beside its results" in page


def test_what_a_folder_says_itself_cannot_be_asked_for_again(parley):
    parley("run", "price-haggle", "--worlds", "10", "--json", "--out", "r")
    said = parley("brief", "r", "--worlds", "20", "--set", "deadline.day=3")
    assert said.code == 2
    assert "--set, --worlds cannot be given beside it" in said.err


def test_a_bundled_scenario_goes_by_its_name_beside_a_folder_of_that_name(parley):
    Path("price-haggle").mkdir()
    assert not is_run_folder("price-haggle")
    assert is_run_folder(".")


def test_forcing_another_brief_drops_the_page_of_the_first(parley):
    few = ("--workers", "1", "--out", "b")
    assert parley("brief", "price-haggle", "--worlds", "8", "--page", *few).code == 0
    assert parley("brief", "price-haggle", "--worlds", "9", "--force", *few).code == 0
    assert "Content-Security-Policy" not in Path("b", "brief.html").read_text(encoding="utf-8")


def test_hostile_names_reach_no_page_as_anything_but_names(parley):
    text = (ROOT / "scenarios" / "price-haggle.toml").read_text(encoding="utf-8")
    bad = "<script>x()</script> | *b* [c](http://e.example) $f$ \\u202e # 1. \\n# d"
    for old in ("Haggling over a price", "the seller", "price in coins", "teaching case"):
        text = text.replace(f'"{old}"', f'"{bad}"').replace(f": {old}", f": {bad}")
    Path("hostile.toml").write_text(text, encoding="utf-8")
    arguments = ("--worlds", "12", "--workers", "1", "--roles", "--page", "--out", "h")
    assert parley("brief", "hostile.toml", *arguments).code == 0
    for file in Path("h").rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        assert "<script>x" not in page, file
        assert 'href="http' not in page, file
        assert "\u202e" not in page, file
        heads = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)
        assert not [head for head in heads if head.strip() == "d"], file
    assert "<svg" in Path("h", "brief.html").read_text(encoding="utf-8")
