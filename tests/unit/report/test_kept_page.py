"""The page people keep: whole, self-contained, and nothing in it but what was meant."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hostile import MARKED, QUOTED, SCRIPT, hostile_run
from synthetic import concessions, run

from sim.analysis.inputs import trace_inputs
from sim.domain.estimate import Labels
from sim.loading import load_codings
from sim.report.keeping.drawing import embedded
from sim.report.keeping.input_rows import input_lines
from sim.report.keeping.method import Background
from sim.report.keeping.page import run_page
from sim.report.keeping.run_tables import endings_grid
from sim.report.plain import plain

VOID = {"meta", "input", "br", "wbr", "img", "link", "hr"}


class Reader(HTMLParser):
    """Elements with their attributes, text by element, and whether tags close as they opened."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.open, self.text = [], [], {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)

    def all(self, wanted):
        return [attrs for tag, attrs in self.elements if tag == wanted]


@pytest.fixture(scope="module")
def inputs():
    return trace_inputs(load_codings("ukraine-2025"))


@pytest.fixture(scope="module")
def page(inputs):
    background = Background(
        command="parley run 'a b' --worlds 9", inputs=inputs, libraries={"numpy": "9.9.9"}
    )
    return run_page(run(against=True), background, concessions())


@pytest.fixture(scope="module")
def hostile(inputs):
    labels = hostile_run().labels
    row = replace(inputs.rows[-1], owner=SCRIPT, path=f"event.{SCRIPT}.chance")
    names = dict.fromkeys(inputs.labels.parties, QUOTED)
    bad = replace(
        inputs,
        title=SCRIPT,
        codings={"low-no-deal": SCRIPT, QUOTED: MARKED},
        labels=Labels(parties=names, issues=labels.issues, options=labels.options),
        rows=(*inputs.rows, row),
        claims={
            key: replace(claim, id=f"{key}\"'<b>", text=SCRIPT, asserter=QUOTED)
            for key, claim in inputs.claims.items()
        },
    )
    return run_page(hostile_run(), Background(command=f"parley {QUOTED}", inputs=bad))


@pytest.mark.parametrize("which", ["page", "hostile"])
def test_the_only_script_is_ours_and_the_policy_names_it(which, request):
    text = request.getfixturevalue(which)
    reader = Reader(text)
    assert not reader.open
    assert len(reader.all("script")) == 1
    (script,) = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [m["content"] for m in reader.all("meta") if m.get("http-equiv")]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("which", ["page", "hostile"])
def test_nothing_is_asked_of_a_server_and_nothing_acts(which, request):
    for tag, attrs in Reader(request.getfixturevalue(which)).elements:
        assert tag not in {"link", "iframe", "object", "embed", "form", "base", "img"}
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in {"href", "src", "action", "xlink:href"}:
                assert value.startswith(("#", "data:image/png;base64,")), (tag, name, value)
            assert "url(" not in (value or "").replace("url(#", ""), (tag, name, value)


@pytest.mark.parametrize("which", ["page", "hostile"])
def test_ids_are_unique_and_every_reference_has_its_target(which, request):
    text = request.getfixturevalue(which)
    elements = Reader(text).elements
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [
        one
        for _, attrs in elements
        for key in ("aria-labelledby", "for", "data-table")
        for one in (attrs.get(key) or "").split()
    ]
    named += [a["href"][1:] for _, a in elements if (a.get("href") or "").startswith("#")]
    named += re.findall(r"url\(#([^)]+)\)", text)
    assert named
    assert set(named) <= set(ids)


def test_every_figure_has_words_for_who_cannot_see_it(page):
    figures = Reader(page).all("svg")
    assert len(figures) == 6
    assert all(one["role"] == "img" and one["aria-labelledby"] for one in figures)
    titles = re.findall(r"<title id=\"[a-z-]+-title\">(.+?)</title>", page)
    assert len(set(titles)) == 6


def test_hostile_names_are_shown_as_they_are(hostile):
    reader = Reader(hostile)
    shown = plain("".join(reader.text["h1"]))
    assert shown == plain(hostile_run().title)
    assert "\u202e" not in hostile
    assert "{{ 7*7 }}" in hostile
    assert plain(reader.text["title"][0]) == shown


def test_tables_are_plain_tables_with_heads_and_numbers_to_sort_by(page):
    reader = Reader(page)
    assert len(reader.all("table")) >= 6
    assert all(one.get("scope") in {"col", "row"} for one in reader.all("th"))
    ranks = [float(one["data-rank"]) for one in reader.all("td") if "data-rank" in one]
    assert len(ranks) > 40


def test_every_input_is_there_with_its_source_and_layers(page, inputs):
    reader = Reader(page)
    rows = {"".join(cells) for cells in [reader.text["code"]]}
    for row in inputs.rows:
        assert row.path in "".join(rows)
    claims = {one["id"] for one in reader.all("tr") if one.get("id")}
    assert claims == {f"claim-{key}" for key in inputs.claims}
    for claim in inputs.claims.values():
        assert plain(claim.text) in plain("".join(reader.text["td"]))


def test_a_number_that_differs_by_coding_tells_both_sources(inputs):
    lines = {line.path: line for line in input_lines(inputs)}
    two = [line for line in lines.values() if len(line.sources) == 2]
    assert two
    for line in two:
        assert {source.codings for source in line.sources} == set(inputs.codings)
        assert line.sources[0] != line.sources[1]
    (horizon,) = [line for line in lines.values() if line.path == "protocol.horizon"]
    assert [cell.text for cell in horizon.ranges] == ["90", "90"]
    assert "3e-" not in "".join(cell.text for line in lines.values() for cell in line.ranges)


def test_a_folder_without_sources_says_so(hostile):
    page = run_page(run(), Background(command="parley run x"))
    assert "kept no sources beside its results" in page
    assert "input-table" not in Reader(page).text.get("table", "")


def test_the_command_and_the_versions_are_told(page):
    assert "<code>parley run &#39;a b&#39; --worlds 9</code>" in page
    assert "numpy 9.9.9" in page


def test_shares_by_the_deadline_are_those_of_the_last_round_before_it():
    found = run()
    grid = endings_grid(replace(found, deadline=10.0))
    (row,) = [row for row in grid.rows if row[0].text == "settled by day 10"]
    by_day = next(iter(found.codings.values())).by_day
    assert row[1].rank == [one.settlement.share for one in by_day if one.day <= 10.0][-1]


SVG = """<?xml version="1.0"?><!-- <b>a note</b> -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 20 10" onload="x()"><metadata>who</metadata><style>*{}</style><script>x()</script>
 <defs><clipPath id="c"><rect/></clipPath><path id="p"/></defs>
 <a xlink:href="http://evil.example"><rect/></a>
 <g clip-path="url(#c)"><use xlink:href="#p"/><use xlink:href="http://evil.example/#p"/>
 <image xlink:href="data:image/png;base64,AAAA"/></g></svg>"""


def test_a_figure_keeps_its_shapes_and_loses_what_could_fetch_or_act():
    told = embedded(SVG, name="one", title="a < b", says="how & why")
    elements = Reader(told).elements
    tags = [tag for tag, _ in elements]
    assert not {"script", "style", "metadata", "a"} & set(tags)
    assert "evil" not in told
    assert "onload" not in told
    assert 'clip-path="url(#one-c)"' in told
    assert [attrs.get("href") for tag, attrs in elements if tag == "use"] == ["#one-p", None]
    assert [a["href"] for t, a in elements if t == "image"] == ["data:image/png;base64,AAAA"]
    assert 'aria-labelledby="one-title one-desc"' in told
    assert "a &lt; b" in told
