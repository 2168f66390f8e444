"""The page's requests: what they answer, what they refuse, and that nobody else may ask."""

import pytest
from starlette.testclient import TestClient

from sim.engine import negotiate
from sim.explorer import tasks
from sim.explorer.asked import QUICK
from sim.explorer.ground import Ground
from sim.explorer.routes import application
from sim.loading import load_codings
from sim.sampling import sample_worlds


class Here:
    """Stands in for the processes behind the page: tasks are carried out at once, here."""

    def __init__(self, ground, words):
        self.turns = [0] * 64
        tasks.begin(ground.codings, ground.seed, words, self.turns, self)
        self.value = 0

    def next_turn(self, page):
        self.turns[page] += 1
        return self.turns[page]

    def newest(self, page):
        return self.turns[page]

    def done(self, lane):
        return self.value / 1000

    async def ask(self, lane, task, asked):
        if asked.turn < self.newest(asked.page):
            raise tasks.StaleError
        return task(asked)


@pytest.fixture
def page(talks, words, tmp_path, monkeypatch):
    ground = talks("price-haggle")
    # A task's process leaves Ctrl-C to who serves the page; the test's own must not.
    monkeypatch.setattr(tasks.signal, "signal", lambda *_: None)
    return TestClient(
        application(ground, Here(ground, words), tmp_path), base_url="http://127.0.0.1"
    )


PLAIN = {"coding": "stated", "changes": {}}


def asked(client, route, **more):
    return client.post(f"/api/{route}", json={**PLAIN, **more}).json()


def test_the_page_and_its_files_are_served_and_may_load_nothing_else(page):
    said = page.get("/")
    assert said.status_code == 200
    assert said.text.startswith("<!doctype html>")
    rules = said.headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "http" not in rules.replace("frame-ancestors", "")
    assert "unsafe" not in rules
    assert page.get("/main.js").headers["content-security-policy"] == rules


def test_the_scenario_comes_with_board_and_inputs(page):
    found = page.get("/api/scenario").json()
    assert found["name"] == "price-haggle"
    assert found["worlds"] == {"quick": QUICK, "rest": 2000, "behind": 20000}
    assert {one["tab"] for one in found["inputs"]} == {"seller", "buyer", "talks"}
    assert page.get("/api/scenario").json()["page"] == found["page"] + 1


def test_a_first_answer_begins_a_turn_and_larger_ones_belong_to_it(page):
    first = asked(page, "answer", worlds=32)
    assert first["worlds"] == 32
    larger = asked(page, "larger", worlds=64, turn=first["turn"])
    assert larger["worlds"] == 64
    assert asked(page, "answer", worlds=32)["turn"] == first["turn"] + 1
    assert asked(page, "larger", worlds=64, turn=first["turn"]) == {"stale": True}


def test_another_page_stops_nothing(page):
    first = asked(page, "answer", worlds=32, page=0)
    asked(page, "answer", worlds=32, page=1)
    assert asked(page, "larger", worlds=64, page=0, turn=first["turn"])["worlds"] == 64


def test_work_in_hand_stops_when_the_page_moves_on(page, monkeypatch):
    turn = asked(page, "answer", worlds=32)["turn"]
    question = tasks.Asked(**PLAIN, turn=turn)
    tasks._held[0].newest[0] += 1
    with pytest.raises(tasks.StaleError):
        tasks.concessions(question)
    assert asked(page, "map", turn=turn) == {"stale": True}


def test_what_cannot_be_played_is_said_in_words_and_is_no_failed_request(page):
    said = page.post(
        "/api/answer",
        json={**PLAIN, "changes": {"party.buyer.patience": 1.5, "party.byer.premium": 0}},
    )
    assert said.status_code == 200
    faults = said.json()["faults"]
    assert len(faults) == 2
    assert any("party.buyer.patience must lie between 0 and 1" in fault for fault in faults)
    assert any("did you mean 'buyer'" in fault for fault in faults)
    assert "no coding 'low'" in asked(page, "answer", coding="low")["faults"][0]


@pytest.mark.parametrize(
    "body",
    [
        {"coding": "stated", "worlds": 0},
        {"coding": "stated", "worlds": 10**9},
        {"coding": "stated", "surplus": 1},
        {"coding": "stated", "page": 64},
        {"changes": {}},
        [],
    ],
)
def test_a_malformed_question_is_refused(page, body):
    said = page.post("/api/answer", json=body)
    assert said.status_code == 400
    assert said.json()["faults"]


