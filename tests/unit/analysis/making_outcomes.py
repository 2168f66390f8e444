"""A small scenario and hand-made outcomes of it, so that every number can be counted on fingers."""

from dataclasses import replace

import numpy as np

from sim.domain.agenda import Agenda, Issue, Option
from sim.domain.event import PartialDeal
from sim.domain.outcome import Ending, OfferTrack, Outcomes, Overlap
from sim.domain.party import Breach, Demand, NoDeal, Party, RedLine, Tactics
from sim.domain.protocol import Deadline, Protocol, ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario

PRICES = ("low", "middle", "high")
DATES = ("soon", "late")


def number(path, *bounds, role=Role.VALUE):
    return Quantity(path=path, range=tuple(float(bound) for bound in bounds), role=role)


def party(name, principal, price, date, firmness=None):
    at = f"party.{name}"
    zero = number(f"{at}.zero", 0, role=Role.EFFECT)
    demands = {}
    for issue, options, values in (("price", PRICES, price), ("date", DATES, date)):
        path = f"{at}.demand.{issue}"
        demands[issue] = Demand(
            weight=number(f"{path}.weight", 0.5, role=Role.WEIGHT),
            values={
                option: number(f"{path}.values.{option}", *value)
                for option, value in zip(options, values, strict=True)
            },
        )
    lines = {}
    if firmness:
        path = f"{at}.red_line.price.firmness"
        lines["price"] = RedLine(
            firmness={
                option: number(f"{path}.{option}", *bounds, role=Role.FIRMNESS)
                for option, bounds in firmness.items()
            }
        )
    return Party(
        id=name,
        name=name.title(),
        principal=principal,
        demands=demands,
        red_lines=lines,
        no_deal=NoDeal(
            package={"price": "middle", "date": "soon"}, shift=zero, drift=zero, belief_gap=zero
        ),
        patience=number(f"{at}.patience", 0.99, role=Role.DISCOUNT),
        premium=zero,
        breach=Breach(fear=zero, loss=zero),
        tactics=Tactics(opening=zero, toughness=zero, patience_spread=zero),
        behaviour="time-dependent",
    )


def scenario(name="haggle", coding="stated", codings=("stated",), rounds=4):
    issues = (
        Issue(id="price", name="the price", options=tuple(Option(id=o, name=o) for o in PRICES)),
        Issue(id="date", name="the date", options=tuple(Option(id=o, name=o) for o in DATES)),
    )
    buyer = party(
        "buyer", True, ((1,), (0.4, 0.5, 0.6), (0,)), ((1,), (0,)), {"high": (0.5, 0.8, 0.9)}
    )
    seller = party("seller", True, ((0,), (0.5,), (1,)), ((0.3,), (1,)), {"low": (0.2, 0.3, 0.4)})
    witness = party("witness", False, ((0.5,), (0.5,), (0.5,)), ((0.5,), (0.5,)))
    parties = {one.id: one for one in (buyer, seller, witness)}
    tour = PartialDeal(
        id="tour",
        name="a tour",
        consent=(frozenset({"buyer", "seller"}),),
        weekly_chance=number("partial.tour.weekly_chance", 0.5, role=Role.CHANCE),
        gain={},
    )
    return Scenario(
        name=name,
        title="A haggle",
        question="Who gives way?",
        file=f"{name}.toml",
        agenda=Agenda(issues=issues),
        parties=parties,
        protocol=Protocol(
            kind=ProtocolKind.ALTERNATING,
            order=("buyer", "seller"),
            round_days=3.0,
            horizon=3.0 * rounds,
        ),
        deadline=Deadline(day=7.0),
        partial_deals={"tour": tour},
        coding=coding,
        codings=codings,
        overrides={"party.buyer.premium": "0.1"},
        resolved={
            "title": "A haggle",
            "question": "Who gives way?",
            "party": {"buyer": {"premium": 0.1}},
            "coding": {each: {"says": f"{each} in words"} for each in codings if each != "stated"},
        },
    )


def outcomes(endings, days=None, packages=None, of=None, **changes):
    """Outcomes with the endings given by letter (S, P, I, W); settled worlds sign middle, soon."""
    of = of or scenario()
    n = len(endings)
    codes = np.array(["SPIW".index(letter) for letter in endings], dtype=np.int8)
    settled = codes == Ending.SETTLEMENT
    days = np.full(n, of.protocol.horizon) if days is None else np.array(days, dtype=float)
    package = np.full((n, 2), -1, dtype=np.int8)
    package[settled] = (1, 0) if packages is None else np.array(packages, dtype=np.int8)[settled]
    made = Outcomes(
        scenario=of,
        seed=1,
        world=np.arange(n, dtype=np.int64),
        weight=np.ones(n),
        ending=codes,
        day=days,
        package=package,
        value=np.where(settled[:, None], np.array([[0.7, 0.4, 0.5]]), np.nan),
        no_deal=np.tile(np.array([[0.5, 0.3, 0.5]]), (n, 1)),
        signed_partial=np.where(codes == Ending.PARTIAL, 5.0, np.nan)[:, None],
        first_offer=np.full((n, 3, 2), -1, dtype=np.int8),
        last_offer=np.full((n, 3, 2), -1, dtype=np.int8),
        refused_line=np.zeros((n, 3, 2), dtype=np.int16),
        refused_value=np.zeros((n, 3), dtype=np.int16),
        conceded=np.full((n, 3, 2), np.nan),
        type=np.zeros((n, 3), dtype=np.int8),
        overlap=np.full(n, Overlap.UNASKED, dtype=np.int8),
        offers=OfferTrack(
            proposers=("buyer", "seller"), day=np.array([3.0, 6.0]), value=_track(min(n, 2))
        ),
    )
    return replace(made, **changes)


def _track(n):
    value = np.full((2, 2, 2, n), np.nan)
    value[0, 0, :, :] = np.array([0.9, 0.2])[:, None]
    value[1, 1, 0, 0] = 0.6
    return value
