"""The source article's own sentences stay out of the project.

The article is no part of it. The test looks for its text in the file that the environment variable
PARLEY_ARTICLE names, else in ``../shared/seeds/*.txt`` beside the checkout, and is left out where
there is neither.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenario_tables import ROOT

RUN = 8
PLACES = ("seeds", "scenarios", "docs", "sim", "results/reference", "README.md", "CHANGELOG.md")
TEXT = {".toml", ".md", ".py", ".json", ".txt", ".csv", ".svg"}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def texts() -> Iterator[Path]:
    for place in PLACES:
        top = ROOT / place
        files = [top] if top.is_file() else sorted(top.rglob("*"))
        yield from (file for file in files if file.is_file() and file.suffix in TEXT)


def articles() -> list[Path]:
    named = os.environ.get("PARLEY_ARTICLE")
    return [Path(named)] if named else sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))


def test_a_run_of_eight_words_is_found_whatever_its_marks() -> None:
    source = runs("One, two three; four – five six's seven eight nine.")
    assert runs("zero ONE two three four five sixs seven eight") & source
    assert not runs("one two three four five six seven") & source


def test_the_article_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_ARTICLE", "somewhere/article.txt")
    assert articles() == [Path("somewhere/article.txt")]


def test_no_run_of_eight_words_in_common_with_the_article() -> None:
    found = articles()
    if not found:
        pytest.skip("the source article is kept outside the project and is not at hand")
    source = {run for article in found for run in runs(article.read_text(encoding="utf-8"))}
    assert source
    for file in texts():
        common = runs(file.read_text(encoding="utf-8")) & source
        assert not common, (str(file.relative_to(ROOT)), sorted(common)[0])
