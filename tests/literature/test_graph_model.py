"""Graph-model stability against its definitions spelled out, classic games and a published case."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.graph_model import (
    Responders,
    SanctionPath,
    coalition_stability,
    improvements,
    reachable,
    stability,
)
from sim.theory.graph_model_states import (
    NO_WAY,
    merged_moves,
    option_moves,
    path_from,
    steps_from,
)

SENSES = ("nash", "gmr", "smr", "seq")
#: Whether each of two parties is uncooperative, in the order CC, DC, CD, DD.
TWO_BY_TWO = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)


# The definitions word for word, with sets and sequences in place of matrices.


def legal_ends(movers, start, path, longest):
    """Where legal sequences of moves lead; movers are dicts state → set of states."""
    ends, now = set(), {(None, start)}
    for _ in range(1 if path is SanctionPath.ONE_MOVE else longest):
        now = {
            (i, to)
            for last, at in now
            for i, can in enumerate(movers)
            if path is SanctionPath.ANY_ORDER or i != last
            for to in can[at]
        }
        ends |= {at for _, at in now}
    return ends


def by_definition(moves, worth, members, path, responders):
    k, n = worth.shape
    states, longest = range(n), n * 2**k
    can = [{s: {t for t in states if moves[i][s][t]} for s in states} for i in range(k)]
    outside = [i for i in range(k) if i not in members]

    def prefers(group, t, s):
        return all(worth[i][t] > worth[i][s] for i in group)

    def own(s):
        return legal_ends([can[i] for i in members], s, SanctionPath.NOT_TWICE_RUNNING, longest)

    def answers(t):
        return legal_ends([can[i] for i in outside], t, path, longest)

    if responders is Responders.ALONE:
        groups = [(i,) for i in outside]
    else:
        groups = [g for m in range(1, k) for g in combinations(outside, m)]
    ups = []
    for group in groups:
        by_group = {}
        for s in states:
            ends = legal_ends([can[i] for i in group], s, SanctionPath.NOT_TWICE_RUNNING, longest)
            by_group[s] = {t for t in ends if prefers(group, t, s)}
        ups.append(by_group)
    found = {sense: [] for sense in SENSES}
    for s in states:
        gains = {t for t in own(s) if prefers(members, t, s)}
        bad = {t: {r for r in answers(t) if not prefers(members, r, s)} for t in gains}
        held = {
            t: {r for r in bad[t] if not any(prefers(members, q, s) for q in own(r))} for t in gains
        }
        credible = {
            t: {r for r in legal_ends(ups, t, path, longest) if not prefers(members, r, s)}
            for t in gains
        }
        found["nash"].append(not gains)
        found["gmr"].append(all(bad[t] for t in gains))
        found["smr"].append(all(held[t] for t in gains))
        found["seq"].append(all(credible[t] for t in gains))
    return found


@st.composite
def conflicts(draw):
    k, n = draw(st.integers(2, 3)), draw(st.integers(2, 5))
    bits = draw(st.lists(st.booleans(), min_size=k * n * n, max_size=k * n * n))
    moves = np.array(bits).reshape(k, n, n) & ~np.eye(n, dtype=bool)
    ranks = draw(st.lists(st.integers(0, 3), min_size=k * n, max_size=k * n))
    return moves, np.array(ranks, dtype=float).reshape(k, n)


@given(conflicts(), st.sampled_from(SanctionPath), st.sampled_from(Responders), st.data())
@settings(deadline=None, max_examples=150)
def test_definitions_of_parties_and_coalitions(conflict, path, responders, data):
    moves, worth = conflict
    members = data.draw(
        st.sets(st.integers(0, len(moves) - 1), min_size=1, max_size=len(moves)).map(sorted)
    )
    found = coalition_stability(moves, worth, members, path, responders)
    literal = by_definition(moves, worth, members, path, responders)
    for sense in SENSES:
        np.testing.assert_array_equal(getattr(found, sense), literal[sense], err_msg=sense)


@given(conflicts(), st.sampled_from(SanctionPath))
@settings(deadline=None, max_examples=60)
def test_nash_implies_all_and_all_imply_gmr(conflict, path):
    """Fang, Hipel & Kilgour 1993, ch. 3; a coalition of one is that party."""
    found = stability(*conflict, path)
    for sense in ("smr", "seq"):
        assert (found.nash <= getattr(found, sense)).all()
        assert (getattr(found, sense) <= found.gmr).all()
    for i in range(len(conflict[0])):
        alone = coalition_stability(*conflict, [i], path)
        for sense in SENSES:
            np.testing.assert_array_equal(getattr(alone, sense), getattr(found, sense)[i])


@given(conflicts())
@settings(deadline=None, max_examples=60)
def test_more_freedom_of_sanctioners_never_unsettles_and_only_order_counts(conflict):
    moves, worth = conflict
    by_path = [stability(moves, worth, path) for path in SanctionPath]
    for less, more in pairwise(by_path):
        for sense in ("gmr", "smr", "seq"):
            assert (getattr(less, sense) <= getattr(more, sense)).all()
    stretched = stability(moves, np.exp(3.0 * worth) - 7.0)
    for sense in SENSES:
        np.testing.assert_array_equal(getattr(stretched, sense), getattr(by_path[1], sense))


def test_two_parties_move_once_each_when_nobody_moves_twice_running():
    """With one sanctioner the rule leaves a single move (Kilgour, Hipel & Fang 1987)."""
    rng = np.random.default_rng(7)
    differs = 0
    for _ in range(200):
        moves = rng.random((2, 5, 5)) < 0.3
        moves &= ~np.eye(5, dtype=bool)
        worth = rng.permuted(np.tile(np.arange(5.0), (2, 1)), axis=1)
        once, ruled, free = (stability(moves, worth, path) for path in SanctionPath)
        np.testing.assert_array_equal(once.gmr, ruled.gmr)
        differs += (ruled.gmr != free.gmr).any()
    assert differs > 0  # the rule matters where moves cannot be chained


def test_sanctioners_may_need_one_another():
    """By hand. The first goes 0 → 1; the second can answer 2, which is worse for it, and the third
    can go on to 3, which both like better than 1 and the first less than 0. Each alone would not
    begin, so that 0 is stable in SEQ only where they improve together."""
    moves = np.zeros((3, 4, 4), dtype=bool)
    moves[0, 0, 1] = moves[1, 1, 2] = moves[2, 2, 3] = True
    worth = np.array([[1.0, 2.0, 2.0, 0.0], [0.0, 1.0, 0.0, 2.0], [0.0, 0.0, 1.0, 2.0]])
    alone = coalition_stability(moves, worth, [0], responders=Responders.ALONE)
    together = coalition_stability(moves, worth, [0], responders=Responders.TOGETHER)
    assert not alone.seq[0]
    assert together.seq[0]
    assert alone.gmr[0]
    assert not coalition_stability(moves, worth, [0], SanctionPath.ONE_MOVE).gmr[0]


def two_by_two(first, second):
    moves = option_moves(TWO_BY_TWO, np.array([0, 1]))
    return stability(moves, np.array([first, second], dtype=float))


def equilibria(found):
    return {sense: np.flatnonzero(getattr(found, sense).all(axis=0)).tolist() for sense in SENSES}


def test_prisoners_dilemma():
    """By hand. CC: leaving gives DC, the other answers DD, its improvement and worse than CC for
    the first, who can go on to CD only, worse still: GMR, SMR, SEQ, not Nash. DC: the second goes
    to DD, and no answer of the first makes that worse for it than DC. DD: nobody improves."""
    found = two_by_two([3, 4, 1, 2], [3, 1, 4, 2])
    assert equilibria(found) == {"nash": [3], "gmr": [0, 3], "smr": [0, 3], "seq": [0, 3]}


def test_chicken():
    """By hand; payoffs CC 3, 3; DC 4, 2; CD 2, 4; DD 1, 1. Nash: DC, CD. CC: the first goes to DC;
    the answer DD is worse than CC for it but no improvement for the second (1 < 2), so CC is not
    SEQ; from DD the first can reach CD only, worth 2 < 3, so it is SMR. DD: leaving gives CD, where
    the second can only answer CC, better still: unstable in all senses."""
    found = two_by_two([3, 4, 2, 1], [3, 2, 4, 1])
    assert equilibria(found) == {
        "nash": [1, 2],
        "gmr": [0, 1, 2],
        "smr": [0, 1, 2],
        "seq": [1, 2],
    }


def elmira():
    """States 1 to 9 are places 0 to 8. The ministry modifies its order; Uniroyal no longer delays,
    accepts, abandons; local government insists. Only accepting and insisting can be taken back, the
    former by abandoning. All states after abandoning are one."""
    rows = [(m, a, a, 0, i) for i in (0, 1) for a in (0, 1) for m in (0, 1)]
    gone = [(m, 1, 0, 1, i) for i in (0, 1) for m in (0, 1)]
    taken = np.array(rows + gone, dtype=bool)
    owner = np.array([0, 1, 1, 1, 2])
    one_way = np.array([True, True, False, True, False])
    each = option_moves(taken, owner, one_way)
    moves = merged_moves(each, np.append(np.arange(8), [8, 8, 8, 8]))
    best_first = [
        [7, 3, 4, 8, 5, 1, 2, 6, 9],
        [1, 4, 8, 5, 9, 3, 7, 2, 6],
        [7, 3, 5, 1, 8, 6, 4, 2, 9],
    ]
    worth = np.zeros((3, 9))
    for i, order in enumerate(best_first):
        worth[i, np.array(order) - 1] = np.arange(9, 0, -1)
    return moves, worth


def arcs(matrix):
    return {(int(s) + 1, int(t) + 1) for s, t in np.argwhere(matrix)}


def test_elmira_in_option_form():
    """The graphs of Fang, Hipel & Kilgour 1993, and Xu, Kilgour, Hipel & Kemkes 2010, Eur. J. Oper.
    Res. 207:318–329."""
    moves, _ = elmira()
    assert arcs(moves[0]) == {(1, 2), (3, 4), (5, 6), (7, 8)}
    walks = {(s, 9) for s in range(1, 9)}
    assert arcs(moves[1]) == {(1, 3), (2, 4), (5, 7), (6, 8)} | walks
    back_and_forth = {(1, 5), (2, 6), (3, 7), (4, 8)}
    assert arcs(moves[2]) == back_and_forth | {(t, s) for s, t in back_and_forth}


@pytest.mark.parametrize("path", SanctionPath)
def test_elmira_equilibria(path):
    """States 5, 8 and 9 are equilibria in every sense, 1 and 4 in GMR and SMR only. By hand, Nash:
    at 5 the ministry can get 6, Uniroyal 7 or 9, government 1, all worse; at 8 Uniroyal 9 and
    government 4, both worse. At 1 only government improves, by 5, where Uniroyal can answer 9, the
    worst for government but no improvement on 5; likewise at 4, by 8."""
    moves, worth = elmira()
    found = equilibria(stability(moves, worth, path))
    strong, weak = [4, 7, 8], [0, 3, 4, 7, 8]
    assert found == {"nash": strong, "gmr": weak, "smr": weak, "seq": strong}


@pytest.mark.parametrize("responders", Responders)
def test_elmira_coalition_leaves_the_status_quo(responders):
    """The ministry and Uniroyal together jump from equilibrium 5 to 8, which both prefer (Kilgour,
    Hipel, Fang & Peng 2001), and government cannot undo it: its answer 4 is better than 5 for both.
    8 holds against all coalitions: only 9 and 4 can be reached, and 4 is worse for government."""
    moves, worth = elmira()
    pair = coalition_stability(moves, worth, [0, 1], responders=responders)
    for sense in SENSES:
        assert not getattr(pair, sense)[4]
    for members in ([0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]):
        assert coalition_stability(moves, worth, members, responders=responders).nash[7]


def test_elmira_from_the_status_quo():
    """Status-quo analysis from state 1. By hand: government's 1 → 5 is the only improvement and 5
    the end of it; with all moves 8 takes the three options 1 → 2 → 4 → 8 in three moves."""
    moves, worth = elmira()
    by_improvement = steps_from(improvements(moves, worth), 0)
    assert by_improvement.tolist() == [0] + [NO_WAY] * 3 + [1] + [NO_WAY] * 4
    assert steps_from(moves, 0).tolist() == [0, 1, 1, 2, 1, 2, 2, 3, 1]
    route = path_from(moves, 0, 7)
    assert len(route) == 3
    assert route[-1][1] == 7
    with pytest.raises(UsageError):
        path_from(moves, 8, 0)


@given(conflicts())
@settings(deadline=None, max_examples=60)
def test_paths_are_legal_shortest_and_lead_where_reachability_says(conflict):
    moves, _ = conflict
    can = [{s: set(np.flatnonzero(m[s]).tolist()) for s in range(len(m))} for m in moves]
    steps = steps_from(moves, 0)
    for end in range(1, moves.shape[1]):
        assert (steps[end] != NO_WAY) == reachable(moves)[0, end]
        if steps[end] == NO_WAY:
            continue
        shorter = legal_ends(can, 0, SanctionPath.NOT_TWICE_RUNNING, steps[end] - 1)
        assert end not in shorter
        route = path_from(moves, 0, end)
        assert len(route) == steps[end]
        at, last = 0, None
        for mover, to in route:
            assert mover != last
            assert moves[mover, at, to]
            at, last = to, mover
        assert at == end


@pytest.mark.parametrize(
    "call",
    [
        lambda: stability(np.ones((1, 2, 2), dtype=bool), np.zeros((1, 2))),
        lambda: stability(np.zeros((1, 2, 2), dtype=bool), np.zeros((2, 2))),
        lambda: stability(np.zeros((1, 2, 2), dtype=bool), np.full((1, 2), np.nan)),
        lambda: coalition_stability(np.zeros((1, 2, 2), dtype=bool), np.zeros((1, 2)), []),
        lambda: coalition_stability(np.zeros((1, 2, 2), dtype=bool), np.zeros((1, 2)), [1]),
        lambda: option_moves(np.zeros((2, 1), dtype=bool), np.array([0])),
        lambda: option_moves(TWO_BY_TWO, np.array([0])),
        lambda: merged_moves(np.zeros((1, 2, 2), dtype=bool), np.array([0])),
        lambda: steps_from(np.zeros((1, 2, 2), dtype=bool), 2),
    ],
)
def test_conflicts_that_are_none_are_refused(call):
    with pytest.raises(UsageError):
        call()
