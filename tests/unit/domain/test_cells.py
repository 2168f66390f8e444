"""Blocks and cells: what ties issues together, what is waived, and who must sign what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import pytest

from sim.domain import cells as cells_module
from sim.domain.agenda import Agenda
from sim.domain.cells import ENUMERATED, Cells, cells_of
from sim.domain.party import Party, RedLine
from sim.domain.quantity import Role
from sim.domain.scenario import Scenario
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over

FOUR = [2, 3, 2, 3]


@pytest.fixture(autouse=True)
def _blocks_apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "enumerated" not in request.node.name:
        monkeypatch.setattr(cells_module, "ENUMERATED", 0)


def with_a(agenda: Agenda, **changes: object) -> Scenario:
    values = [[k / 10 for k in range(len(issue.options))] for issue in agenda]
    a: Party = party_of("a", agenda, values=values, **changes)  # type: ignore[arg-type]
    b = party_of("b", agenda, values=values)
    return scenario_of(agenda, [a, b, party_of("c", agenda, values=values, principal=False)])


def refusing(issue: str, option: str, unless: Mapping[str, str]) -> dict[str, RedLine]:
    firmness = {option: number(f"firmness.{issue}.{option}", 0.8, Role.FIRMNESS)}
    return {issue: RedLine(firmness=firmness, unless=unless)}


def left(*issues: str) -> dict[str, dict[str, object]]:
    return {issue: {"o1": number(f"remaining.{issue}.o1", 0.5, Role.SHARE)} for issue in issues}


def grouped(cells: Cells) -> list[list[int]]:
    """Issues of each block."""
    return [
        np.flatnonzero(cells.block_of_issue == block).tolist() for block in range(cells.n_blocks)
    ]


def test_untied_issues_are_blocks_of_their_own() -> None:
    cells = cells_of(talks_over(FOUR))
    assert grouped(cells) == [[0], [1], [2], [3]]
    assert cells.n_cells == sum(FOUR)


def test_a_condition_ties_two_issues_into_a_block_of_the_product() -> None:
    cells = cells_of(with_a(agenda_of(FOUR), lines=refusing("i3", "o2", {"i1": "o1"})))
    assert grouped(cells) == [[0], [1, 3], [2]]
    assert np.diff(cells.start).tolist() == [2, 9, 2]


def test_conditions_chain() -> None:
    lines = refusing("i3", "o2", {"i1": "o1"}) | refusing("i1", "o0", {"i0": "o1"})
    assert grouped(cells_of(with_a(agenda_of(FOUR), lines=lines))) == [[0, 1, 3], [2]]


def test_one_remaining_issue_ties_nothing_and_two_tie() -> None:
    one = with_a(agenda_of(FOUR), remaining=left("i0"), fear=0.3, loss=0.2)
    two = with_a(agenda_of(FOUR), remaining=left("i0", "i2"), fear=0.3, loss=0.2)
    assert grouped(cells_of(one)) == [[0], [1], [2], [3]]
    assert grouped(cells_of(two)) == [[0, 2], [1], [3]]


def test_ties_of_two_parties_join() -> None:
    agenda = agenda_of(FOUR)
    scenario = with_a(agenda, remaining=left("i0", "i2"), fear=0.3, loss=0.2)
    b = replace(scenario.parties["b"], red_lines=refusing("i2", "o0", {"i1": "o1"}))
    tied = replace(scenario, parties={**scenario.parties, "b": b})
    assert grouped(cells_of(tied)) == [[0, 1, 2], [3]]


@pytest.mark.parametrize("sizes", [[4, 5, 5], [4, 5, 5, 2]])
def test_a_small_agenda_is_enumerated_as_one_block(sizes: list[int]) -> None:
    cells = cells_of(talks_over(sizes))
    assert (cells.n_blocks == 1) == (prod(sizes) <= ENUMERATED)


def test_every_combination_of_a_block_is_a_cell_once_in_order() -> None:
    cells = cells_of(with_a(agenda_of([2, 3]), lines=refusing("i0", "o0", {"i1": "o2"})))
    assert cells.option.T.tolist() == [list(pair) for pair in product(range(2), range(3))]
    assert cells.options(np.array([[4]]))[:, 0].tolist() == [1, 1]


def test_cells_of_one_block_name_no_other_issue() -> None:
    cells = cells_of(talks_over(FOUR))
    for block, issues in enumerate(grouped(cells)):
        held = cells.option[:, cells.block(block)]
        others = [j for j in range(len(FOUR)) if j not in issues]
        assert (held[issues] >= 0).all()
        assert (held[others] == -1).all()


def test_options_ruled_out_make_their_cells_unusable_but_keep_them() -> None:
    scenario = talks_over([2, 3])
    first, second = scenario.agenda.issues
    options = (replace(second.options[0], allowed=False), *second.options[1:])
    narrowed = replace(scenario, agenda=Agenda(issues=(first, replace(second, options=options))))
    assert cells_of(narrowed).allowed.tolist() == [True, True, False, True, True]


def test_a_line_is_waived_where_the_other_issue_reaches_the_option_or_a_later_one() -> None:
    cells = cells_of(with_a(agenda_of([2, 3]), lines=refusing("i0", "o0", {"i1": "o1"})))
    assert cells.waived[0, 0].tolist() == [place >= 1 for _, place in product(range(2), range(3))]
    assert not cells.waived[1:].any()
    assert not cells.waived[0, 1].any()


def test_several_conditions_are_alternatives() -> None:
    unless = {"i1": "o2", "i2": "o1"}
    cells = cells_of(with_a(agenda_of([2, 3, 2]), lines=refusing("i0", "o0", unless)))
    expected = [k1 >= 2 or k2 >= 1 for _, k1, k2 in product(range(2), range(3), range(2))]
    assert cells.waived[0, 0].tolist() == expected


def test_stating_a_line_tells_that_firmer_options_further_out_are_refused_too() -> None:
    agenda = agenda_of([4])
    firm = {
        option: number(f"firmness.{option}", firmness, Role.FIRMNESS)
        for option, firmness in (("o3", 0.9), ("o2", 0.5), ("o1", 0.5))
    }
    beyond = cells_of(with_a(agenda, lines={"i0": RedLine(firmness=firm)})).beyond[0, 0]
    assert np.flatnonzero(beyond[3]).tolist() == [3]
    assert np.flatnonzero(beyond[2]).tolist() == [2, 3]
    assert np.flatnonzero(beyond[1]).tolist() == [1, 2, 3]


def test_needed_are_the_principals_and_whoever_an_allowed_option_asks() -> None:
    asked = {(0, 1): (frozenset({"c"}),)}
    assert cells_of(with_a(agenda_of([2], consent=asked))).needed == 0b111
    assert cells_of(with_a(agenda_of([2]))).needed == 0b011


def test_alternatives_of_a_cell_are_all_choices_of_one_alternative_an_option() -> None:
    asked = {
        (0, 1): (frozenset({"c"}), frozenset({"d"})),
        (1, 1): (frozenset({"e"}),),
    }
    agenda = agenda_of([2, 2], consent=asked)
    values = [[0.0, 1.0]] * 2
    parties = [party_of(id_, agenda, values=values, principal=id_ == "a") for id_ in "abcde"]
    line = refusing("i0", "o0", {"i1": "o1"})
    parties[0] = replace(parties[0], red_lines=line)
    cells = cells_of(scenario_of(agenda, parties))
    masks = [{int(m) for m in row if m >= 0} for row in cells.alternatives]
    assert masks == [{0}, {0b10000}, {0b00100, 0b01000}, {0b10100, 0b11000}]


def test_more_than_62_parties_do_not_fit() -> None:
    agenda = agenda_of([2])
    parties = [party_of(f"p{i}", agenda, values=[[0.0, 1.0]]) for i in range(63)]
    with pytest.raises(ValueError, match="62"):
        cells_of(scenario_of(agenda, parties))