def test_no_other_site_may_ask(page):
    foreign = {"origin": "http://elsewhere.example"}
    assert page.post("/api/answer", json=PLAIN, headers=foreign).status_code == 403
    plain = {"content-type": "text/plain"}
    assert page.post("/api/answer", content="{}", headers=plain).status_code == 403
    assert page.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    own = {"origin": "http://127.0.0.1"}
    assert page.post("/api/answer", json={**PLAIN, "worlds": 8}, headers=own).status_code == 200


def test_the_map_counts_what_zopa_counts(page, talks):
    from sim.analysis.zopa import acceptable_set

    found = asked(page, "map", turn=asked(page, "answer", worlds=8)["turn"])
    whole = acceptable_set(talks("price-haggle").codings, n=found["worlds"], seed=1)
    assert found["open"]["share"] == pytest.approx(whole.sets[0].open.share, abs=1e-9)
    assert [one["share"] for one in found["options"]] == [
        pytest.approx(row.share.share, abs=1e-9) for row in whole.options
    ]
    assert found["telling"] is None  # a single issue has no map


def test_who_blocks_is_what_zopa_says(page, talks):
    from sim.analysis.blocking import who_blocks

    found = asked(page, "blockers", turn=asked(page, "answer", worlds=8)["turn"])
    whole = who_blocks(talks("price-haggle").codings, n=found["worlds"], seed=1, most=2)
    assert found["empty"]["share"] == pytest.approx(whole.empty[0].empty.share, abs=1e-9)
    shares = {row.party: row.alone.share for row in whole.parties if row.alone.share > 0}
    assert {one["party"]: one["share"] for one in found["parties"]} == pytest.approx(shares)


def test_concessions_come_with_the_changes_that_make_them(page):
    found = asked(page, "concessions", turn=asked(page, "answer", worlds=8)["turn"])
    best = found["rows"][0]
    assert best["changes"]
    after = asked(page, "answer", worlds=400, changes=best["changes"])
    before = found["settled"]["share"]
    assert after["now"]["endings"]["settlement"]["share"] - before == pytest.approx(
        best["lift"]["difference"], abs=1e-9
    )


def test_a_world_is_told_and_a_number_explained(page):
    found = asked(page, "story", world=5)
    assert found["world"] == 5
    assert found["moves"][-1]["kind"] == "ending"
    why = page.get("/api/why", params={"coding": "stated", "path": "party.buyer.patience"}).json()
    assert why["text"].startswith("party.buyer.patience")
    assert "faults" in page.get("/api/why", params={"coding": "stated", "path": "x.y"}).json()


def test_a_variant_holds_what_the_command_line_had_set(words, tmp_path, monkeypatch):
    monkeypatch.setattr(tasks.signal, "signal", lambda *_: None)
    opened = load_codings("price-haggle", sets=["protocol.horizon=10", "party.buyer.premium=0.1"])
    ground = Ground(opened, 7, words)
    page = TestClient(
        application(ground, Here(ground, words), tmp_path), base_url="http://127.0.0.1"
    )
    changes = {"party.buyer.premium": 0.2}
    shown = asked(page, "answer", changes=changes, worlds=64)["now"]["endings"]
    saved = asked(page, "save", changes=changes, name="mine", title="Mine", worlds=64)
    assert saved["command"] == "parley run mine.toml --worlds 64 --seed 7"
    again = load_codings(tmp_path / "mine.toml")["stated"]
    assert again.protocol.horizon == 10
    assert again.parties["buyer"].premium.range == (0.2,)
    outcomes = negotiate(again, sample_worlds(again, n=64, seed=7), asked=0, tracked=0)
    assert outcomes.ending.tolist().count(0) / 64 == shown["settlement"]["share"]


def test_talks_that_cannot_be_held_so_say_why(words, tmp_path, monkeypatch):
    monkeypatch.setattr(tasks.signal, "signal", lambda *_: None)
    ground = Ground(load_codings("theory/powell"), 1, words)
    page = TestClient(
        application(ground, Here(ground, words), tmp_path), base_url="http://127.0.0.1"
    )
    kinds = page.get("/api/scenario").json()["protocols"]
    assert kinds["alternating"] == ""
    assert "protocol.deals" in kinds["single-text"]
