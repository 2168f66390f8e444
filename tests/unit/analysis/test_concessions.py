"""What must move: every number against a run of its own, and who is told to matter how."""

import numpy as np
import pytest

from benchmarks.plain_worlds import world_of
from sim.analysis.conceding.edits import possible_concessions, possible_grants
from sim.analysis.conceding.moving import result_of, unedited_result
from sim.analysis.conceding.process_rules import under_rule
from sim.analysis.conceding.verdicts import verdicts_of
from sim.analysis.concessions import try_concessions
from sim.analysis.shares import difference_of, wilson_interval
from sim.domain.concession import Announcement, ConcessionKind
from sim.domain.concessions import Gap, Price, ProcessRule, Verdict
from sim.domain.estimate import Difference
from sim.engine import negotiate
from sim.errors import NotFoundError, UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds
from tests.conceding_cases import ALL_FIRM, ASKS_TOO_MUCH, HIRE, SALE, hire, sale, written
from tests.oracle.acceptable_set import acceptable_set

N, SEED = 32, 3


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory):
    return hire(tmp_path_factory.mktemp("hire"))


@pytest.fixture(scope="module")
def found(scenarios):
    return try_concessions(scenarios, n=N, seed=SEED)


@pytest.fixture(scope="module")
def quiet(scenarios):
    return try_concessions(scenarios, n=N, seed=SEED, announcement=Announcement.QUIET)


def run(scenario, known=None):
    worlds = sample_worlds(scenario, n=N, seed=SEED)
    return negotiate(scenario, worlds, known=known, asked=0, tracked=0)


def lift(before, after, day=np.inf):
    was, now = ((one.ending == 0) & (one.day <= day + 1e-9) for one in (before, after))
    return difference_of(was, now, before.weight)


def rows_of(table, key):
    return [row for row in table if row.key == key]


def test_every_concession_and_grant_is_there_in_every_coding(scenarios, found):
    keys = {
        one.key
        for scenario in scenarios.values()
        for one in (*possible_concessions(scenario), *possible_grants(scenario))
    }
    assert {move.key for move in found.moves} == keys
    assert len(found.moves) == len(keys)
    assert len(found.effects) == len(keys) * len(scenarios)
    assert len(found.rules) == len(keys) * len(scenarios) * len(ProcessRule)
    assert len(found.gains) == len(keys) * len(scenarios) * 3
    assert len(found.without) == len(scenarios) * len(ProcessRule)


def test_each_lift_is_the_difference_between_two_full_runs(scenarios, found, quiet):
    plain = {
        (coding, rule): run(under_rule(scenario, rule))
        for coding, scenario in scenarios.items()
        for rule in ProcessRule
    }
    for finding in (found, quiet):
        sets = {(row.key, row.coding): row.sets for row in finding.effects}
        for row in finding.rules:
            before = plain[row.coding, row.rule]
            edited = edit(before.scenario, sets[row.key, row.coding], layer="test")
            after = run(edited, known=before.scenario if finding is quiet else None)
            assert row.lift == lift(before, after), (row.key, row.coding, row.rule)


def test_each_effect_is_told_from_the_same_runs(scenarios, found):
    for row in found.effects:
        plain = scenarios[row.coding]
        before, after = run(plain), run(edit(plain, row.sets, layer="test"))
        assert row.horizon == lift(before, after)
        assert row.early == lift(before, after, found.early_day)
        both = (before.ending == 0) & (after.ending == 0)
        if row.days is not None:
            assert row.days.mean == pytest.approx((after.day - before.day)[both].mean())
        own = unedited_result(after, plain, row.payer, row.issue)
        change = (own - result_of(before, row.payer)).mean()
        assert row.cost.mean == pytest.approx(change)
        for gain in rows_of(found.gains, row.key):
            if gain.coding == row.coding and gain.gainer != row.party:
                change = result_of(after, gain.gainer) - result_of(before, gain.gainer)
                assert gain.change.mean == pytest.approx(change.mean())


def brute_open(scenario, day=0.0):
    block = draw(sample_worlds(scenario, n=N, seed=SEED), 0, N)
    worlds = [world_of(scenario, block, k) for k in range(N)]
    return np.array([bool(acceptable_set(scenario, world, day)) for world in worlds])


def test_the_exact_effect_equals_trying_every_package(scenarios, found):
    before = {coding: brute_open(scenario) for coding, scenario in scenarios.items()}
    for row in found.effects:
        after = brute_open(edit(scenarios[row.coding], row.sets, layer="test"))
        weight = np.ones(N)
        was = before[row.coding]
        assert row.exact == exact_by_hand(row, was, after, weight), row.key
        assert row.exact.difference == pytest.approx(after.mean() - was.mean())
    shares = {row.coding: row.open.share for row in found.without}
    assert shares == {coding: pytest.approx(mask.mean()) for coding, mask in before.items()}


