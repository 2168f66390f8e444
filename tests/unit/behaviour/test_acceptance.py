"""Who signs, and who is missing, on an agenda of one issue worked out by hand."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour.acceptance import accept_mask, last_vote, missing, signed
from sim.domain.agenda import Agenda, Consent
from sim.domain.cells import Cells, cells_of
from tests.property.small_cases import agenda_of, party_of, scenario_of

IDS = ("a", "b", "c", "d", "e")
#: a and b are principals; the option asks for c, or for d and e together.
EITHER: Consent = (frozenset({"c"}), frozenset({"d", "e"}))


def bits(names: str) -> int:
    return sum(1 << IDS.index(name) for name in names)


def names_in(mask: int) -> str:
    return "".join(name for name in IDS if mask >> IDS.index(name) & 1)


def cells_with(agenda: Agenda, *, principals: str = "ab", quota: int | None = None) -> Cells:
    values = [[k / 10 for k in range(len(issue.options))] for issue in agenda]
    parties = [party_of(id_, agenda, values=values, principal=id_ in principals) for id_ in IDS]
    scenario = scenario_of(agenda, parties)
    return cells_of(replace(scenario, protocol=replace(scenario.protocol, quota=quota)))


def one(cell: int) -> np.ndarray:
    return np.array([[cell]])


def test_answers_are_packed_one_bit_a_party() -> None:
    answers = np.array([[True, False], [False, False], [True, True]])
    assert accept_mask(cells_with(agenda_of([2])), answers).tolist() == [5, 4]


@pytest.mark.parametrize(
    ("accepting", "done", "lacking"),
    [
        ("abc", True, ""),
        ("abde", True, ""),
        ("abcde", True, ""),
        ("ab", False, "cde"),
        ("abd", False, "ce"),
        ("acde", False, "b"),
        ("de", False, "ab"),
        ("", False, "abcde"),
    ],
)
def test_any_of_and_all_of(accepting: str, done: bool, lacking: str) -> None:
    cells = cells_with(agenda_of([2], consent={(0, 1): EITHER}))
    mask = np.array([bits(accepting)])
    assert signed(cells, one(1), mask)[0] == done
    assert names_in(int(missing(cells, one(1), mask)[0])) == lacking


def test_an_option_without_consent_needs_the_principals_only() -> None:
    cells = cells_with(agenda_of([2], consent={(0, 1): EITHER}))
    assert signed(cells, one(0), np.array([bits("ab")]))[0]
    assert not signed(cells, one(0), np.array([bits("bcde")]))[0]


def test_the_status_quo_needs_no_further_consent() -> None:
    agenda = agenda_of([2], consent={(0, 1): EITHER}, status_quo={0: 1})
    assert signed(cells_with(agenda), one(1), np.array([bits("ab")]))[0]


@pytest.mark.parametrize(
    ("accepting", "done", "lacking"),
    [
        ("abde", True, ""),
        ("acde", True, ""),
        ("ab", False, "de"),  # enough principals, but nobody of d and e: c stays out of it
        ("ade", False, "bc"),
        ("de", False, "abc"),
        ("abd", False, "e"),
    ],
)
def test_a_quota_takes_any_two_of_three_and_the_consents(
    accepting: str, done: bool, lacking: str
) -> None:
    asked: Consent = (frozenset({"d", "e"}),)
    agenda = agenda_of([2], consent={(0, 1): asked})
    cells = cells_with(agenda, principals="abc", quota=2)
    mask = np.array([bits(accepting)])
    assert signed(cells, one(1), mask)[0] == done
    assert names_in(int(missing(cells, one(1), mask)[0])) == lacking
    masks = cells.alternatives[1]
    assert any((m & mask[0]) == m for m in masks if m >= 0) == done


def test_under_a_quota_a_principal_that_a_consent_names_must_sign() -> None:
    agenda = agenda_of([2], consent={(0, 1): (frozenset({"c"}),)})
    cells = cells_with(agenda, principals="abc", quota=2)
    mask = np.array([bits("ab")])
    assert signed(cells, one(0), mask)[0]
    assert not signed(cells, one(1), mask)[0]
    assert names_in(int(missing(cells, one(1), mask)[0])) == "c"
    assert {names_in(int(m)) for m in cells.alternatives[1] if m >= 0} == {"abc", "ac", "bc"}


def test_a_quota_of_all_is_no_quota() -> None:
    agenda = agenda_of([2, 3], consent={(0, 1): EITHER})
    plain = cells_with(agenda, principals="abc")
    whole = cells_with(agenda, principals="abc", quota=3)
    for field in fields(Cells):
        assert np.array_equal(getattr(plain, field.name), getattr(whole, field.name)) or (
            field.name == "alike"
        )


def test_the_last_vote_is_that_of_the_party_that_makes_up_the_quota() -> None:
    cells = cells_with(agenda_of([2]), principals="abcd", quota=3)
    votes = [np.array([0.1, -0.2]), np.array([-np.inf, 0.4]), np.array([0.3, 0.2])]
    assert np.array_equal(last_vote(cells, votes), [0.1, 0.2])
    assert last_vote(cells_with(agenda_of([2]), principals="abcd", quota=1), votes) == np.inf
    assert last_vote(cells_with(agenda_of([2])), []) == np.inf


members = st.frozensets(st.sampled_from(IDS), min_size=1, max_size=3)
consents = st.lists(members, max_size=3).map(tuple)


@given(
    st.lists(consents, min_size=4, max_size=4),
    st.lists(st.sets(st.sampled_from(IDS)), min_size=1, max_size=12),
)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_signing_is_the_principals_and_one_alternative_of_every_option(
    consent: list[Consent], signers: list[set[str]]
) -> None:
    asked = {(j, k): consent[2 * j + k] for j in range(2) for k in range(2)}
    agenda = agenda_of([2, 2], consent=asked)
    cells = cells_with(agenda)
    for cell in range(cells.n_cells):
        places = cells.options(one(cell))[:, 0]
        for signing in signers:
            alternatives = [asked[j, int(k)] for j, k in enumerate(places)]
            plainly = {"a", "b"} <= signing and all(
                not sets or any(some <= signing for some in sets) for sets in alternatives
            )
            mask = np.array([bits("".join(signing))])
            assert signed(cells, one(cell), mask)[0] == plainly
            lacking = set(names_in(int(missing(cells, one(cell), mask)[0])))
            expected = {"a", "b"} - signing
            for sets in alternatives:
                if sets and not any(some <= signing | {"a", "b"} for some in sets):
                    expected |= set().union(*sets) - signing - {"a", "b"}
            assert lacking == expected
            assert bool(lacking) != plainly
