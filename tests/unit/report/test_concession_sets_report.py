"""Concessions put together, in words and pictures: from rows made by hand."""

import re
from dataclasses import replace

import pytest
import synthetic

from sim.domain.answer import Made
from sim.domain.concession import ConcessionKind
from sim.domain.concession_made import ConcededRow, GivenRow, When
from sim.domain.concession_pairs import PairRow, SwapKind, SwapRow, Together
from sim.domain.concession_sets import (
    CandidateRow,
    ConcessionPairs,
    ConcessionSets,
    ConcessionsMade,
    Reach,
    SearchRow,
    SetRow,
    SetStepRow,
)
from sim.domain.concessions import Concessions
from sim.domain.estimate import Labels
from sim.report import style
from sim.report.answers.concession_sets import parts, says
from sim.report.figures.concession_sets import pages

CODINGS = ("low-no-deal", "high-no-deal")
ACCEPT, DROP = ConcessionKind.ACCEPT, ConcessionKind.DROP_LINE
LINE = ("russia", "territory", "line", ACCEPT)
TITLE = ("russia", "territory", "ukrainian", ACCEPT)
PLEDGE = ("ukraine", "alliance", "", DROP)
PACT = ("russia", "guarantees", "pact", ACCEPT)

share, difference, amount = synthetic.share, synthetic.difference, synthetic.amount


def made(codings=CODINGS):
    return Made(
        scenario="case",
        title="A case",
        question="What must move?",
        scenario_hash="0",
        seed=1,
        worlds=2000,
        codings=codings,
        protocol="alternating",
        horizon=90.0,
        deadline=14.0,
        overrides={},
        version="0",
        labels=Labels(
            parties=synthetic.PARTIES, issues=synthetic.ISSUES, options=synthetic.OPTIONS
        ),
    )


def finding(codings=CODINGS, **held):
    return Concessions(
        made=made(codings),
        early_day=14.0,
        day=0.0,
        moves=(),
        effects=(),
        rules=(),
        gains=(),
        without=(),
        **held,
    )


def candidates(*keys):
    fields = ("party", "issue", "option", "kind")
    return tuple(
        CandidateRow(place=k, chosen_by="effect in talks", **dict(zip(fields, key, strict=True)))
        for k, key in enumerate(keys, start=1)
    )


def halves(first, second):
    names = ("party", "issue", "option", "kind")
    return {f"first_{n}": v for n, v in zip(names, first, strict=True)} | {
        f"second_{n}": v for n, v in zip(names, second, strict=True)
    }


def pair(number, first, second, *, lift=0.3, alone=(0.1, 0.05), codings=CODINGS):
    beyond = lift - sum(alone)
    word = Together.MORE if beyond > 0.03 else Together.LESS if beyond < -0.03 else Together.ALIKE
    return [
        PairRow(
            pair=number,
            tier=number,
            coding=coding,
            **halves(first, second),
            lift=difference(lift),
            first_lift=difference(alone[0]),
            second_lift=difference(alone[1]),
            added=difference(lift - max(alone)),
            complementarity=difference(beyond),
            together=word,
            first_cost=amount(-0.02),
            second_cost=amount(0.03),
        )
        for coding in codings
    ]


def swap(number, first, second, *kinds, codings=CODINGS):
    return [
        SwapRow(
            pair=number,
            tier=number,
            coding=coding,
            swap=kind,
            **halves(first, second),
            lift=difference(0.2),
            first_together=amount(0.02),
            first_alone=amount(-0.03),
            first_brought=amount(0.05),
            second_together=amount(0.04),
            second_alone=amount(0.0),
            second_brought=amount(0.04),
        )
        for coding, kind in zip(codings, kinds, strict=True)
    ]


def paired(pairs, swaps=(), keys=(LINE, PLEDGE, PACT), of=40):
    return ConcessionPairs(
        candidates=candidates(*keys),
        of=of,
        conflicting=0,
        pairs=tuple(row for rows in pairs for row in rows),
        swaps=tuple(row for rows in swaps for row in rows),
    )


def sets(*members, reached=True, target=0.5, codings=CODINGS, level=0.6):
    rows, steps = [], []
    for number, keys in enumerate(members, start=1):
        for place, coding in enumerate(codings):
            settled = level - 0.05 * place if reached else level - 0.25
            short = max(0.0, target - settled)
            rows.append(
                SetRow(
                    set=number,
                    size=len(keys),
                    tier=1,
                    coding=coding,
                    share=share(settled),
                    lift=difference(0.3),
                    open=None if place else share(0.8),
                    reach=Reach.SHORT if short else Reach.WHOLE,
                    short_of=short,
                )
            )
            steps += [
                SetStepRow(
                    set=number,
                    coding=coding,
                    party=party,
                    issue=issue,
                    option=option,
                    kind=kind,
                    cost=amount(-0.02 * (1 + place)),
                )
                for party, issue, option, kind in keys
            ]
    search = SearchRow(
        target=target,
        size=3,
        candidates=12,
        of=120,
        possible=299,
        played=200,
        contained=99,
        conflicting=4,
        reached=len(members) if reached else 0,
        missed_by=None if reached else 0.15,
    )
    return ConcessionSets(
        search=search, candidates=candidates(LINE, PLEDGE), sets=tuple(rows), steps=tuple(steps)
    )


