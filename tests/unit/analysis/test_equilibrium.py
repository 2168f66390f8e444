"""The empirical game against games worked out by hand, brute force and plain runs."""

from itertools import product

import numpy as np
import pytest

import sim
from sim.analysis.empirical.menus import default_menu
from sim.analysis.equilibrium import find_equilibria
from sim.domain.equilibrium import Holds, ProfileKind
from sim.domain.outcome import Ending
from sim.errors import UsageError
from sim.loading import edit, load_scenario
from tests.unit.analysis.menu_cases import GIVE, HAGGLE, MENU, STONE, found, holding, written


def test_giving_against_stone_by_hand(tmp_path):
    """haggle.toml ends on day 18 at p5 where both give with time; where either never gives, it asks
    for all, and talks end on day 40 without a deal, worth 0.12. A week discounts by d = 0.96059601.
    So (give, give) pays 0.5 d^(18/7) each, and all else 0.12 d^(40/7): nobody leaves (give, give),
    and nobody leaves (stone, stone), since giving alone changes nothing."""
    finding = found(written(tmp_path, {"give": GIVE, "stone": STONE}))
    assert holding(finding) == {("give", "give"), ("stone", "stone")}
    assert holding(finding, Holds.NO) == {("give", "stone"), ("stone", "give")}
    d = 0.96059601
    lost = 0.5 * d ** (18 / 7) - 0.12 * d ** (40 / 7)
    regrets = {tuple(row.profile.values()): row.regret.mean for row in finding.profiles}
    assert regrets["stone", "give"] == pytest.approx(lost)
    values = {(row.at, row.party): row.value.mean for row in finding.values}
    assert values["as-coded", "seller"] == pytest.approx(0.5 * d ** (18 / 7))
    by_at = {row.at: row for row in finding.ends}
    assert (by_at["pure-1"].settlement.share, by_at["pure-2"].settlement.share) == (1.0, 0.0)
    assert by_at["pure-2"].change.difference == -1.0
    assert (finding.games[0].least.share, finding.games[0].most.share) == (0.0, 1.0)


def haggle(seller, buyer):
    """Day and price of haggle.toml by the rules told there. seller, buyer : toughness."""

    def target(toughness, day):
        return 0.12 + 0.88 * max(0.0, 1.0 - (day / 30) ** (1 / toughness))

    for day in range(1, 41):
        wants = target(seller, day), target(buyer, day)
        if day % 2:
            price = next(p for p in range(11) if p / 10 >= wants[0] - 1e-9)
            agreed = 1 - price / 10 >= wants[1] - 1e-9
        else:
            price = next(p for p in range(10, -1, -1) if 1 - p / 10 >= wants[1] - 1e-9)
            agreed = price / 10 >= wants[0] - 1e-9
        if agreed:
            return day, price / 10
    return 40, None


@pytest.mark.parametrize(("soft", "hard"), [(1.0, 0.3), (0.8, 0.5)])
def test_two_toughnesses_by_the_rules_of_the_haggle(tmp_path, soft, hard):
    tough = {"soft": soft, "hard": hard}
    menu = {name: f"{GIVE}\ntoughness = {e}" for name, e in tough.items()}
    finding = found(written(tmp_path, menu))
    d, paid = 0.96059601, {}
    for names in product(tough, repeat=2):
        day, price = haggle(*(tough[name] for name in names))
        worth = (0.12, 0.12) if price is None else (price, 1 - price)
        paid[names] = [each * d ** (day / 7) for each in worth]
    expected = {
        names
        for names in paid
        if all(paid[other, names[1]][0] <= paid[names][0] + 0.01 for other in tough)
        and all(paid[names[0], other][1] <= paid[names][1] + 0.01 for other in tough)
    }
    assert holding(finding) == expected
    for row in finding.profiles:
        s, b = row.profile.values()
        regret = max(
            max(paid[other, b][0] for other in tough) - paid[s, b][0],
            max(paid[s, other][1] for other in tough) - paid[s, b][1],
        )
        assert row.regret.mean == pytest.approx(regret, abs=1e-9)


CYCLE = {
    "firm": f'{GIVE}\ntoughness = 0.25\nopening = 0.3\nparties = ["seller", "buyer"]',
    "yielding": f'{GIVE}\ntoughness = 1\nopening = 0.01\nparties = ["seller"]',
    "steps": 'behaviour = "minimal-concession"\nparties = ["buyer"]',
}