def exact_by_hand(row, before, after, weight):
    if not row.sets or row.kind is ConcessionKind.OPEN_WITH:
        return Difference(difference=0.0, low=0.0, high=0.0)
    if row.kind is ConcessionKind.GRANT or (before & ~after).any():
        return difference_of(before, after, weight)
    opened = (after & ~before).mean()
    low, high = wilson_interval(opened, len(weight))
    return Difference(difference=opened, low=low, high=high)


def test_what_can_only_open_worlds_is_never_told_to_close_some(found):
    for row in found.effects:
        if row.kind is ConcessionKind.DROP_LINE:
            assert row.exact.low >= 0.0
            assert row.exact.high > 0.0 or not row.sets
        if row.kind is ConcessionKind.OPEN_WITH:
            assert (row.exact.low, row.exact.high) == (0.0, 0.0)


def test_on_paper_a_dropped_line_only_opens_an_opening_does_nothing_and_a_grant_only_closes(found):
    sides = {
        ConcessionKind.DROP_LINE: lambda d: d >= 0,
        ConcessionKind.OPEN_WITH: lambda d: d == 0,
        ConcessionKind.GRANT: lambda d: d <= 0,
    }
    for row in found.effects:
        if row.kind in sides:
            assert sides[row.kind](row.exact.difference), row.key
    assert any(row.exact.difference > 0 for row in found.effects)
    assert any(row.exact.difference < 0 for row in found.effects)


def test_paper_knows_no_manner_of_telling(found, quiet):
    on_paper = {(row.key, row.coding): row.exact for row in found.effects}
    for row in quiet.effects:
        assert row.exact == on_paper[row.key, row.coding]


def test_a_quiet_table_has_no_grants(quiet):
    assert quiet.moves
    assert all(move.kind is not ConcessionKind.GRANT for move in quiet.moves)
    assert quiet.made.asked["quiet"] is True


def test_announced_others_ask_for_what_is_conceded_and_quiet_they_do_not(tmp_path):
    """The seller makes one offer, the best it believes the buyer to take.

    The buyer's way out is worth as much as "middle". Known to take "high", it is asked for "high"
    and signs it, half a unit worse off than at "middle"; quietly willing, it is asked for "middle".
    """
    scenario = {"stated": sale(tmp_path)}
    key = ("buyer", "price", "high", ConcessionKind.ACCEPT)
    costs = {}
    for announcement in Announcement:
        finding = try_concessions(scenario, n=8, announcement=announcement)
        (row,) = rows_of(finding.effects, key)
        costs[announcement] = row.cost.mean
        assert row.horizon.difference == 0.0
    assert costs[Announcement.ANNOUNCED] == pytest.approx(-0.5, abs=0.01)
    assert costs[Announcement.QUIET] == 0.0


def test_a_grant_may_help_in_talks_what_it_cannot_help_on_paper(tmp_path):
    """The seller asks for "high", which half of the buyers refuse; all would have signed "middle".

    Fixed at "middle", all sign: nothing new could be signed, yet twice as many do. A mediator's
    text is "middle" anyway, so there the grant brings nothing. Fixed at "high", half of the
    worlds have nothing left to sign, and those had not settled before either.
    """
    scenario = load_codings(written(tmp_path, ASKS_TOO_MUCH))
    finding = try_concessions(scenario, n=200)
    (before,) = [row.horizon.share for row in finding.without if row.rule is ProcessRule.STATED]
    assert 0.4 < before < 0.6
    middle, high = (("", "price", option, ConcessionKind.GRANT) for option in ("mid", "high"))
    (effect,), (move,) = rows_of(finding.effects, middle), rows_of(finding.moves, middle)
    assert (effect.exact.difference, effect.horizon.difference) == (0.0, pytest.approx(1 - before))
    lifts = {row.rule: row.lift.difference for row in rows_of(finding.rules, middle)}
    assert lifts[ProcessRule.SINGLE_TEXT] == 0.0
    assert lifts[ProcessRule.FIXED_CLOCKS] == pytest.approx(effect.horizon.difference, abs=0.1)
    assert move.verdicts == (Verdict.RULE_DEPENDENT,)
    assert move.gap is Gap.TALKS_ONLY
    (effect,) = rows_of(finding.effects, high)
    assert effect.exact.difference == pytest.approx(before - 1)
    assert effect.horizon.difference == 0.0


