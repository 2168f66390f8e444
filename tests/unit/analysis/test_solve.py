"""What rational parties would sign, against the books, a tree written out, and trying all."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.solve import find_solutions
from sim.analysis.solving import play
from sim.analysis.solving.worlds import CONCEPTS, name_packages
from sim.analysis.zopa import acceptable_set
from sim.domain.cells import cells_of
from sim.domain.outcome import Ending
from sim.domain.party import RedLine
from sim.domain.solved import Concept
from sim.domain.value import INDIFFERENT
from sim.engine import negotiate, standing
from sim.engine.ahead import ahead_of, rounds_left
from sim.errors import UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds
from tests.looking_ahead_cases import looking_ahead
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over

SPE = CONCEPTS.index(Concept.SUBGAME_PERFECT)


def of(scenario, n=20, **asked):
    return find_solutions({scenario.coding: scenario}, n=n, **asked)


def haggle(steps, *, patience=(0.9, 0.9), rounds=60, no_deal=0.0):
    """One price in ``steps`` steps, a round a week; a likes late options and proposes first."""
    agenda = agenda_of([steps + 1])
    rising = [k / steps for k in range(steps + 1)]
    parties = [
        party_of("a", agenda, values=[rising], patience=patience[0], no_deal=no_deal),
        party_of("b", agenda, values=[rising[::-1]], patience=patience[1], no_deal=no_deal),
    ]
    return scenario_of(agenda, parties, horizon=7.0 * rounds, round_days=7.0)


def picked(finding, concept):
    return [row for row in finding.picks if row.concept is concept]


def share_of_a(finding, steps):
    (row,) = picked(finding, Concept.SUBGAME_PERFECT)
    assert row.share.share == 1.0
    return int(row.package["i0"].removeprefix("o")) / steps


# -- against the books


@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 9])
def test_a_price_is_split_as_stahl_has_it(rounds):
    """Ståhl 1972, Bargaining Theory: with nothing without a deal, the proposer of the last round
    takes all; before it the proposer leaves the other δ times what that one could take next, here
    rounded up to the next step of the price."""
    steps, delta = 100, 0.9
    keeps, exact = steps, 1.0
    for _ in range(rounds - 1):
        keeps = steps - math.ceil(delta * keeps - 1e-6)
        exact = 1.0 - delta * exact
    found = share_of_a(of(haggle(steps, rounds=rounds), n=1), steps)
    assert found == keeps / steps
    # Roundings come with changing signs, each weighed with one δ more.
    assert found == pytest.approx(exact, abs=1.0 / steps / (1.0 - delta**2))


@pytest.mark.parametrize("patience", [(0.9, 0.9), (0.8, 0.95), (0.95, 0.8)])
def test_long_talks_come_to_rubinsteins_split(patience):
    """Rubinstein 1982, Econometrica 50:97–109: (1 − δ_b) / (1 − δ_a δ_b) for who proposes first."""
    a, b = patience
    steps = 120
    found = of(haggle(steps, patience=patience, rounds=81), n=1)
    near = 1.0 / steps / (1.0 - a * b)
    assert share_of_a(found, steps) == pytest.approx((1 - b) / (1 - a * b), abs=near)


def test_who_can_wait_longer_has_more_and_the_bargaining_solutions_do_not_care():
    even, patient = of(haggle(100), n=1), of(haggle(100, patience=(0.98, 0.9)), n=1)
    assert share_of_a(patient, 100) > share_of_a(even, 100) + 0.2
    assert picked(even, Concept.NASH)[0].package == picked(patient, Concept.NASH)[0].package
    assert picked(even, Concept.NASH)[0].package == {"i0": "o50"}


# -- a tree written out


def by_tree(scenario, n, day=0.0):
    """The package signed in each world, from every acceptable package, with plain numbers."""
    worlds = sample_worlds(scenario, n=n, seed=1)
    block, asked = draw(worlds, 0, n), standing(scenario, worlds, 0, n, day)
    cells, rounds = asked.cells, rounds_left(scenario.protocol, day)
    ids, P = list(scenario.parties), len(scenario.parties)
    later = [standing(scenario, worlds, 0, n, after) for after in rounds.after]
    today = [standing(scenario, worlds, 0, n, day_) for day_ in rounds.days]
    whole = [list(range(cells.start[b], cells.start[b + 1])) for b in range(cells.n_blocks)]
    packages = [list(p) for p in product(*whole) if cells.allowed[list(p)].all()]
    made = []
    for w in range(n):
        value = {
            x: asked.deal[:, p, w].sum(axis=1) + asked.base[:, w] for x, p in enumerate(packages)
        }
        firm = {x: asked.refused[:, p, w].any(axis=1) for x, p in enumerate(packages)}

        def met(x, yes):
            word = sum(1 << i for i in range(P) if yes[i])
            if word & cells.principals != cells.principals:
                return False
            masks = cells.alternatives[packages[x]]
            return all(any(m >= 0 and word & m == m for m in row) for row in masks.tolist())

        able = ~((int(asked.departed[w]) >> np.arange(P)) & 1).astype(bool)
        shut = [asked.closed[p, w].any() for p in packages]
        enough = {
            x: able & ~firm[x] & (value[x] >= asked.reservation[:, w] - INDIFFERENT) for x in value
        }
        good = [x for x in value if not shut[x] and met(x, enough[x])]
        delta = block.patience[:, w] ** (scenario.protocol.round_days / 7.0)
        ahead, plan = None, []
        for t in reversed(range(len(rounds.days))):
            end = later[t].reservation[:, w]
            gone = bool(int(later[t].departed[w]) & cells.principals)
            wait = block.patience[:, w] ** ((rounds.after[t] - rounds.days[t]) / 7.0)
            fails = delta * (end if gone else ahead) if ahead is not None else wait * end
            least = today[t].reservation[:, w]
            p = ids.index(scenario.protocol.order[int(np.argmax(rounds.chances[t]))])
            exits = [
                i
                for i in range(P)
                if i != p and cells.principals >> i & 1 and least[i] > fails[i] + INDIFFERENT
            ]
            fails = least if exits else fails
            offers = []
            for x in good:
                signs = able & ~firm[x] & (value[x] >= least - INDIFFERENT)
                yes = signs & (value[x] >= fails - INDIFFERENT)
                yes[p] = signs[p]
                if met(x, yes) and value[x][p] >= fails[p] - INDIFFERENT:
                    rest = sum(value[x][i] for i in range(P) if cells.needed >> i & 1) - value[x][p]
                    offers.append((-round(value[x][p], 9), -round(rest, 9), x))
            best = min(offers)[2] if offers else None
            ahead = fails if best is None else value[best]
            plan.insert(0, (best, gone or bool(exits)))
        signed = None
        for best, gone in plan:
            if best is not None or gone:
                signed = best
                break
        made.append(None if signed is None else packages[signed])
    return made


@pytest.mark.parametrize("name", ["price-haggle", "three-party-coalition"])
@pytest.mark.parametrize("day", [0.0, 10.0])
def test_what_is_signed_is_what_a_tree_written_out_says(name, day):
    scenario = load_scenario(name)
    n = 12
    question = SetQuestion(n=n, seed=1, day=day, keep=1, workers=1)
    named = name_packages(scenario, question, 0, n)
    packages = play_layout(scenario)
    told = by_tree(scenario, n, day)
    assert any(told)
    for w, package in enumerate(told):
        number = named.package[SPE, w]
        assert (None if number < 0 else packages.at(np.array([number]))[:, 0].tolist()) == package


def play_layout(scenario):
    from sim.analysis.acceptable.packages import packages_of
    from sim.domain.cells import cells_of

    return packages_of(cells_of(scenario))


def test_leaving_out_dominated_packages_changes_nothing(monkeypatch):
    scenario = load_codings("ukraine-2025")["low-no-deal"]
    question = SetQuestion(n=40, seed=2, day=0.0, keep=1, workers=1)
    found = []
    for few in (0, 10**9):
        monkeypatch.setattr(play, "FEW", few)
        found.append(name_packages(scenario, question, 0, 40))
    assert (found[0].package[SPE] >= 0).any()
    np.testing.assert_array_equal(found[0].package, found[1].package)
    np.testing.assert_array_equal(found[0].value, found[1].value)


def test_a_package_makes_way_only_for_one_that_nobody_refuses_more():
    value = np.array([[1.0, 2.0, 0.5], [1.0, 2.0, 1.0]])
    free, asks = np.zeros((2, 3), dtype=bool), np.zeros((0, 3), dtype=bool)
    assert play.undominated_places(value, free, asks).tolist() == [1]
    refused = np.array([[False, False, False], [False, True, False]])
    assert play.undominated_places(value, refused, asks).tolist() == [0, 1]
    asked = np.array([[True, False, False]])
    assert play.undominated_places(value, free, asked).tolist() == [0, 1]


# -- the engine


def everybody_plans(seed):
    """Two principals and one who is asked for consent, values and lines drawn; nothing without."""
    rng = np.random.default_rng(seed)
    agenda = agenda_of([4, 3], consent={(0, 3): ({"c"},), (1, 2): ({"c"}, {"b"})})

    def spread(size):
        low = np.sort(rng.random(size))
        low[0] = 0.0
        high = np.minimum(low + 0.3, 1.0)
        high[0] = 0.0
        return [(a, b) if a < b else a for a, b in zip(low.tolist(), high.tolist(), strict=True)]

    lines = {"i0": RedLine(firmness={"o3": number("party.b.red_line.i0.firmness.o3", 0.5)})}
    parties = [
        party_of(id_, agenda, values=values, principal=id_ != "c", patience=(0.7, 0.95))
        for id_, values in (
            ("a", [spread(4), spread(3)]),
            ("b", [spread(4)[::-1], spread(3)[::-1]]),
            ("c", [spread(4)[::-1], spread(3)]),
        )
    ]
    parties[1] = replace(parties[1], red_lines=lines)
    return looking_ahead(scenario_of(agenda, parties, horizon=7.0 * 6, round_days=7.0))


@pytest.mark.parametrize("breakdown", [0.0, 0.3])
@pytest.mark.parametrize("chances", [{}, {"a": 0.3, "b": 0.7}])
def test_the_engine_signs_what_solve_names_where_all_play_so(chances, breakdown):
    """Where nothing is worth anything without a deal every package is acceptable, as in a plan."""
    named, n = set(), 30
    for seed in range(6):
        scenario = everybody_plans(seed)
        protocol = replace(scenario.protocol, recognition=chances, breakdown=breakdown)
        scenario = replace(scenario, protocol=protocol)
        question = SetQuestion(n=n, seed=1, day=0.0, keep=1, workers=1)
        told = name_packages(scenario, question, 0, n)
        played = negotiate(scenario, sample_worlds(scenario, n=n, seed=1))
        cells = cells_of(scenario)
        packages = play_layout(scenario)
        signed = cells.options(packages.at(told.package[SPE])).T
        np.testing.assert_array_equal(played.package, signed)
        np.testing.assert_array_equal(played.day, told.day[SPE])
        np.testing.assert_allclose(played.value.T, told.value[SPE])
        named |= set(map(tuple, signed.tolist()))
    assert len(named) > 3


def test_a_final_offer_is_what_the_engine_signs_too():
    """With ways out that differ: refused, it leaves what no deal is worth that day, at once."""
    final = edit(load_scenario("price-haggle"), {"protocol.kind": "final-offer"}, layer="x")
    scenario, n = looking_ahead(final), 60
    told = name_packages(scenario, SetQuestion(n=n, seed=1, day=1.0, keep=1, workers=1), 0, n)
    played = negotiate(scenario, sample_worlds(scenario, n=n, seed=1))
    options = play_layout(scenario).at(np.maximum(told.package[SPE], 0))[0]
    signed = np.where(told.package[SPE] < 0, -1, options)
    np.testing.assert_array_equal(played.package[:, 0], signed)
    assert 0 < (signed < 0).sum() < n


# -- what lies ahead, and what it does


@pytest.mark.parametrize("name", ["ukraine-2025", "labour-contract"])
def test_no_deal_ahead_is_what_standing_says(name):
    scenario = next(iter(load_codings(name).values()))
    worlds = sample_worlds(scenario, n=30, seed=1)
    days = [3.0, 30.0, 42.0, 60.0]
    ahead = ahead_of(scenario, draw(worlds, 0, 30), days)
    for t, day in enumerate(days):
        asked = standing(scenario, worlds, 0, 30, day)
        np.testing.assert_allclose(ahead.reservation[t], asked.reservation, atol=1e-12)
        left = (asked.departed >> np.arange(len(scenario.parties))[:, None]) & 1
        np.testing.assert_array_equal(ahead.departed[t], left)
        np.testing.assert_allclose(ahead.base[t], asked.base, atol=1e-12)


def test_a_way_out_that_grows_is_waited_for():
    still = haggle(4, rounds=6, no_deal=0.25, patience=(0.99, 0.99))
    grows = edit(load_scenario("price-haggle"), {"party.seller.no_deal.drift": 0.5}, layer="x")
    (row,) = [r for r in of(still, n=2).concepts if r.concept is Concept.SUBGAME_PERFECT]
    assert row.signed.share == row.at_once.share == 1.0
    found = of(grows)
    by = {row.concept: row.signed.share for row in found.concepts}
    assert by[Concept.SUBGAME_PERFECT] < by[Concept.NASH] == found.worlds[0].open.share


# -- solutions and prices


def test_solutions_are_those_the_acceptable_set_counts():
    codings = load_codings("labour-contract")
    found, counted = find_solutions(codings, n=40), acceptable_set(codings, n=40)
    for concept in CONCEPTS[:SPE]:
        ours = {tuple(r.package.items()): r.share for r in picked(found, concept)}
        theirs = {
            tuple(r.package.items()): r.share
            for r in counted.solutions
            if r.solution.value == concept.value
        }
        assert ours
        for package, share in ours.items():
            assert share.share == pytest.approx(theirs[package].share)


def test_the_price_is_the_value_less_what_the_same_world_left():
    scenario = load_scenario("price-haggle")
    n = 40
    worlds = sample_worlds(scenario, n=n, seed=1)
    played = negotiate(scenario, worlds, asked=0, tracked=0)
    named = name_packages(scenario, SetQuestion(n=n, seed=1, day=0.0, keep=1, workers=1), 0, n)
    nash = CONCEPTS.index(Concept.NASH)
    left = np.where((played.ending == Ending.SETTLEMENT)[:, None], played.value, played.no_deal)
    difference = (named.value[nash].T - left)[named.open]
    rows = [r for r in of(scenario, n=n).prices if r.concept is Concept.NASH]
    for p, row in enumerate(rows):
        assert row.price.mean == pytest.approx(difference[:, p].mean())
        assert row.value.mean - row.played.mean == pytest.approx(row.price.mean)
        assert row.gains.share == pytest.approx((difference[:, p] > 0.01).mean())
    # The same package is worth the same, but for the wait.
    options = played.package[:, 0]
    same = (named.package[nash] == options) & (options >= 0)
    assert same.any()
    waited = draw(worlds, 0, n).patience.T ** (played.day / 7.0)[:, None]
    np.testing.assert_allclose((named.value[nash].T * waited)[same], played.value[same])


# -- edges


def test_nothing_acceptable_names_nothing():
    found = of(haggle(4, no_deal=0.9), n=3)
    assert found.worlds[0].open.share == 0.0
    assert found.worlds[0].agree is None
    assert found.picks == ()
    assert all(row.price is None and row.gains is None for row in found.prices)


def test_one_option_is_what_all_concepts_name():
    found = of(talks_over([1]), n=3)
    assert found.worlds[0].agree.share == 1.0
    assert all(row.spread.p95 == pytest.approx(0.0, abs=0.01) for row in found.spreads)


def test_a_single_principal_has_nobody_to_share_with():
    found = of(load_scenario("three-party-coalition"), n=6)
    assert {row.concept for row in found.concepts} == {Concept.SUBGAME_PERFECT}
    assert {row.party for row in found.prices} == {"blue", "green", "gold"}


def test_one_offer_alone_leaves_the_other_its_no_deal():
    final = edit(load_scenario("price-haggle"), {"protocol.kind": "final-offer"}, layer="x")
    found = of(final)
    assert found.rounds == 1
    assert found.order == ("seller",)
    by = {(r.concept, r.party): r.value.mean for r in found.prices}
    for concept in CONCEPTS[:SPE]:
        assert by[Concept.SUBGAME_PERFECT, "seller"] > by[concept, "seller"]


def test_workers_change_nothing():
    codings = load_codings("price-haggle")
    one, two = (find_solutions(codings, n=600, workers=workers) for workers in (1, 2))
    assert one == two


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"day": 31.0}, "horizon"), ({"day": -1.0}, "horizon"), ({"n": 0}, "one world")],
)
def test_what_cannot_be_asked_is_said(asked, words):
    with pytest.raises(UsageError, match=words):
        of(load_scenario("price-haggle"), **asked)


def test_agendas_too_large_to_try_are_refused():
    with pytest.raises(UsageError, match="too many"):
        of(talks_over([4] * 10), n=2)


def test_a_day_after_the_last_round_is_refused():
    short = edit(load_scenario("price-haggle"), {"protocol.round_days": 20}, layer="x")
    with pytest.raises(UsageError, match="no round"):
        of(short, n=2, day=25.0)