def conceded(when=When.ONLY_SETTLED, codings=CODINGS):
    return ConcessionsMade(
        conceded=tuple(
            ConcededRow(
                coding=coding,
                party="russia",
                issue="guarantees",
                settled=amount(0.2),
                unsettled=amount(0.1),
                difference=amount(0.1),
                settled_worlds=100,
                unsettled_worlds=1900,
            )
            for coding in codings
        ),
        given=tuple(
            GivenRow(
                coding=coding,
                party="russia",
                issue="guarantees",
                option="pact",
                settled=share(0.4),
                unsettled=share(0.0),
                difference=difference(0.4),
                when=when,
            )
            for coding in codings
        ),
    )


WHOLE = finding(
    sets=sets((LINE, PLEDGE), (PACT,)),
    pairs=paired(
        [pair(1, LINE, PLEDGE), pair(2, PLEDGE, PACT, lift=0.1, alone=(0.09, 0.08))],
        [swap(1, LINE, PLEDGE, SwapKind.WORTH_IT, SwapKind.WORTH_IT)],
    ),
    conceded=conceded(),
)

CASES = {
    "everything": WHOLE,
    "one coding": finding(
        ("stated",),
        sets=sets((LINE,), codings=("stated",)),
        pairs=paired([pair(1, LINE, PLEDGE, codings=("stated",))]),
        conceded=conceded(codings=("stated",)),
    ),
    "none reaches": finding(sets=sets((LINE, PLEDGE, PACT), (), reached=False)),
    "no concession needed": finding(sets=sets(())),
    "nothing to pair": finding(pairs=paired([], keys=())),
    "nothing to compare": finding(
        conceded=ConcessionsMade(
            conceded=tuple(
                replace(row, unsettled=None, difference=None, unsettled_worlds=0)
                for row in conceded().conceded
            ),
            given=(),
        )
    ),
    "single concessions only": finding(),
}


def told(case, width=80):
    return " ".join(" ".join([*says(case), *parts(case, width=width)]).split())


@pytest.mark.parametrize("case", CASES)
def test_no_bare_percentage(case):
    text = told(CASES[case]).replace("95 % interval", "")
    assert "%" not in text
    assert not re.search(r"\bnan\b", text)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_it_fits_the_width(case, width):
    for part in parts(CASES[case], width=width):
        assert max(map(len, part.splitlines())) <= width


def test_what_was_not_asked_for_is_not_told():
    assert parts(finding()) == says(finding()) == ()
    assert dict(pages(finding())) == {}


def test_sets_say_who_gives_what_it_brings_and_what_it_costs():
    text = told(WHOLE)
    assert "At least 50 of 100 worlds settle by day 90 in both codings after 2 sets" in text
    assert "Russia: accept “stop at the present line” on four regions" in text
    assert "Ukraine: drop the line on alliance pledge" in text
    assert "reached, whole interval" in text
    assert "cannot be told" in text
    assert "−0.02 (−0.03 to −0.01) −0.04 (−0.05 to −0.03)" in text


def test_how_sets_were_looked_for_is_said():
    text = told(WHOLE)
    assert "All 298 sets of up to 3 of 12 concessions, the most promising of 120" in text
    assert "199 were played on all 2,000 worlds" in text
    assert "99 hold a set that reaches the target already" in text
    assert "4 cannot be made" in text
    assert "More concessions do not always help" in text


def by_estimate(found, *numbers):
    """The same sets, some of them with an interval that reaches down below the target."""
    rows = tuple(
        replace(row, reach=Reach.ESTIMATE, share=replace(row.share, low=0.47))
        if row.set in numbers
        else row
        for row in found.sets
    )
    return finding(sets=replace(found, sets=rows))


def test_a_target_reached_by_the_estimate_alone_is_said_so():
    found = sets((LINE, PLEDGE), (PACT,))
    assert "estimate" not in says(finding(sets=found))[0]
    (first,) = says(by_estimate(found, 1))
    assert first.startswith("By the estimate at least 50 of 100 worlds settle")
    assert first.endswith("(its interval reaches down to 47 of 100).")
    (other,) = says(by_estimate(found, 2))
    assert other.startswith("By the estimate at least")
    assert other.endswith("(its whole interval reaches them).")
    (none,) = says(by_estimate(sets(()), 1))
    assert none.endswith("without any concession; its interval reaches down to 47 of 100.")
    many = replace(found, search=replace(found.search, reached=40))
    assert says(finding(sets=many))[0].startswith("By the estimate at least")


def test_sets_are_told_on_the_worlds_they_were_chosen_on():
    assert "chosen on the same worlds they are told on" in told(WHOLE)


def test_where_none_reaches_it_says_how_far_the_nearest_falls_short():
    text = told(CASES["none reaches"])
    assert "No set of up to 3 of the 12 concessions tried makes 50 of 100 worlds settle" in text
    assert "The nearest falls short by 15 in the coding where it brings least" in text
    assert "Nothing conceded" in text


