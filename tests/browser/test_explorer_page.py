"""The explorer in a real browser: what a hand does, and that the numbers are the command line's."""

import json
import tomllib
import xml.etree.ElementTree as ET
from contextlib import ExitStack

import pytest
from exploring import exploring
from recording import faults, outside, serious

from tests.unit.cli.conftest import typed

#: Milliseconds; long, since a busy machine is no fault of the page.
LONG = 120_000
PATIENCE = 'input[type=range][data-path="party.buyer.patience"]'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Scenario → the address of its page, each served once for all tests of this module."""
    with ExitStack() as pages:
        held = {}

        def address(scenario):
            if scenario not in held:
                folder = tmp_path_factory.mktemp("served")
                held[scenario] = pages.enter_context(exploring(scenario, folder=folder))
            return held[scenario]

        yield address


@pytest.fixture
def explorer(request, served):
    """The page of ``price-haggle``, unless a test names another scenario."""
    return served(getattr(request, "param", "price-haggle"))


def opened(page, address, *, worlds=2000):
    page.set_default_timeout(LONG)
    page.goto(address)
    settled(page, {}, worlds=worlds)


def settled(page, changes, *, worlds=2000):
    """Wait until the page shows so many worlds of these changes, or more."""
    page.wait_for_function(
        """([changes, worlds]) => document.body.dataset.answered === changes
            && Number(document.body.dataset.worlds) >= worlds""",
        arg=[json.dumps(changes, separators=(",", ":")), worlds],
        timeout=LONG,
    )


def slide(page, selector, value):
    page.eval_on_selector(
        selector,
        """(slider, value) => { slider.value = value; slider.dispatchEvent(new Event("input")) }""",
        value,
    )


def shown(page):
    """Ending → the share the page shows, to the last digit."""
    return {
        ending: page.locator(f"#ending-table [data-ending={ending}]").get_attribute("data-share")
        for ending in ("settlement", "partial", "impasse", "walkout")
    }


def worlds_shown(page):
    return int(page.locator("body").get_attribute("data-worlds"))


def printed(page, *more):
    """The same from the command that the page names, run here."""
    words = ["run", "price-haggle", "--worlds", str(worlds_shown(page)), *more, "--json"]
    endings = json.loads(typed(*words).out)["codings"]["stated"]["endings"]
    return {ending: str(share["share"]) for ending, share in endings.items()}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_moved_slider_shows_what_the_command_line_prints(page, explorer, folder):
    opened(page, explorer)
    unmoved = shown(page)
    slide(page, PATIENCE, 0.9)
    settled(page, {"party.buyer.patience": 0.9})
    moved = shown(page)
    assert moved != unmoved
    assert moved == printed(page, "--set", "party.buyer.patience=0.9")
    assert "--set party.buyer.patience=0.9" in page.locator("#made").inner_text()
    page.keyboard.press("Control+z")
    settled(page, {})
    assert shown(page) == printed(page) == unmoved
    page.keyboard.press("Control+Shift+z")
    settled(page, {"party.buyer.patience": 0.9})
    assert not outside(page)
    assert not faults(page)


def test_a_number_keeps_its_spread_where_that_is_asked_for(page, explorer, folder):
    opened(page, explorer)
    page.check("input[value=range]")
    page.click("#tab-of-buyer")
    page.fill('.input:has([data-path="party.buyer.no_deal.shift"]) input[type=number]', "0.1")
    page.keyboard.press("Enter")
    change = {"range": [-0.2, 0.4], "size_from": "assumption: moved by hand"}
    settled(page, {"party.buyer.no_deal.shift": change})
    assert shown(page) == printed(page, "--set", "party.buyer.no_deal.shift=[-0.2, 0.4]")


def test_the_badge_tells_what_lies_outside_its_stated_range(page, explorer):
    opened(page, explorer)
    badge = page.locator(f".input:has({PATIENCE}) .badge")
    slide(page, PATIENCE, 0.96)
    assert badge.inner_text() == "taken as certain"
    slide(page, PATIENCE, 0.9)
    assert badge.inner_text() == "outside its stated range"
    assert "outside its stated range" in page.get_attribute(PATIENCE, "aria-valuetext")


def test_a_pinned_option_is_in_every_package_that_closes(page, explorer, folder):
    opened(page, explorer)
    page.get_by_label("Pin in 150, price in coins").click()
    settled(page, {"only.price": ["p150"]})
    held = [
        json.loads(one.get_attribute("data-package"))
        for one in page.locator("#packages [data-package]").all()
    ]
    assert held == [{"price": "p150"}]
    assert shown(page) == printed(page, "--set", 'only.price=["p150"]')
    page.get_by_label("Rule out 160, price in coins").click()  # lets it in again beside the other
    settled(page, {"only.price": ["p150", "p160"]})
    page.click("#reset")
    settled(page, {})


def test_a_variant_is_saved_runs_and_gives_the_same_numbers(page, folder):
    with exploring("price-haggle", folder=folder) as address:
        saves_a_variant_twice(page, address, folder)


def saves_a_variant_twice(page, address, folder):
    opened(page, address)
    slide(page, PATIENCE, 0.9)
    settled(page, {"party.buyer.patience": 0.9})
    page.click("#keep")
    page.fill("#variant-name", "hasty")
    page.click("#save-variant")
    page.wait_for_function("() => document.body.innerText.includes('Saved as')")
    text = (folder / "hasty.toml").read_text()
    written = tomllib.loads(text)
    assert written["extends"] == "price-haggle"
    found = shown(page)
    said = typed("run", "hasty.toml", "--worlds", str(worlds_shown(page)), "--json")
    endings = json.loads(said.out)["codings"]["stated"]["endings"]
    assert {ending: str(share["share"]) for ending, share in endings.items()} == found
    # Saved again, what the reader wrote into it stays.
    (folder / "hasty.toml").write_text(text + "\n# a thought of mine\n")
    page.fill("#variant-title", "Another title")
    page.click("#save-variant")
    page.wait_for_function("() => document.body.innerText.includes('Saved as')")
    page.wait_for_timeout(500)
    saved = (folder / "hasty.toml").read_text()
    assert "Another title" in saved
    assert "# a thought of mine" in saved
    assert not faults(page)


def test_a_link_restores_what_was_changed(page, explorer):
    opened(page, explorer)
    slide(page, PATIENCE, 0.9)
    settled(page, {"party.buyer.patience": 0.9})
    page.wait_for_function("() => location.hash.startsWith('#state=')")
    before, link = shown(page), page.url
    page.goto("about:blank")
    page.goto(link)
    settled(page, {"party.buyer.patience": 0.9})
    assert shown(page) == before
    assert page.locator("#count").inner_text() == "1"
    page.click("#changed")
    page.click("[data-path='party.buyer.patience'] >> text=take back")
    settled(page, {})


def test_a_link_pasted_into_an_open_page_is_followed(page, explorer):
    opened(page, explorer)
    state = json.dumps({"coding": "stated", "changes": {"party.buyer.patience": 0.9}})
    page.evaluate("(state) => { location.hash = `state=${encodeURIComponent(state)}` }", state)
    settled(page, {"party.buyer.patience": 0.9}, worlds=400)


@pytest.mark.parametrize(
    "state", ["xx", "{}", "null", "%E0%A4%A", '{"coding":"none","changes":{}}', '{"coding":1}']
)
def test_a_link_that_holds_no_state_is_told_and_changes_nothing(page, explorer, state):
    page.set_default_timeout(LONG)
    page.goto(f"{explorer}#state={state}")
    settled(page, {}, worlds=400)
    assert "The link cannot be used" in page.locator("#notice").inner_text()
    assert page.locator("#count").inner_text() == "0"
    assert not faults(page)


@pytest.mark.parametrize("explorer", ["labour-contract"], indirect=True)
def test_older_answers_say_so_until_they_are_worked_out_again(page, explorer):
    opened(page, explorer)
    page.click("#tab-room")
    page.wait_for_selector("#map:not(.older) .headline")
    slide(page, '[data-path="party.union.patience"]', 0.9)
    assert page.locator("#map.older").count() == 1
    page.wait_for_selector("#map:not(.older) .headline")


def test_a_page_whose_server_is_gone_says_so(page, folder):
    with exploring("price-haggle", folder=folder) as address:
        opened(page, address, worlds=400)
    slide(page, PATIENCE, 0.9)
    page.wait_for_selector("#faults:not([hidden])")
    assert "Parley has stopped" in page.locator("#faults").inner_text()


def test_what_cannot_be_played_is_said_and_can_be_taken_back(page, explorer):
    opened(page, explorer)
    page.click("#tab-of-buyer")
    page.fill(f".input:has({PATIENCE}) input[type=number]", "1.5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#faults:not([hidden])")
    assert "must lie between 0 and 1" in page.locator("#faults").inner_text()
    page.click("#undo")
    page.wait_for_selector("#faults", state="hidden")
    assert not faults(page)


def test_many_moves_in_a_row_end_at_the_last(page, explorer, folder):
    opened(page, explorer)
    for k in range(30):
        slide(page, PATIENCE, 0.9 + k / 500)
    settled(page, {"party.buyer.patience": 0.958})
    assert shown(page) == printed(page, "--set", "party.buyer.patience=0.958")
    # One move of a hand is one step of undo.
    page.click("#undo")
    settled(page, {})


@pytest.mark.parametrize("explorer", ["labour-contract"], indirect=True)
def test_a_package_of_ones_own_is_judged(page, explorer):
    opened(page, explorer)
    page.locator("#packages button").first.click()
    page.wait_for_selector("#mine table")
    told = page.locator("#mine").inner_text()
    assert "All who must sign would sign it in" in told
    # The second table, whether it would last, may be there already.
    rows = page.locator("#mine table").first.locator("tbody tr").count()
    assert rows == page.locator("#legend .who").count()
    page.click("#clear-package")
    page.wait_for_selector("#mine table", state="detached")
    page.locator(".issue").first.locator(".pick").first.click()
    assert "Still to choose" in page.locator("#mine").inner_text()


@pytest.mark.parametrize("explorer", ["labour-contract"], indirect=True)
def test_red_lines_are_clicked_keyed_and_dragged(page, explorer):
    opened(page, explorer)
    party, issue = page.evaluate(
        """async () => {
            const found = await (await fetch("api/scenario")).json();
            for (const issue of found.issues) for (const option of issue.options)
                for (const [party, mark] of Object.entries(option.marks))
                    if (mark.firmness) return [party, issue.id];
        }"""
    )
    page.select_option("#lines-of", party)
    line = page.locator(".mark.chosen.drawn .line").first
    assert "red line, firmness" in line.get_attribute("aria-label")
    before = line.get_attribute("aria-label")
    line.click()
    page.wait_for_function("() => document.getElementById('count').textContent !== '0'")
    page.wait_for_function("() => document.body.dataset.answered !== '{}'")
    answered = json.loads(page.locator("body").get_attribute("data-answered"))
    assert all(path.startswith(f"party.{party}.red_line.{issue}.") for path in answered)
    page.click("#undo")
    settled(page, {}, worlds=400)
    assert page.locator(".mark.chosen.drawn .line").first.get_attribute("aria-label") == before
    cells = page.locator(f".issue[data-issue={issue}] .cell")
    drawn = cells.evaluate_all(
        """(cells) => cells.map((cell) => cell.querySelector(".mark.chosen").matches(".drawn"))"""
    )
    edge, free = drawn.index(True), drawn.index(False)
    row = page.locator(f".issue[data-issue={issue}] .mark.chosen .line")
    for move in ("drag", "key"):
        # To the neighbour towards what is free, and so the line is longer by one option.
        edge = len(drawn) - 1 - drawn[::-1].index(True) if free > edge else edge
        to = edge + (1 if free > edge else -1)
        if cells.nth(to).locator(".mark.chosen .star").inner_text() == "★":
            break
        if move == "drag":
            row.nth(edge).drag_to(cells.nth(to).locator(".marks"))
        else:
            row.nth(edge).focus()
            page.keyboard.press("ArrowRight" if to > edge else "ArrowLeft")
        page.wait_for_function(
            f"""() => document.querySelectorAll(".issue[data-issue={issue}] .cell")[{to}]
                .querySelector(".mark.chosen").matches(".drawn")"""
        )
        assert not page.locator("#faults").is_visible()
        page.click("#undo")
    page.click(f"#tab-of-{party}")
    page.locator(".mark.chosen.drawn .line").first.focus()
    page.keyboard.press("Delete")
    page.wait_for_function("() => document.body.dataset.answered !== '{}'")
    answered = json.loads(page.locator("body").get_attribute("data-answered"))
    assert set(answered.values()) == {0}
    assert not page.locator("#faults").is_visible()
    assert not faults(page)


def test_a_story_goes_forward_and_back(page, explorer):
    opened(page, explorer)
    page.click("#tab-story")
    page.click("#story [data-ending=settlement]")
    page.wait_for_selector("#story .moves li.now")
    moves = page.locator("#story .moves li").count()
    assert moves > 1
    page.get_by_label("One move forward").click()
    assert page.locator("#story .moves li.later").count() == moves - 2
    page.get_by_label("Last move").click()
    assert "settlement" in page.locator("#story .moves li.now").inner_text().lower()
    assert page.locator(".cell.on-table").count() == 1
    page.get_by_label("One move back").click()
    assert page.locator("#story .moves li.later").count() == 1
    page.get_by_label("First move").click()
    assert page.locator("#story .moves li.later").count() == moves - 1


def test_the_figure_and_its_data_can_be_taken_along(page, explorer):
    opened(page, explorer)
    with page.expect_download() as waiting:
        page.click("#csv")
    text = waiting.value.path().read_text()
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert rows[0] == "day,ending,which,share,low,high"
    last = [row.split(",") for row in rows if row.startswith("30,settlement,moved")]
    assert [row[3] for row in last] == [shown(page)["settlement"]]
    with page.expect_download() as waiting:
        page.click("#svg")
    picture = ET.fromstring(waiting.value.path().read_text())
    assert picture.tag.endswith("svg")
    assert "var(" not in waiting.value.path().read_text()


@pytest.mark.parametrize("explorer", ["ukraine-2025"], indirect=True)
def test_no_serious_accessibility_fault_anywhere(page, explorer):
    opened(page, explorer, worlds=400)
    page.select_option("#lines-of", index=1)
    for tab in page.locator("#tabs [role=tab]").all():
        tab.click()
    assert not serious(page)
    for tab in page.locator("#questions [role=tab]").all():
        tab.click()
        page.wait_for_timeout(200)
        assert not serious(page), tab.inner_text()
    for button in ("#changed", "#keep"):
        page.click(button)
        page.wait_for_timeout(300)
        assert not serious(page), button
        page.keyboard.press("Escape")
    assert not outside(page)
    assert not faults(page)


def test_another_coding_brings_its_own_board_and_numbers(page, folder):
    (folder / "two.toml").write_text(
        """
