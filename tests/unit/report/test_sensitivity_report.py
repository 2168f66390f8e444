"""What drives the answer, in words and pictures, made from a finding worked out by hand."""

import re
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from sim.domain.answer import Made
from sim.domain.box import BoxRow, BoxSearch, Condition, ConditionKind, PeelStep, Sought
from sim.domain.estimate import Amount, Difference, Labels, Share
from sim.domain.sensitivity import (
    Direction,
    DirectionIndex,
    EndsRow,
    GroupIndex,
    GroupKind,
    Index,
    OutputRow,
    Sensitivity,
    SizeCount,
)
from sim.report import style
from sim.report.answering import answer_figures, answer_says, answer_text, write_answer_figures
from sim.report.answers.sensitivity_words import condition_words, group_phrase, group_words
from sim.report.number_names import number_words

LABELS = Labels(
    parties={"north": "the north", "south": "United South"},
    issues={"land": "the land"},
    options={"land": {"half": "half of it", "whole": "all of it"}},
)
CODINGS = ("calm", "tense")


def share(middle, spread=0.02):
    return Share(share=middle, low=max(0.0, middle - spread), high=min(1.0, middle + spread))


def index(middle, spread=0.04):
    return Index(index=middle, low=middle - spread, high=middle + spread)


def group(coding, kind, owner, about, total, flips, note=""):
    name = ".".join(part for part in (kind.value, owner, about) if part)
    return GroupIndex(
        coding=coding,
        group=name,
        kind=kind,
        owner=owner,
        about=about,
        note=note,
        inputs=3,
        total=index(total),
        first=index(total / 4),
        flips=share(flips),
    )


def groups(coding):
    party, source = GroupKind.PARTY, GroupKind.SOURCE
    return (
        group(coding, party, "south", "lines", 0.6, 0.2),
        group(coding, GroupKind.CHANCE, "", "", 0.5, 0.15),
        group(coding, party, "north", "no_deal+breach", 0.4, 0.12),
        group(coding, source, "wire", "", 0.2, 0.06, note="one wire story"),
        group(coding, GroupKind.EVENTS, "", "", 0.02, 0.01),
    )


def ends(coding, low, high):
    def difference(middle):
        return Difference(difference=middle, low=middle - 0.02, high=middle + 0.02)

    return EndsRow(
        coding=coding,
        quantity="party.north.no_deal.shift",
        name="",
        low=-0.2,
        high=0.2 if coding == "calm" else 0.3,
        at_low=difference(low),
        at_high=difference(high),
        swing=difference(high - low),
    )


def box(coding, sought=Sought.SETTLEMENT):
    return BoxRow(
        coding=coding,
        box=1,
        sought=sought,
        conditions=2,
        found=1000,
        checked=1000,
        base=share(0.2),
        density=share(0.7),
        coverage=share(0.5),
        mass=share(0.15),
        density_found=0.72,
        coverage_found=0.55,
    )


def limit(coding, kind, party, low, high, issue="", option="", name=""):
    return Condition(
        coding=coding,
        box=1,
        kind=kind,
        party=party,
        issue=issue,
        option=option,
        name=name,
        low=low,
        high=high,
        lowest=0.0,
        highest=1.0,
        quasi_p=1e-6,
    )


def limits(coding):
    return (
        limit(coding, ConditionKind.LINE, "south", None, 0.0, "land", "whole"),
        limit(coding, ConditionKind.NO_DEAL, "north", None, 0.45),
    )


def output(coding, **changes):
    row = OutputRow(
        coding=coding,
        inputs=15,
        mean=Amount(mean=0.2, low=0.18, high=0.22),
        settled=share(0.2),
        varies=True,
        anew=share(0.32),
        told=True,
        search=BoxSearch.FOUND,
    )
    return replace(row, **changes)