def test_where_no_pure_one_holds_a_mixed_one_makes_everybody_indifferent(tmp_path):
    """The seller is firm against firmness; the buyer then takes small steps; to these the seller
    yields; and the buyer is firm with who yields: a cycle. Chances follow from the four payoffs."""
    scenario = written(tmp_path, CYCLE)
    finding = found(scenario)
    assert holding(finding, Holds.NO) == set(product(("firm", "yielding"), ("firm", "steps")))

    def paid(seller, buyer):
        changes = {}
        for party, choice in (("seller", seller), ("buyer", buyer)):
            entry = scenario.menu[choice]
            changes[f"party.{party}.behaviour"] = entry.behaviour.value
            for name in ("toughness", "opening"):
                if getattr(entry, name):
                    changes[f"party.{party}.tactics.{name}"] = getattr(entry, name).low
        same = edit(scenario, changes, layer="test")
        one = sim.negotiate(same, sim.sample_worlds(same, n=1, seed=1))
        return one.value[0]

    ff, fs, yf, ys = (paid(*pair) for pair in product(("firm", "yielding"), ("firm", "steps")))
    buyer_firm = (ys[0] - fs[0]) / (ff[0] - fs[0] - yf[0] + ys[0])
    seller_firm = (yf[1] - ys[1]) / (fs[1] - ff[1] + yf[1] - ys[1])
    chances = {(r.party, r.choice): r.chance for r in finding.chances if r.at == "mixed"}
    assert chances["buyer", "firm"] == pytest.approx(buyer_firm, abs=1e-6)
    assert chances["seller", "firm"] == pytest.approx(seller_firm, abs=1e-6)
    mixed = next(row for row in finding.told if row.kind is ProfileKind.MIXED)
    assert (mixed.holds, mixed.regret.mean) == (Holds.YES, pytest.approx(0.0, abs=1e-9))
    worth = seller_firm * (buyer_firm * ff + (1 - buyer_firm) * fs)
    worth += (1 - seller_firm) * (buyer_firm * yf + (1 - buyer_firm) * ys)
    values = {row.party: row.value.mean for row in finding.values if row.at == "mixed"}
    assert values == pytest.approx({"seller": worth[0], "buyer": worth[1]})


@pytest.fixture(scope="module")
def labour(tmp_path_factory):
    return written(tmp_path_factory.mktemp("labour"), MENU, "labour-contract")


def test_regrets_and_changes_are_those_of_plain_runs(labour):
    """Every payoff again by ``negotiate``; regrets by trying every deviation."""
    finding = found(labour, n=150)
    paid = {}
    for names in product(("coded", *MENU), repeat=2):
        changes = {
            f"party.{party}.behaviour": labour.menu[name].behaviour.value
            for party, name in zip(labour.principals, names, strict=True)
            if name != "coded"
        }
        same = edit(labour, changes, layer="test") if changes else labour
        one = sim.negotiate(same, sim.sample_worlds(same, n=150, seed=1), asked=0, tracked=0)
        worth = np.where(one.ending[:, None] == Ending.SETTLEMENT, one.value, one.no_deal)
        places = [list(labour.parties).index(party) for party in labour.principals]
        paid[names] = worth[:, places].mean(axis=0)
    for row in finding.profiles:
        mine = tuple(row.profile.values())
        others = [(i, (*mine[:i], name, *mine[i + 1 :])) for i in (0, 1) for name in MENU]
        regret = max(paid[other][i] - paid[mine][i] for i, other in others)
        assert row.regret.mean == pytest.approx(regret, abs=1e-12)
        assert row.regret.low <= row.regret.mean <= row.regret.high
    for row in finding.changes:
        i = labour.principals.index(row.party)
        mine = ("coded", "coded")
        gain = paid[(*mine[:i], row.choice, *mine[i + 1 :])][i] - paid[mine][i]
        assert row.gain.mean == pytest.approx(gain, abs=1e-12)


def test_more_worlds_tell_more(labour):
    """Intervals narrow with worlds; what is an equilibrium or not by few is not turned by many."""
    few, many = (found(labour, n=n) for n in (100, 800))
    width = [{tuple(r.profile.values()): r.regret for r in f.profiles} for f in (few, many)]
    narrower = [width[1][k].high - width[1][k].low < v.high - v.low for k, v in width[0].items()]
    assert np.mean(narrower) > 0.7
    assert not holding(few) & holding(many, Holds.NO)
    assert not holding(few, Holds.NO) & holding(many)


def test_workers_change_nothing(labour):
    one, two = (found(labour, n=600, workers=w) for w in (1, 2))
    assert one == two