def test_where_all_lines_are_firm_only_what_takes_one_away_opens_anything(tmp_path):
    """The seller signs "high" alone, the buyer anything else: one of the two has to move."""
    finding = try_concessions(load_codings(written(tmp_path, ALL_FIRM)), n=8)
    assert {row.open.share for row in finding.without} == {0.0}
    opened = {row.key for row in finding.effects if row.exact.difference == 1.0}
    assert {(party, option) for party, _, option, _ in opened} == {
        ("seller", "low"),
        ("seller", "mid"),
        ("buyer", "high"),
    }
    assert {row.exact.difference for row in finding.effects} == {0.0, 1.0}


def test_by_leaves_what_the_party_gives(scenarios, found):
    own = try_concessions(scenarios, n=N, seed=SEED, by="cedar")
    expected = {move.key for move in found.moves if "cedar" in move.by}
    assert {move.key for move in own.moves} == expected
    # Cedar likes all pay alike, so it gives nothing there; "far" granted to Ash is its to give.
    assert ("", "place", "far", ConcessionKind.GRANT) in expected
    assert all(issue == "place" for _, issue, _, _ in expected)
    assert {row.payer for row in own.effects} == {"cedar"}


def test_the_price_of_a_grant_is_that_of_the_giver_worst_off(found):
    grants = [row for row in found.effects if row.kind is ConcessionKind.GRANT]
    assert grants
    givers = {move.key: move.by for move in found.moves}
    for row in grants:
        changes = {
            gain.gainer: gain.change
            for gain in rows_of(found.gains, row.key)
            if gain.coding == row.coding and gain.gainer in givers[row.key]
        }
        assert row.cost == min(changes.values(), key=lambda change: change.mean)
        assert changes[row.payer] == row.cost


def test_a_unit_of_cost_is_told_only_where_it_costs_and_more_settle(found):
    told = [row for row in found.effects if row.price is Price.COSTS]
    assert any(row.horizon.low > 0.0 for row in told)
    assert any(row.horizon.low <= 0.0 for row in told)
    for row in found.effects:
        lifts = row.price is Price.COSTS and row.horizon.low > 0.0
        assert (row.per_cost is None) == (not lifts)
        if row.per_cost is not None:
            assert row.per_cost == pytest.approx(row.horizon.difference / -row.cost.mean)


def test_rows_come_by_tier_and_group_and_the_columns_tell_their_own_range(found):
    groups = [move.group for move in found.moves]
    assert groups == sorted(groups)
    first = [found.moves[groups.index(group)].tier for group in dict.fromkeys(groups)]
    assert first == sorted(first)
    assert first[0] == 1
    for move in found.moves:
        lifts = [row.lift.difference for row in rows_of(found.rules, move.key)]
        assert (move.lowest, move.highest) == (min(lifts), max(lifts))
        exact = [row.exact.difference for row in rows_of(found.effects, move.key)]
        assert move.exact.difference == min(exact)


def test_nested_lines_on_one_issue_count_as_one(found):
    lines = (ConcessionKind.ACCEPT, ConcessionKind.DROP_LINE)
    held = {}
    for move in found.moves:
        kind = lines if move.kind in lines else move.kind
        held.setdefault((move.party, move.issue, kind, move.to), set()).add(move.group)
    assert all(len(groups) == 1 for groups in held.values())
    assert len({move.group for move in found.moves}) == len(held)


def test_opposite_ends_of_an_issue_are_two_concessions(tmp_path):
    """The buyer wants "middle" and refuses both ends: giving way up is not giving way down."""
    text = SALE.replace("low = 1, mid = 0.5, high = 0 }", "low = 0, mid = 1, high = 0.5 }")
    text += "red_line.price.firmness = { low = [0.2, 0.5, 0.9], high = [0.2, 0.5, 0.9] }\n"
    finding = try_concessions({"stated": load_scenario(written(tmp_path, text))}, n=4, by="buyer")
    groups = {(move.option, move.kind): move.group for move in finding.moves if move.party}
    for kind in (ConcessionKind.ACCEPT, ConcessionKind.OPEN_WITH):
        assert groups["low", kind] != groups["high", kind]
    ends = {groups["low", ConcessionKind.ACCEPT], groups["high", ConcessionKind.ACCEPT]}
    assert groups["", ConcessionKind.DROP_LINE] not in ends


def test_a_tier_holds_what_its_best_is_not_told_from(found):
    best_of = {move.group: move for move in reversed(found.moves)}.values()
    for tier in {move.tier for move in found.moves}:
        rows = [move for move in best_of if move.tier == tier]
        best = max(rows, key=lambda move: move.exact.difference)
        assert all(move.exact.high >= best.exact.low for move in rows)


def test_workers_and_progress_change_nothing(scenarios, found):
    calls = []
    again = try_concessions(
        scenarios, n=N, seed=SEED, workers=2, progress=lambda done, of: calls.append((done, of))
    )
    assert again == found
    assert calls[-1] == (len(found.moves), len(found.moves))