def made(codings=CODINGS, worlds=1000):
    return Made(
        scenario="border",
        title="A border",
        question="Where does it run?",
        scenario_hash="abc",
        seed=3,
        worlds=worlds,
        codings=codings,
        protocol="alternating",
        horizon=60.0,
        deadline=None,
        overrides={"protocol.horizon": "60"},
        version="1",
        labels=LABELS,
        asked={"output": "settlement"},
    )


def direction(coding, which, total):
    return DirectionIndex(
        coding=coding,
        direction=which,
        inputs=5,
        total=index(total),
        first=index(total / 5),
        flips=share(total / 3),
    )


def finding(codings=CODINGS):
    return Sensitivity(
        made=made(codings),
        output="settlement",
        outputs=tuple(output(coding) for coding in codings),
        groups=tuple(
            row for place in range(5) for coding in codings for row in [groups(coding)[place]]
        ),
        directions=tuple(
            direction(coding, which, totals[coding == "tense"])
            for which, totals in ((Direction.CLAIM, (0.7, 0.8)), (Direction.NOBODY, (0.4, 0.5)))
            for coding in codings
        ),
        sizes=tuple(
            SizeCount(coding=coding, size=size, numbers=numbers, of=14)
            for coding in codings
            for size, numbers in (("assumption", 12), ("outside", 2))
        ),
        ends=tuple(ends(coding, 0.11, -0.08) for coding in codings),
        boxes=tuple(box(coding) for coding in codings),
        conditions=tuple(one for coding in codings for one in limits(coding)),
        peeling=tuple(
            PeelStep(
                coding=coding,
                box=1,
                step=step,
                coverage=1 - 0.2 * step,
                density=0.2 + 0.2 * step,
                mass=1 - 0.3 * step,
                restricted=min(step, 2),
            )
            for coding in codings
            for step in range(3)
        ),
        inputs=(),
    )


def flat(text):
    return " ".join(text.split())


def test_three_sentences_tell_what_matters_who_vouches_and_where_deals_are():
    matter, rest, where = answer_says(finding())
    assert matter == (
        "Whether the talks settle hangs most on the red lines of the United South, the no-deal "
        "value and the feared breach of the north and whether source “wire” can be believed: "
        "drawn anew one by one, they change how 20, 12 and 6 of 100 worlds end, the range over 2 "
        "codings."
    )
    assert rest == (
        "Of 100 parts of what varies, 40 to 50 hang on numbers whose direction nobody gives and "
        "70 to 80 on numbers that rest on a claim (what they do together counts for each); the "
        "size of 12 of the 14 uncertain numbers is assumed."
    )
    assert where.startswith(
        "In coding calm talks settle more often where the United South does not refuse “all of "
        "it” on the land and the no-deal value of the north on day 0 is at most 0.45: 70 (68–72) "
        "of 100 such worlds do, against 20 (18–22) of all, and 50 (48–52) of 100 settlements lie "
        "there; in coding tense talks settle"
    )
    assert where.endswith("(95 % interval, sampling only).")


def test_luck_is_no_unknown():
    assert "chance moves" not in answer_says(finding())[0]


@pytest.mark.parametrize(
    ("numbers", "of", "told"),
    [
        (5, 5, "the size of all of the 5 uncertain numbers is assumed."),
        (0, 5, "the size of none of the 5 uncertain numbers is assumed."),
        (1, 1, "the size of the one uncertain number is assumed."),
        (0, 1, "the size of the one uncertain number is not assumed."),
    ],
)
def test_sizes_are_counted(numbers, of, told):
    counts = (
        SizeCount(coding="stated", size="assumption", numbers=numbers, of=of),
        SizeCount(coding="stated", size="outside", numbers=of - numbers, of=of),
    )
    assert answer_says(replace(finding(("stated",)), sizes=counts))[1].endswith(told)


