"""The engine plays Chatterjee & Samuelson 1983 (Oper. Res. 31:835-851): one price, private values.

A seller's cost c and a buyer's value v are uniform on [0, 1]. Here "a" is the seller, who gets the
price and has c without a deal; "b" is the buyer, who gets 1 - price and has 1 - v without one.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from sim.domain.outcome import Ending
from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import draw, sample_worlds
from sim.theory.double_auction import ask, bid, exchange
from tests.literature.sharing_games import sharing_game

WORLDS, SEED, LEVEL = 4096, 5, 0.999
#: Divides the number of supposed worlds, so that chances at the prices named are exact.
STEPS = 64
UNIFORM = ("[0, 1]", "[0, 1]")
RISKY = ('behaviour = "risk-return"',) * 2


def played(scenario):
    worlds = sample_worlds(scenario, n=WORLDS, seed=SEED)
    no_deal = draw(worlds, 0, WORLDS).no_deal
    return negotiate(scenario, worlds, asked=0, tracked=0), no_deal[0], 1.0 - no_deal[1]


def check_chance_and_gains(outcomes, cost, value, k):
    """Trade and its gains, v - c where there is trade, within 99.9 % of the closed form."""
    traded = outcomes.ending == Ending.SETTLEMENT
    theory = exchange(k)
    least, most = binom.interval(LEVEL, WORLDS, float(theory.chance))
    assert least <= traded.sum() <= most
    gains = np.where(traded, value - cost, 0.0)
    wide = norm.ppf(0.5 + LEVEL / 2) * gains.std(ddof=1) / np.sqrt(WORLDS)
    assert abs(gains.mean() - float(theory.gains)) <= wide


def test_the_buyer_names_the_price(tmp_path):
    """k = 1: the buyer bids v/2, a seller with no more cost takes it; trade in 1 of 4 pairs."""
    scenario = sharing_game(tmp_path, steps=STEPS, no_deal=UNIFORM, more=RISKY, first="b")
    outcomes, cost, value = played(scenario)
    bids = outcomes.last_offer[:, 1, 0] / STEPS
    assert np.abs(bids - bid(value, 1.0)).max() <= 0.5 / STEPS + 1e-9
    assert np.array_equal(outcomes.ending == Ending.SETTLEMENT, cost <= bids)
    check_chance_and_gains(outcomes, cost, value, 1.0)


def test_the_seller_names_the_price(tmp_path):
    """k = 0: the seller asks (1 + c)/2."""
    scenario = sharing_game(tmp_path, steps=STEPS, no_deal=UNIFORM, more=RISKY, first="a")
    outcomes, cost, value = played(scenario)
    asks = outcomes.last_offer[:, 0, 0] / STEPS
    assert np.abs(asks - ask(cost, 0.0)).max() <= 0.5 / STEPS + 1e-9
    assert np.array_equal(outcomes.ending == Ending.SETTLEMENT, asks <= value)
    check_chance_and_gains(outcomes, cost, value, 0.0)


def test_prices_come_nearer_on_finer_grids(tmp_path):
    """k = 1: the largest distance of a bid from v/2 shrinks with the grid's step."""
    away = []
    for steps in (4, 16, 64):
        scenario = sharing_game(tmp_path, steps=steps, no_deal=UNIFORM, more=RISKY, first="b")
        outcomes, _, value = played(scenario)
        away.append(np.abs(outcomes.last_offer[:, 1, 0] / steps - value / 2).max())
    assert away[0] > 3 * away[1] > 9 * away[2]


#: On day 30 of a patience horizon of 60 · 0.75 = 45 days a third of the way down is left. From a
#: first aim of 3/4 it stands at 2/3 of the no-deal value and 1/3 of 3/4: the linear strategies.
SEALED = (
    'demand.share.opens_with = "{opens}"\n'
    "tactics = {{ opening = 1, toughness = 1, patience_spread = 0.75 }}"
)


def test_sealed_bids(tmp_path):
    """k = 1/2: both name a price at once, B(v) = 2v/3 + 1/12 and S(c) = 2c/3 + 1/4.

    A demand is agreed where the other's price allows it, on a grid: where a step lies between ask
    and bid. Both demands then are, and one draw picks, which is the middle in expectation.
    """
    steps = 96
    scenario = sharing_game(
        tmp_path,
        steps=steps,
        no_deal=UNIFORM,
        more=(SEALED.format(opens=f"s{steps * 3 // 4}"), SEALED.format(opens=f"s{steps // 4}")),
        kind="simultaneous",
        round_days=30.0,
    )
    outcomes, cost, value = played(scenario)
    asked, offered = ask(cost), bid(value)
    meets = np.floor(offered * steps + 1e-9) >= np.ceil(asked * steps - 1e-9)
    serious = (value >= 0.25) & (cost <= 0.75)
    traded = outcomes.ending == Ending.SETTLEMENT
    assert np.array_equal(traded, meets & serious)
    price = outcomes.package[traded, 0] / steps
    middle = (asked + offered)[traded] / 2
    wide = norm.ppf(0.5 + LEVEL / 2) * (price - middle).std(ddof=1) / np.sqrt(traded.sum())
    assert abs((price - middle).mean()) <= wide
    check_chance_and_gains(outcomes, cost, value, 0.5)


LESSONS = [
    ("theory/chatterjee-samuelson", (), 1.0),
    ("theory/chatterjee-samuelson", ('protocol.order = ["seller", "buyer"]',), 0.0),
    ("theory/chatterjee-samuelson-sealed", (), 0.5),
]


@pytest.mark.parametrize(("name", "sets", "k"), LESSONS, ids=["buyer", "seller", "both"])
def test_the_lessons_are_the_uniform_case(name, sets, k):
    """The bundled scenarios, with prices in 64ths: who trades, and how often."""
    scenario = load_scenario(name, sets=sets)
    worlds = sample_worlds(scenario, n=WORLDS, seed=SEED)
    no_deal = draw(worlds, 0, WORLDS).no_deal
    value, cost = 1.0 - no_deal[0], no_deal[1]
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    check_chance_and_gains(outcomes, cost, value, k)


def test_a_known_cost_is_what_is_paid():
    """The buyer bids the seller's cost of 16 coins wherever the thing is worth that to it."""
    scenario = load_scenario(
        "theory/chatterjee-samuelson", sets=["party.seller.no_deal.shift = 0.25"]
    )
    worlds = sample_worlds(scenario, n=256, seed=SEED)
    value = 1.0 - draw(worlds, 0, 256).no_deal[0]
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    assert np.array_equal(outcomes.package[:, 0], np.where(value >= 0.25, 16, -1))
