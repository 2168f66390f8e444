"""The gallery: every kind of picture is in it, every link leads somewhere, the same bytes again."""

import re
from pathlib import Path

from sim.loading import bundled
from sim.report.figures.pages import RUN_KINDS
from sim.report.gallery import KINDS

DOCS = Path(__file__).resolve().parents[3] / "docs"
NAMES = {kind.name for kind in KINDS}


def pictures(page):
    return re.findall(r"!\[([^\]]+) of [^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))


def test_the_gallery_knows_every_kind_of_picture_there_is():
    told = {
        name
        for page in (DOCS / "reference").rglob("*.md")
        for name in re.findall(r"`figures/([\w-]+)`", page.read_text(encoding="utf-8"))
    }
    assert told | set(RUN_KINDS) <= NAMES


def test_the_page_shows_every_kind_and_every_bundled_scenario():
    page = DOCS / "gallery.md"
    text = page.read_text(encoding="utf-8")
    assert {kind for kind, _ in pictures(page)} == NAMES
    for kind in KINDS:
        assert f"### `{kind.name}`\n\n{kind.reads}" in text
    for entry in bundled():
        assert f"(`{entry.name}`)" in text, entry.name


def test_every_picture_of_the_page_is_there_and_no_other():
    linked = {(DOCS / file).resolve() for _, file in pictures(DOCS / "gallery.md")}
    assert linked == {place.resolve() for place in (DOCS / "gallery").iterdir()}
    assert sum(place.stat().st_size for place in linked) < 3_000_000


def test_the_command_writes_a_page_whose_pictures_are_there_and_the_same_again(parley):
    few = ("--scenario", "price-haggle", "--worlds", "12", "--workers", "1")
    for folder in ("first", "second"):
        said = parley("gallery", folder, *few)
        assert said.code == 0, said.err
        assert said.out == f"{folder}/gallery.md\n"
    first, second = Path("first"), Path("second")
    shown = pictures(first / "gallery.md")
    # No deadline, no types, nobody's beliefs in a haggle over one price.
    assert {"endings", "timing", "tornado", "public-world"} <= {kind for kind, _ in shown}
    assert "beliefs" not in {kind for kind, _ in shown}
    for _, file in shown:
        assert (first / file).read_bytes() == (second / file).read_bytes(), file
    assert (first / "gallery.md").read_bytes() == (second / "gallery.md").read_bytes()