def test_where_luck_alone_decides_that_is_said():
    one = finding(("stated",))
    lucky = replace(one, groups=tuple(r for r in one.groups if r.kind is GroupKind.CHANCE))
    told = "Whether the talks settle hangs on chance moves alone, which nobody could know."
    assert answer_says(lucky)[0] == told
    assert told in flat(answer_text(lucky))
    assert "drivers" not in answer_figures(lucky)


def test_what_noise_cannot_tell_apart_is_named_with_it():
    near = tuple(
        replace(row, total=index(0.18)) if row.kind is GroupKind.EVENTS else row
        for row in finding().groups
    )
    told = answer_says(replace(finding(), groups=near))[0]
    assert told.endswith("; close behind: events, their chances and effects.")


def test_a_single_coding_is_told_with_its_interval():
    one = finding(("stated",))
    assert (
        "change how 20 (18–22), 12 (10–14) and 6 (4–8) of 100 worlds end, sampling only"
        in (answer_says(one)[0])
    )
    assert answer_says(one)[2].startswith("Talks settle more often where")
    assert "coding" not in flat(answer_text(one)).replace("from the coding;", "")


def test_the_page_has_every_table():
    page = flat(answer_text(finding()))
    for told in (
        "border – A border",
        "with protocol.horizon = 60",
        "Chance moves 15 (13–17) 15 (13–17)",
        "United South: red lines 60 (56–64) 60 (56–64) by itself 15 (11–19) 15 (11–19)",
        "A claim (5 inputs) 70 (66–74) 80 (76–84)",
        "1. The north: shift of its no-deal value (−0.2 to 0.2; −0.2 to 0.3)",
        "low end +11 (+9 to +13) +11 (+9 to +13)",
        "found in 1,000 worlds, counted in 1,000 others",
        "wire: one wire story",
    ):
        assert told in page
    assert page.endswith("it does not predict what will happen.")
    assert "%" not in page.replace("95 % interval", "")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_the_page_keeps_to_its_width(width):
    assert all(len(line) <= width for line in answer_text(finding(), width=width).splitlines())


def test_more_groups_than_fit_are_counted():
    more = tuple(
        replace(row, group=f"{row.group}{n}") for n in range(3) for row in groups("stated")
    )
    assert "3 more groups carry less." in answer_text(replace(finding(("stated",)), groups=more))


def test_failures_are_told_as_such():
    one = finding(("stated",))
    failing = replace(one, boxes=(box("stated", Sought.NO_SETTLEMENT),))
    assert "Talks fail more often where" in answer_says(failing)[-1]
    assert "of 100 failures lie there" in answer_says(failing)[-1]
    assert "CONDITIONS UNDER WHICH TALKS FAIL" in answer_text(failing)


def test_a_second_box_is_told_after_the_first():
    one = finding(("stated",))
    other = replace(box("stated"), box=2)
    also = replace(limit("stated", ConditionKind.DRIFT, "south", -0.01, None), box=2)
    told = flat(
        answer_text(replace(one, boxes=(*one.boxes, other), conditions=(*one.conditions, also)))
    )
    assert (
        "Outside those, talks settle more often where the weekly change of the no-deal value of "
        "the United South is at least −0.01:" in told
    )


@pytest.mark.parametrize(
    ("changes", "worlds", "told"),
    [
        ({"inputs": 0, "varies": False}, 50, "Nothing is uncertain here: every world is the same"),
        ({"varies": False, "settled": share(1.0)}, 50, "same way, in a settlement, so nothing"),
        ({"varies": False, "settled": share(0.0)}, 50, "same way, without settlement, so nothing"),
        ({}, 5, "5 worlds cannot tell what drives the talks; ask for some hundreds."),
        ({}, 50, "Nearly every world ends alike: so many worlds cannot tell"),
    ],
)
def test_where_nothing_can_be_told_that_is_said(changes, worlds, told):
    row = output("stated", told=False, anew=None, mean=None, search=BoxSearch.FEW, **changes)
    empty = Sensitivity(
        made=made(("stated",), worlds),
        output="settlement",
        outputs=(row,),
        groups=tuple(replace(one, total=None, first=None) for one in groups("stated")),
        directions=(),
        sizes=(),
        ends=(),
        boxes=(),
        conditions=(),
        peeling=(),
        inputs=(),
    )
    (sentence,) = answer_says(empty)
    assert told in sentence
    assert told in flat(answer_text(empty))
    assert "nan" not in answer_text(empty).lower()
    assert not answer_figures(empty)