def test_progress_counts_up_to_all(labour):
    seen = []
    finding = find_equilibria(
        {"a": labour, "b": labour},
        n=32,
        seed=1,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    for name, rows in finding.tables.items():
        assert {row.coding for row in rows} == {"a", "b"}, name


def test_a_tolerance_turns_what_counts(labour):
    strict, lax = (found(labour, n=150, tolerance=t) for t in (0.0, 0.5))
    assert len(holding(lax)) == 9
    assert len(holding(strict)) < 9


def test_precision_makes_better_choices_more_likely(tmp_path):
    scenario = written(tmp_path, {"give": GIVE, "stone": STONE})
    chance = []
    for precision in (0.0, 5.0, 100.0):
        finding = found(scenario, precision=precision)
        logit = {(r.party, r.choice): r.chance for r in finding.chances if r.at == "logit"}
        chance.append(logit["seller", "give"])
    assert chance[0] == 0.5
    assert chance[0] < chance[1] < chance[2]
    assert chance[2] > 0.99


def test_one_principal_chooses_alone(tmp_path):
    menu = {name: lines for name, lines in MENU.items() if name != "steps"}
    finding = found(written(tmp_path, menu, "three-party-coalition"), n=64)
    (chooses,) = finding.principals
    best = max(finding.changes, key=lambda row: row.gain.mean)
    top = finding.profiles[0]
    assert top.profile == {chooses: best.choice}
    assert top.regret.mean == 0.0


def test_the_default_menu_holds_what_can_be_played():
    haggle_menu = {row.choice for row in found(load_scenario("price-haggle"), n=8).menu}
    assert {
        "time_dependent",
        "firm",
        "yielding",
        "reciprocal",
        "minimal_concession",
        "obstinate",
    } <= (haggle_menu)
    assert "reputational" not in haggle_menu


def test_to_know_everything_is_on_the_default_menu_only_where_nothing_is_private():
    known = load_scenario("theory/rubinstein")
    stone = {"name": "stone", "chance": 0.25, "behaviour": "obstinate"}
    changes = {
        "all known": {},
        "tactics drawn": {"party.first.tactics.opening": [0.1, 0.2]},
        "no deal": {"party.first.no_deal.shift": [0.0, 0.1]},
        "values": {"party.first.demand.share.values.s50": [0.4, 0.5]},
        "a line": {"party.first.red_line.share.firmness": {"s0": 0.5}},
        "a sure line": {"party.first.red_line.share.firmness": {"s0": 1}},
        "a type": {"party.second.type.stone": stone},
    }
    in_menu = {
        name: "subgame_perfect"
        in [entry.id for entry in default_menu(edit(known, made, layer="test"))]
        for name, made in changes.items()
    }
    assert {name for name, held in in_menu.items() if held} == {
        "all known",
        "tactics drawn",
        "a sure line",
    }


def test_a_stated_menu_keeps_it_and_tells_of_whom_something_is_private():
    changes = {
        f"menu.{name}": {
            "behaviour": behaviour,
            "direction_from": "nobody: a test",
            "size_from": "assumption: a test",
        }
        for name, behaviour in {"sees": "subgame-perfect", "waits": "obstinate"}.items()
    }
    fearon = edit(load_scenario("theory/fearon"), changes, layer="test")
    finding = found(fearon, n=4)
    assert "subgame-perfect" in {row.behaviour for row in finding.menu}
    assert finding.guessed == ("defender",)


@pytest.mark.parametrize(
    ("menu", "asked", "words"),
    [
        ({"give": GIVE}, {}, "nothing to choose"),
        ({f"e{i}": f"{GIVE}\ntoughness = 0.{i + 10}" for i in range(71)}, {}, "5,041 profiles"),
        (MENU, {"n": 1}, "two worlds"),
        (MENU, {"tolerance": -1.0}, "tolerance"),
        (MENU, {"tolerance": 5.0}, "at most 1 value unit"),
        (MENU, {"n": 1_200_000}, "at most 1,111,111 worlds"),
        (MENU, {"precision": float("inf")}, "precision"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(tmp_path, menu, asked, words):
    with pytest.raises(UsageError, match=words):
        found(written(tmp_path, menu), **asked)


def test_no_coding_is_refused():
    with pytest.raises(UsageError):
        find_equilibria({})


def test_a_type_of_its_own_keeps_its_behaviour(tmp_path):
    """With an obstinate type in half the worlds, giving rather than stone gains half as much."""
    typed = HAGGLE.with_name("obstinate_type.toml")
    finding = found(written(tmp_path, {"give": GIVE, "stone": STONE}, typed), n=2000)
    whole = found(written(tmp_path, {"give": GIVE, "stone": STONE}))
    regret = [
        next(r.regret.mean for r in f.profiles if tuple(r.profile.values()) == ("stone", "give"))
        for f in (finding, whole)
    ]
    assert regret[0] == pytest.approx(regret[1] / 2, abs=0.02)