schema = 1
extends = "price-haggle"
title = "Two codings"
[coding.plain]
says = "as it was"
[coding.other]
says = "the buyer draws a line"
[coding.other.party.buyer.red_line.price]
firmness = { p190 = 0.3, p200 = 0.8 }
[coding.other.party.buyer]
patience = [0.90, 0.91, 0.92]
"""
    )
    with exploring("two.toml", folder=folder) as address:
        opened(page, address, worlds=400)
        assert page.locator(".mark.drawn").count() == 0
        page.select_option("#coding", "other")
        page.wait_for_function("() => document.querySelectorAll('.mark.drawn').length === 2")
        assert float(page.locator(PATIENCE).input_value()) == pytest.approx(0.91)
        page.click("#undo")
        page.wait_for_function("() => document.querySelectorAll('.mark.drawn').length === 0")
        assert not faults(page)


@pytest.mark.parametrize("wide", [1280, 1920, 820])
@pytest.mark.parametrize("explorer", ["ukraine-2025"], indirect=True)
def test_nothing_sticks_out_at_any_width(page, explorer, wide):
    page.set_viewport_size({"width": wide, "height": 900})
    opened(page, explorer, worlds=400)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    cut = page.evaluate(
        """() => [...document.querySelectorAll("button, h2, h3, label, td, th")]
            .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 2
                && getComputedStyle(one).overflow === "visible"
                && getComputedStyle(one).display !== "inline")
            .map((one) => one.textContent.slice(0, 60))"""
    )
    assert not cut


@pytest.mark.parametrize("explorer", ["ukraine-2025"], indirect=True)
def test_all_of_it_can_be_reached_by_keyboard(page, explorer):
    opened(page, explorer, worlds=400)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#tab-of-russia").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-of-ukraine"
    assert page.locator("#panel-ukraine").is_visible()
    slider = page.locator('[data-path="party.ukraine.patience"]')
    before = float(slider.input_value())
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert float(slider.input_value()) < before
    page.locator("#tab-endings").focus()
    page.keyboard.press("End")
    assert page.locator("#story-place").is_visible()