def test_a_result_that_never_varies_is_not_called_an_ending():
    row = output("stated", told=False, varies=False, anew=None)
    same = replace(finding(("stated",)), output="result.north", outputs=(row,))
    told = "The result of the north is the same in every world, so nothing drives it."
    assert answer_says(same) == (told,)


def test_one_coding_that_never_varies_does_not_hide_the_other():
    dull = output("tense", told=False, varies=False, settled=share(0.0), search=BoxSearch.FEW)
    one = finding(("calm",))
    rows = tuple(
        replace(row, coding="tense", total=None, first=None, flips=share(0.0, 0.01))
        for row in one.groups
    )
    mixed = replace(one, made=made(), outputs=(*one.outputs, dull), groups=(*one.groups, *rows))
    says = answer_says(mixed)
    assert says[0] == (
        "Every world ends the same way, without settlement, in coding tense, so nothing drives it."
    )
    assert says[1].startswith("Whether the talks settle hangs most on")
    assert "range over" not in says[1]
    assert "In coding tense: too few worlds" in flat(answer_text(mixed))


def test_a_partys_result_is_told_in_value_units():
    one = finding(("stated",))
    change = Amount(mean=0.05, low=0.03, high=0.07)
    row = replace(one.ends[0], at_low=change, at_high=change, swing=change)
    other = replace(
        one,
        output="result.south",
        outputs=(replace(one.outputs[0], anew=None),),
        groups=tuple(replace(each, flips=None) for each in one.groups),
        ends=(row,),
    )
    assert answer_says(other)[0].startswith("The result of the United South hangs most on")
    assert "they carry 60, 40 and 20 of 100 parts of what varies" in answer_says(other)[0]
    page = flat(answer_text(other))
    assert "mean of the result of the United South, value units 0.20 (0.18–0.22)" in page
    assert "low end 0.05 (0.03–0.07)" in page
    assert "DRAWN ANEW ALONE" not in page


# -- names ----------------------------------------------------------------------------------------


NAMED = {
    "party.north.demand.land.weight": "The north: weight of the land",
    "party.south.demand.land.values.half": "United South: value of “half of it” on the land",
    "party.south.red_line.land": "United South: firmness of the line on the land",
    "party.south.red_line.land.firmness.whole": (
        "United South: firmness of the line on the land against “all of it”"
    ),
    "party.north.tactics.opening": "The north: opening",
    "party.north.breach.remaining.land.half": "The north: feared breach left by “half of it”",
    "party.north.type.stalling.chance": "The north: chance of the type “named”",
    "deadline.belief.north": "The north: belief in the deadline",
    "belief.south.north.no_deal": "United South about the north: no-deal value",
    "belief.south.north.weight.land": "United South about the north: weight of the land",
    "event.flood.weekly_chance": "Named: chance a week",
    "event.flood.aims.south.land": (
        "Named: steps by which it raises the aims of the United South on the land"
    ),
    "partial.truce.gain.north": "Named: gain of the north",
    "protocol.horizon": "protocol.horizon",
}


@pytest.mark.parametrize("path", NAMED)
def test_numbers_have_names(path):
    assert number_words(path, LABELS, name="named") == NAMED[path]


def test_what_has_no_name_goes_by_its_id():
    assert number_words("event.high_water.chance", LABELS) == "High water: chance"
    assert number_words("party.east.patience", LABELS) == "East: patience"


