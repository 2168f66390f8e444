"""Graph model with joint moves: against the graph model, definitions in sets, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.graph_model import SanctionPath, coalition_stability
from sim.theory.joint_moves import joint_improvements, joint_stability

SENSES = ("nash", "gmr", "smr", "seq")


def ends(can, start):
    """Where any sequence of moves leads; ``can`` is a list of dicts state → set of states."""
    found, now = set(), {start}
    while now:
        now = {t for s in now for one in can for t in one[s]} - found
        found |= now
    return found


def by_definition(moves, movers, worth, members):
    """The definitions word for word in one world. worth : (k, S)."""
    states = range(worth.shape[1])
    can = [{s: {t for t in states if m[s][t]} for s in states} for m in moves]

    def prefers(mask, t, s):
        return all(worth[i][t] > worth[i][s] for i in range(len(worth)) if mask >> i & 1)

    ours = [can[g] for g, mask in enumerate(movers) if mask & members == mask]
    theirs = [g for g, mask in enumerate(movers) if not mask & members]
    better = [
        {s: {t for t in can[g][s] if prefers(movers[g], t, s)} for s in states} for g in theirs
    ]
    found = {sense: [] for sense in SENSES}
    for s in states:
        gains = {t for t in ends(ours, s) if prefers(members, t, s)}
        hurts = {t: ends([can[g] for g in theirs], t) for t in gains}
        hurts = {t: {r for r in rs if not prefers(members, r, s)} for t, rs in hurts.items()}
        found["nash"].append(not gains)
        found["gmr"].append(all(hurts.values()))
        found["smr"].append(
            all(
                any(not any(prefers(members, q, s) for q in ends(ours, r)) for r in rs)
                for rs in hurts.values()
            )
        )
        found["seq"].append(
            all(any(not prefers(members, r, s) for r in ends(better, t)) for t in gains)
        )
    return found


@st.composite
def conflicts(draw):
    k, states = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    movers = [int(mask) for mask in rng.integers(1, 1 << k, size=draw(st.integers(1, 5)))]
    moves = rng.random((len(movers), states, states)) < 0.4
    moves[:, np.arange(states), np.arange(states)] = False
    return moves, movers, rng.integers(0, 4, size=(k, 3, states)).astype(float)


@settings(deadline=None, max_examples=60)
@given(conflicts())
def test_it_is_what_the_definitions_say(conflict):
    moves, movers, worth = conflict
    for members in range(1, 1 << len(worth)):
        found = joint_stability(moves, movers, worth, members)
        for w in range(worth.shape[1]):
            told = by_definition(moves, movers, worth[:, w], members)
            for sense in SENSES:
                assert getattr(found, sense)[w].tolist() == told[sense]


@settings(deadline=None, max_examples=40)
@given(conflicts())
def test_with_lone_movers_it_is_the_graph_model(conflict):
    """Moves chained before, so that a focal coalition may move in any order here and there."""
    moves, _, worth = conflict
    k = len(worth)
    alone = np.zeros((k, *moves.shape[1:]), dtype=bool)
    for g, move in enumerate(moves):
        alone[g % k] |= move
    for i in range(k):
        at = alone[i]
        for _ in range(len(at)):
            at = at | (at.astype(int) @ at.astype(int) > 0)
        alone[i] = at & ~np.eye(len(at), dtype=bool)
    for i in range(k):
        found = joint_stability(alone, [1 << j for j in range(k)], worth, 1 << i)
        for w in range(worth.shape[1]):
            told = coalition_stability(alone, worth[:, w], [i], SanctionPath.ANY_ORDER)
            for sense in SENSES:
                np.testing.assert_array_equal(getattr(found, sense)[w], getattr(told, sense))


@settings(deadline=None, max_examples=40)
@given(conflicts())
def test_nash_implies_all_and_smr_and_seq_imply_gmr(conflict):
    moves, movers, worth = conflict
    for members in range(1, 1 << len(worth)):
        found = joint_stability(moves, movers, worth, members)
        assert (~found.nash | (found.smr & found.seq)).all()
        assert (~(found.smr | found.seq) | found.gmr).all()


#: States: no agreement, a treaty of a and b, another one. Each leaves alone, both sign together.
TREATIES = np.zeros((3, 3, 3), dtype=bool)
TREATIES[:2, 1:, 0] = True
TREATIES[2, 0, 1:] = TREATIES[2, 1, 2] = TREATIES[2, 2, 1] = True
WHO = [0b01, 0b10, 0b11]


def test_a_treaty_better_for_both_replaces_the_first_though_neither_can_alone():
    """By hand: both have 1 in the first treaty, 2 in the second, 0 without. Alone nobody leaves
    either; together they leave the first for the second, and no outsider can stop them."""
    worth = np.array([[[0.0, 1.0, 2.0]], [[0.0, 1.0, 2.0]]])
    for alone in (0b01, 0b10):
        assert joint_stability(TREATIES, WHO, worth, alone).nash[0].tolist() == [True] * 3
    both = joint_stability(TREATIES, WHO, worth, 0b11)
    for sense in SENSES:
        assert getattr(both, sense)[0].tolist() == [False, False, True]
    (gains,) = joint_improvements(TREATIES, WHO, worth)[2]
    assert {(int(s), int(t)) for s, t in np.argwhere(gains)} == {(0, 1), (0, 2), (1, 2)}


def test_who_is_worse_off_than_without_leaves_alone():
    worth = np.array([[[0.0, 1.0, 2.0]], [[0.0, 1.0, -1.0]]])
    assert joint_stability(TREATIES, WHO, worth, 0b10).nash[0].tolist() == [True, True, False]
    assert joint_stability(TREATIES, WHO, worth, 0b01).nash[0].tolist() == [True] * 3


def test_others_who_can_answer_deter_a_leaver_only_if_it_serves_them():
    """By hand: a leaves 1 for 0; then b alone can bring 2 about, which is worst for a. In GMR a is
    deterred whatever b wants; in SEQ only if 2 is better for b than 0."""
    moves = np.zeros((2, 3, 3), dtype=bool)
    moves[0, 1, 0] = moves[1, 0, 2] = True
    for b_likes, deterred in ((1.0, True), (-1.0, False)):
        worth = np.array([[[2.0, 1.0, 0.0]], [[0.0, 0.0, b_likes]]])
        found = joint_stability(moves, [1, 2], worth, 0b01)
        assert not found.nash[0, 1]
        assert found.gmr[0, 1]
        assert found.seq[0, 1] == deterred


@pytest.mark.parametrize(
    ("moves", "movers", "members", "words"),
    [
        (TREATIES, [1, 2], 1, "mask"),
        (TREATIES, [1, 2, 0], 1, "mover"),
        (TREATIES, WHO, 4, "coalition"),
        (TREATIES | np.eye(3, dtype=bool), WHO, 1, "itself"),
    ],
)
def test_what_cannot_be_is_said(moves, movers, members, words):
    with pytest.raises(UsageError, match=words):
        joint_stability(moves, movers, np.zeros((2, 1, 3)), members)
