"""Which concessions a scenario allows, and the edits that make them, written out by hand."""

from dataclasses import replace

import pytest
from making_outcomes import number, party, scenario

from sim.analysis.conceding.edits import possible_concessions
from sim.domain.agenda import Issue, Option
from sim.domain.concession import ConcessionKind
from sim.domain.party import Demand, RedLine
from sim.domain.quantity import Role

ACCEPT, DROP, OPEN = ConcessionKind.ACCEPT, ConcessionKind.DROP_LINE, ConcessionKind.OPEN_WITH
FIRM = "party.buyer.red_line.price.firmness"
WORTH = "party.buyer.demand.price.values"


def found(of=None):
    return {
        concession.key: dict(concession.edits)
        for concession in possible_concessions(of or scenario())
    }


def test_accepting_drops_the_line_and_raises_a_lower_value():
    # The buyer's indifference package holds "middle", worth 0.4 to 0.6; "high" is worth 0.
    edits = found()["buyer", "price", "high", ACCEPT]
    assert edits == {f"{FIRM}.high": 0, f"{WORTH}.high": [0.4, 0.5, 0.6]}


def test_what_is_as_good_as_the_indifference_option_is_not_raised():
    assert ("buyer", "price", "middle", ACCEPT) not in found()


def test_a_side_is_seen_from_the_ideal():
    sides = {one.key: one.side for one in possible_concessions(scenario())}
    # The buyer wants "low", the seller "high": each gives towards the other's end.
    assert sides["buyer", "price", "high", ACCEPT] == sides["buyer", "price", "", DROP] == 1
    assert sides["buyer", "price", "middle", OPEN] == 1
    assert sides["seller", "price", "low", OPEN] == -1


def test_dropping_a_line_drops_all_of_it():
    assert found()["buyer", "price", "", DROP] == {f"{FIRM}.high": 0}


def test_the_same_edit_is_listed_once_under_the_option_it_accepts():
    base = scenario()
    buyer = replace(
        base.parties["buyer"],
        no_deal=replace(base.parties["buyer"].no_deal, package={"price": "high", "date": "soon"}),
    )
    keys = found(replace(base, parties={**base.parties, "buyer": buyer}))
    assert keys["buyer", "price", "high", ACCEPT] == {f"{FIRM}.high": 0}
    assert ("buyer", "price", "", DROP) not in keys


def test_only_principals_open_and_never_with_their_ideal():
    keys = [key for key in found() if key[3] is OPEN]
    assert {key[0] for key in keys} == {"buyer", "seller"}
    assert ("buyer", "price", "low", OPEN) not in keys
    assert found()["buyer", "price", "middle", OPEN] == {
        "party.buyer.demand.price.opens_with": "middle"
    }


def test_whoever_wants_nothing_on_an_issue_has_nothing_to_concede():
    assert not [key for key in found() if key[0] == "witness"]


def test_opening_higher_than_now_is_no_concession():
    base = scenario()
    demand = replace(base.parties["buyer"].demands["price"], opens_with="middle")
    buyer = replace(
        base.parties["buyer"], demands={**base.parties["buyer"].demands, "price": demand}
    )
    keys = found(replace(base, parties={**base.parties, "buyer": buyer}))
    assert ("buyer", "price", "middle", OPEN) not in keys
    assert ("buyer", "price", "high", OPEN) in keys


def test_options_that_no_package_may_hold_are_not_conceded():
    base = scenario()
    price = base.agenda["price"]
    options = tuple(replace(one, allowed=one.id != "high") for one in price.options)
    agenda = replace(base.agenda, issues=(replace(price, options=options), base.agenda["date"]))
    keys = found(replace(base, agenda=agenda))
    assert not [key for key in keys if key[2] == "high"]


FIVE = ("a", "b", "c", "d", "e")


def five(firmness):
    """A buyer with five options and one stated firmness an option; values fall from a to e."""
    base = scenario()
    issue = Issue(id="price", name="price", options=tuple(Option(id=k, name=k) for k in FIVE))
    buyer = party("buyer", True, ((1,), (0,), (0,)), ((1,), (0,)))
    values = {k: number(f"v.{k}", 1 - at / 10) for at, k in enumerate(FIVE)}
    line = {
        k: number(f"f.{k}", level, role=Role.FIRMNESS)
        for k, level in zip(FIVE, firmness, strict=True)
    }
    buyer = replace(
        buyer,
        demands={**buyer.demands, "price": Demand(weight=number("w", 1), values=values)},
        red_lines={"price": RedLine(firmness=line)},
        no_deal=replace(buyer.no_deal, package={"price": "e", "date": "soon"}),
    )
    agenda = replace(base.agenda, issues=(issue, base.agenda["date"]))
    return replace(base, agenda=agenda, parties={"buyer": buyer})


@pytest.mark.parametrize(
    ("firmness", "option", "dropped"),
    [
        ((0, 0, 0.2, 0.4, 0.8), "d", "cd"),
        ((0, 0, 0.2, 0.4, 0.8), "c", "c"),
        ((0.9, 0.5, 0, 0.3, 0.3), "b", "b"),
        ((0.9, 0.5, 0, 0.3, 0.6), "e", "de"),
        # Where every option is refused to some degree, the way leads over the least firm ones too.
        ((0.2, 0.2, 0.4, 0.4, 0.8), "c", "abc"),
        ((0.9, 0.5, 0.2, 0.2, 0.6), "b", "bcd"),
        ((0.9, 0.5, 0.2, 0.2, 0.6), "c", "c"),
    ],
)
def test_accepting_drops_what_is_refused_less_firmly_on_the_way(firmness, option, dropped):
    edits = found(five(firmness))["buyer", "price", option, ACCEPT]
    assert edits == {f"{FIRM}.{k}": 0 for k in dropped}


@pytest.mark.parametrize("firmness", [(0.9, 0.5, 0.2, 0.2, 0.6), (0.2, 0.2, 0.4, 0.4, 0.8)])
def test_lines_stay_nested_after_every_concession(firmness):
    for concession in possible_concessions(five(firmness)):
        left = [
            0 if f"{FIRM}.{k}" in concession.edits else level
            for k, level in zip(FIVE, firmness, strict=True)
        ]
        least = left.index(min(left))
        assert left[: least + 1] == sorted(left[: least + 1], reverse=True)
        assert left[least:] == sorted(left[least:])
