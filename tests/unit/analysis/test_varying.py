"""The words after --vary: which values they stand for, and what is refused."""

import pytest

from sim.analysis.grid.stated import stated_value
from sim.analysis.grid.varying import asked_of, plain_value, varied_from
from sim.domain.sweep import Scale
from sim.errors import UsageError
from sim.loading import load_codings, load_scenario


def values(word):
    (found,) = varied_from([word])
    return found.values


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("0:1:5", ("0", "0.25", "0.5", "0.75", "1")),
        ("1:0:5", ("0", "0.25", "0.5", "0.75", "1")),
        ("0.1:0.7:7", ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7")),
        ("30:90:3", ("30", "60", "90")),
        ("30.0:90:3", ("30.0", "60.0", "90")),
        ("0:1:2", ("0", "1")),
        ("0:1:4", ("0", "0.333", "0.667", "1")),
        ("0:0.45:5", ("0", "0.1125", "0.225", "0.3375", "0.45")),
        ("1000000:1000001:4", ("1000000", "1000000.333", "1000000.667", "1000001")),
        ("2:2:1", ("2",)),
        ("0.001:1:4:log", ("0.001", "0.01", "0.1", "1")),
        ("-0.1:0.1:3", ("-0.1", "0.0", "0.1")),
        ("0.5,0.1,1", ("0.1", "0.5", "1")),
        ("0.3", ("0.3",)),
        ("[0.1, 0.2],[0.3, 0.4]", ("[0.1, 0.2]", "[0.3, 0.4]")),
        ("alternating,single-text", ('"alternating"', '"single-text"')),
        ('"a,b:c","d"', ('"a,b:c"', '"d"')),
        ("{ range = [0, 1] },0.5", ("{ range = [0, 1] }", "0.5")),
        ("true,1", ("true", "1")),
    ],
)
def test_what_a_word_stands_for(spec, expected):
    assert values(f"party.seller.premium={spec}") == expected


def test_numbers_lie_along_a_scale_and_anything_else_is_named():
    even, log, names = (varied_from([f"a.b={spec}"])[0] for spec in ("0:1:3", "1:100:3:log", "x,y"))
    assert (even.scale, even.numbers) == (Scale.EVEN, (0.0, 0.5, 1.0))
    assert (log.scale, log.numbers) == (Scale.LOGARITHM, (1.0, 10.0, 100.0))
    assert (names.scale, names.numbers) == (Scale.NAMES, ())


def test_both_ends_are_always_among_the_values():
    for spec in ("0.1:0.3:7", "0.1:0.3:7:log", "1e-3:7.7:13", "-3:0.2:9"):
        (one,) = varied_from([f"a.b={spec}"])
        low, high = (float(end) for end in spec.split(":")[:2])
        assert (one.numbers[0], one.numbers[-1]) == (low, high)
        assert list(one.numbers) == sorted(set(one.numbers))


def test_the_same_values_are_the_same_sweep_however_they_are_asked_for():
    asked = [asked_of(varied_from([f"a.b={spec}"])) for spec in ("30:90:3", "90:30:3", "60,30,90")]
    assert asked[0] == asked[1] == asked[2]
    assert asked_of(varied_from(["a.b=1:9:3"])) != asked_of(varied_from(["a.b=1:9:3:log"]))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("a.b", "must read"),
        ("a.b=", "must read"),
        ("a..b=1", "must read"),
        ("a.b=1:2", "must read"),
        ("a.b=1:2:3:lin", "must read"),
        ("a.b=1:2:3:log:4", "must read"),
        ("a.b=x:2:3", "must be numbers"),
        ("a.b=inf:2:3", "must be numbers"),
        ("a.b=true:2:3", "must be numbers"),
        (f"a.b=1:{'9' * 400}:3", "must be numbers"),
        ("a.b=1:2:0", "whole number"),
        ("a.b=1:2:2.5", "whole number"),
        ("a.b=1:2:-1", "whole number"),
        ("a.b=1:2:1001", "whole number"),
        ("a.b=1:2:1", "cannot hold both"),
        ("a.b=2:2:5", "all the same"),
        ("a.b=0:2:3:log", "above 0"),
        ("a.b=-2:-1:3:log", "above 0"),
        ("a.b=1,1.0", "twice"),
        ("a.b=x,x", "twice"),
        ("a.b=nan", "finite"),
        ("a.b=1,,2", "no TOML value"),
        ("a.b=[1", "no TOML value"),
    ],
)
def test_what_cannot_be_read_is_told_in_clear_words(word, told):
    with pytest.raises(UsageError, match=told):
        varied_from([word])


@pytest.mark.parametrize("words", [[], ["a.b=1", "a.c=1", "a.d=1"]])
def test_one_path_or_two(words):
    with pytest.raises(UsageError, match="once or twice"):
        varied_from(words)


@pytest.mark.parametrize("other", ["a.b=3,4", "a=3", "a.b.range=3"])
def test_two_paths_must_not_set_the_same(other):
    with pytest.raises(UsageError, match="set the same"):
        varied_from(["a.b=1,2", other])
    assert len(varied_from(["a.b=1,2", "a.bc=3"])) == 2


def test_a_grid_has_an_end():
    with pytest.raises(UsageError, match="10,000 cells; this one has 40,000"):
        varied_from(["a.b=0:1:200", "a.c=0:1:200"])


def test_values_come_back_as_plain_data():
    assert [plain_value(text) for text in ("0.5", "[0, 1]", '"x"', "true")] == [
        *(0.5, [0, 1], "x", True)
    ]


def stated(name, word, coding=None):
    scenario = load_scenario(name, coding=coding)
    return stated_value(scenario, varied_from([word])[0])


def test_a_range_is_stated_with_its_ends_and_what_others_reckon_with():
    found = stated("price-haggle", "party.seller.patience=0.9:0.99:4")
    assert (found.low, found.mid, found.high) == (0.95, 0.97, 0.99)
    assert (found.written, found.place) == ("[0.95, 0.97, 0.99]", None)


def test_a_single_number_is_found_on_the_grid():
    found = stated("price-haggle", "protocol.horizon=10:50:5")
    assert (found.low, found.mid, found.high, found.place) == (30, 30, 30, 2)
    assert stated("price-haggle", "protocol.horizon=10,50").place is None


def test_texts_and_lists_are_found_by_how_they_are_written():
    assert stated("price-haggle", "protocol.kind=single-text,alternating").place == 1
    ranges = stated("price-haggle", "party.seller.patience=[0.9],[0.95, 0.97, 0.99]")
    assert (ranges.place, ranges.mid) == (1, 0.97)


def test_what_the_file_leaves_out_is_what_holds_all_the_same():
    assert stated("price-haggle", "protocol.acceptance=reservation,target").place == 1
    tactics = stated("price-haggle", "party.seller.tactics.toughness=0.3:1:8")
    assert (tactics.low, tactics.high, tactics.written) == (0.25, 1.0, "[0.25, 1.0]")
    nothing = stated("price-haggle", "deadline.day=7:21:3")
    assert (nothing.written, nothing.low, nothing.mid, nothing.place) == ("", None, None, None)


def test_each_coding_states_its_own():
    word = "party.russia.no_deal.shift=-0.1:0.1:3"
    found = {
        coding: stated_value(scenario, varied_from([word])[0])
        for coding, scenario in load_codings("ukraine-2025").items()
    }
    assert [one.coding for one in found.values()] == list(found)
    assert len({one.written for one in found.values()}) >= 1