def test_every_number_of_every_bundled_scenario_has_a_name():
    from sim.analysis.drivers.ends import movable
    from sim.analysis.endings import labels
    from sim.loading import load_scenario

    for name in ("ukraine-2025", "labour-contract", "three-party-coalition"):
        scenario = load_scenario(name)
        for path, what in movable(scenario).items():
            told = number_words(path, labels(scenario), name=what.name)
            assert told != path
            assert "." not in told


@pytest.mark.parametrize("kind", list(ConditionKind))
def test_every_kind_of_condition_is_a_clause(kind):
    for low, high in ((None, 0.5), (0.5, None)):
        told = condition_words(limit("calm", kind, "south", low, high, "land", "half", "x"), LABELS)
        assert not re.search(r"[{}]|None", told)
        assert ("the United South" in told) == (kind is not ConditionKind.EVENT)


def test_a_limit_on_both_sides_is_a_range():
    told = condition_words(limit("calm", ConditionKind.NO_DEAL, "north", -0.1, 0.25), LABELS)
    assert told == "the no-deal value of the north on day 0 is from −0.1 to 0.25"


def test_groups_are_named_alike_for_all_parties():
    row = group("calm", GroupKind.PARTY, "north+south", "type+clocks", 0.1, 0.1)
    assert group_words(row, LABELS) == "The north and United South: type and clocks and tactics"
    assert group_phrase(row, LABELS) == (
        "the type and the clocks and tactics of the north and the United South"
    )
    both = group("calm", GroupKind.SOURCE, "wire+other_one", "", 0.1, 0.1)
    assert group_phrase(both, LABELS) == ("whether sources “wire” and “other one” can be believed")


# -- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("codings", [("stated",), CODINGS])
def test_figures_are_drawn(codings, tmp_path):
    one = finding(codings)
    assert list(answer_figures(one)) == ["drivers", "tornado", "conditions"]
    for make in answer_figures(one).values():
        with style.look():
            figure = make()
        assert isinstance(figure, Figure)
        assert len(figure.axes) in (len(codings), 2 * len(codings))
    written = write_answer_figures(one, tmp_path, names=["tornado"])
    assert [file.name for file in written] == ["tornado.png", "tornado.svg"]


def test_dots_stand_at_the_indices():
    with style.look():
        figure = answer_figures(finding(("stated",)))["drivers"]()
    dots = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "D")]
    totals = [line.get_xdata()[0] for line in dots if line.get_marker() == "o"]
    assert totals == [0.6, 0.5, 0.4, 0.2, 0.02]


def test_titles_say_what_was_found():
    def title(name):
        with style.look():
            return flat(answer_figures(finding())[name]().texts[0].get_text())

    assert title("drivers") == (
        "Whether the talks settle hangs most on the red lines of the United South"
    )
    assert (
        title("tornado")
        == "The single number that moves settlement most – The north: shift of its no-deal value"
    )
    assert title("conditions") == "Under 2 conditions 70 of 100 worlds settle instead of 20"


def test_without_ends_or_boxes_those_pictures_are_left_out():
    bare = replace(finding(), ends=(), boxes=(), conditions=(), peeling=())
    assert list(answer_figures(bare)) == ["drivers"]


def test_what_explains_nothing_is_not_what_the_answer_hangs_on():
    """Drawn anew, a tactic that nobody reads changes no world, and is not second of three."""
    idle = [
        replace(
            group(coding, GroupKind.PARTY, who, "clocks", 0.0, 0.0),
            total=index(0.0, 0.0),
            flips=Share(share=0.0, low=0.0, high=0.04),
        )
        for coding in CODINGS
        for who in ("north", "south")
    ]
    counts = [groups(coding)[0] for coding in CODINGS]
    (told, *_) = answer_says(replace(finding(), groups=(*counts, *idle)))
    assert "hangs most on the" in told
    assert "tactics" not in told
    (nothing, *_) = answer_says(replace(finding(), groups=tuple(idle)))
    assert "tactics" in nothing