def test_a_later_day_asks_what_signing_takes_then(scenarios):
    drifting = {
        coding: edit(scenario, {"party.birch.no_deal.drift": [0.05]}, layer="test")
        for coding, scenario in scenarios.items()
    }
    early, late = (
        try_concessions(drifting, n=N, seed=SEED, by="cedar", day=day) for day in (0, 30)
    )
    for before, after in zip(early.without, late.without, strict=True):
        assert after.open.share <= before.open.share
        assert after.horizon == before.horizon
    assert sum(row.open.share for row in late.without) < sum(
        row.open.share for row in early.without
    )


def test_one_world_is_enough(scenarios):
    finding = try_concessions(scenarios, n=1, by="cedar")
    assert all(np.isfinite(row.cost.low) for row in finding.effects)


def test_what_cannot_be_asked_is_told(scenarios):
    with pytest.raises(NotFoundError, match="no party 'oak'; it has ash, birch, cedar"):
        try_concessions(scenarios, n=4, by="oak")
    with pytest.raises(UsageError, match="between 0 and the horizon, 30; got 31"):
        try_concessions(scenarios, n=4, day=31)
    with pytest.raises(UsageError, match="at least one world"):
        try_concessions(scenarios, n=0)
    with pytest.raises(UsageError, match="at least one coding"):
        try_concessions({}, n=4)


def test_a_scenario_with_nothing_to_concede_has_no_rows(tmp_path):
    """Both like the same price best and refuse none, so nobody gives anything."""
    text = HIRE.split("[issue.place]")[0] + "".join(
        f"""
[party.{name}]
name = "{name}"
principal = true
patience = [0.99]
demand.pay.weight = 1
demand.pay.values = {{ low = 1, mid = 1, high = 1 }}
no_deal = {{ package = {{ pay = "low" }}, shift = [-0.2], drift = 0 }}
"""
        for name in ("ash", "birch")
    )
    finding = try_concessions(load_codings(written(tmp_path, text)), n=4)
    assert finding.moves == ()
    assert {row.horizon.share for row in finding.without} == {1.0}


def test_an_issue_with_one_option_left_is_nothing_to_grant(tmp_path):
    text = 'only = { pay = ["mid"] }\n' + HIRE
    finding = try_concessions(load_codings(written(tmp_path, text)), n=4)
    grants = [move for move in finding.moves if move.kind is ConcessionKind.GRANT]
    assert {move.issue for move in grants} == {"place"}


@pytest.mark.parametrize("path", ["party.second.behaviour", "party.second.type.other.behaviour"])
def test_nothing_is_kept_quiet_from_who_knows_everything(path):
    """Edited values are planned over, said aloud or not: quiet would mean announced."""
    lesson = load_scenario("theory/rubinstein")
    haggles = {f"party.{who}.behaviour": "time-dependent" for who in ("first", "second")}
    other = {
        "name": "other", "chance": 0.5, "behaviour": "time-dependent",
        "direction_from": "nobody: a test", "size_from": "assumption: a test",
    }  # fmt: skip
    usual = edit(lesson, {**haggles, "party.second.type.other": other}, layer="test")
    sees = edit(usual, {path: "subgame-perfect"}, layer="test")
    assert try_concessions({"stated": sees}, n=2).moves
    assert try_concessions({"stated": usual}, n=2, announcement=Announcement.QUIET).moves
    with pytest.raises(UsageError, match="'second' plays subgame-perfect"):
        try_concessions({"stated": sees}, n=2, announcement=Announcement.QUIET)


def test_what_idle_rules_show_on_fewer_worlds_counts_for_nothing(tmp_path, monkeypatch):
    """Before a mediator whom all answer honestly nobody reads a tactic, so only the stated rules
    are left to speak, and what is said over rules is what they say. The others repeat them on the
    first worlds, of which there are ten here, too few to say the same by chance."""
    monkeypatch.setattr("sim.analysis.conceding.ground.OTHER_RULES", 10)
    text = HIRE.replace('kind = "alternating"', 'kind = "single-text"')
    scenario = load_scenario(written(tmp_path, text, "mediated"))
    found = try_concessions({"stated": scenario}, n=60, seed=5)
    assert set(found.idle) == set(ProcessRule) - {ProcessRule.STATED}
    stated = {row.key: row.lift for row in found.rules if row.rule is ProcessRule.STATED}
    assert {move.key: (move.lowest, move.highest) for move in found.moves} == {
        key: (lift.difference, lift.difference) for key, lift in stated.items()
    }
    assert any(row.lift.difference != stated[row.key].difference for row in found.rules)
    for move in found.moves:
        assert set(move.verdicts) == set(
            verdicts_of({"stated": {ProcessRule.STATED: stated[move.key]}})
        )