def test_where_no_concession_is_needed_it_says_so():
    assert told(CASES["no concession needed"]).startswith(
        "At least 50 of 100 worlds settle by day 90 in both codings without any concession."
    )


def test_pairs_stand_beside_their_halves():
    text = told(WHOLE)
    assert "Put together were 3 of 40 single concessions, taken in turn by effect in talks" in text
    assert "nothing is claimed of the others" in text
    assert "beyond their sum +15 (+13 to +17) +15 (+13 to +17)" in text
    assert "Together more than apart in both codings." in text
    assert "THE CLEAREST THAT DO LESS" in text
    assert "chance alone would make about one in twenty look so. A share" in text


def test_what_chance_makes_of_many_pairs_is_told_honestly():
    text = told(finding(pairs=paired([pair(k, LINE, PLEDGE) for k in range(1, 31)])))
    assert "about one in twenty look so: here about 1.5 of 30." in text


def test_pairs_that_read_the_same_are_told_together():
    same = [pair(1, LINE, PLEDGE), pair(2, TITLE, PLEDGE)]
    text = told(finding(pairs=paired(same)))
    assert "accept “stop at the present line” or “full Ukrainian control” on four regions" in text
    assert "2. " not in text
    # Of four combinations only three: naming the options together would claim the fourth.
    four = [*same, pair(3, LINE, ("ukraine", "alliance", "oral", ACCEPT))]
    assert "3. " in told(finding(pairs=paired(four)))


def test_codings_that_disagree_are_named():
    rows = pair(1, LINE, PLEDGE)
    rows[1] = replace(rows[1], together=Together.ALIKE)
    text = told(finding(pairs=paired([rows])))
    assert "more than apart in low-no-deal" in text
    assert "as apart (within noise) in high-no-deal" in text


def test_a_swap_has_two_sides():
    text = told(WHOLE)
    assert "1 is a swap worth it for both in both codings" in text
    assert (
        "1. Russia: accept “stop at the present line” on four regions if Ukraine: drop the line "
        "on alliance pledge" in text
    )
    assert "gives alone −0.03 (−0.04 to −0.02)" in text


@pytest.mark.parametrize("other", [SwapKind.ONE_PAYS, SwapKind.BOTH_PAY])
def test_a_swap_that_somebody_pays_for_in_one_coding_is_none(other):
    swaps = [swap(1, LINE, PLEDGE, SwapKind.WORTH_IT, other)]
    text = told(finding(pairs=paired([pair(1, LINE, PLEDGE)], swaps)))
    assert "No swap is clearly worth it for both who give in both codings." in text
    assert "none is a swap worth it" in text
    assert "In 1 somebody pays in at least one coding" in text


def test_what_was_given_only_where_it_settled():
    text = told(WHOLE)
    assert (
        "Given in both codings only where it settled: Russia, “pact with troops” on security "
        "guarantees." in text
    )
    assert "not what brought it about" in text
    dull = told(finding(conceded=conceded(When.MORE_SETTLED)))
    assert "No option was clearly given only where it settled." in dull


def test_where_nothing_can_be_compared_it_says_so():
    assert "Too few worlds settled, or too few did not" in told(CASES["nothing to compare"])


def test_the_best_of_many_sets_and_swaps_are_told_and_the_rest_counted():
    many = [swap(k, LINE, PLEDGE, SwapKind.WORTH_IT, SwapKind.WORTH_IT) for k in range(1, 8)]
    many = [
        [replace(row, lift=difference(0.01 * k + 0.1)) for row in rows]
        for k, rows in enumerate(many)
    ]
    text = told(finding(pairs=paired([pair(1, LINE, PLEDGE)], many), sets=sets(*[(LINE,)] * 7)))
    assert "2 more are worth it for both in some coding." in text
    assert "2 more reach it too" in text


@pytest.mark.parametrize("case", CASES)
def test_figures_are_drawn_for_what_was_asked(case):
    held = CASES[case]
    found = pages(held)
    assert ("concession-sets" in found) == (held.sets is not None)
    with style.look():
        for make in found.values():
            figure = make()
            figure.draw_without_rendering()
            assert figure.texts[0].get_text()
            words = [text.get_text() for axes in figure.axes for text in axes.texts]
            assert all("nan" not in word for word in words)


def test_titles_say_what_was_found():
    with style.look():
        titles = {case: pages(CASES[case])["concession-sets"]().texts[0].get_text() for case in
                  ("everything", "none reaches", "no concession needed")}  # fmt: skip
        pairs = pages(WHOLE)["concession-pairs"]().texts[0].get_text()
    assert (
        titles["everything"] == "It takes 2 concessions to reach 50 of 100 worlds in both codings"
    )
    assert titles["none reaches"].startswith("No set of up to 3 concessions tried reaches")
    assert titles["no concession needed"].endswith("without any concession")
    assert pairs == "Pairs of concessions: some do more together than apart"
