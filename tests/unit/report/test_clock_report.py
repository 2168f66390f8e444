"""What the clock does in words and pictures, from findings made by hand."""

import re
from dataclasses import replace

import pytest
import synthetic
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.domain.answer import Made
from sim.domain.clock import (
    BreachRow,
    ChannelRow,
    Clock,
    CrowdingRow,
    EffectRow,
    HangingRow,
    SettingRow,
    TermRow,
)
from sim.domain.clock_kinds import Channel, ClockVerdict, HangsAs, SignedWhen, Vary
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.clock import says, text
from sim.report.figures.clock import pages
from sim.report.wording import CLOSING

share, difference, amount = synthetic.share, synthetic.difference, synthetic.amount
TWO = ("low-no-deal", "high-no-deal")
SMALL = 0.004
HURTS, HELPS, NOTHING = ClockVerdict.HURTS, ClockVerdict.HELPS, ClockVerdict.NOTHING


def made(codings, parties, longer):
    return Made(
        scenario="ukraine-2025",
        title="Ending the war",
        question="Which terms would all accept?",
        scenario_hash="ab12",
        seed=1,
        worlds=2000,
        codings=codings,
        protocol="alternating",
        horizon=90.0,
        deadline=14.0,
        overrides={},
        version="0",
        labels=synthetic.labels(parties=parties, issues=2, longer=longer),
    )


def effect(coding, change, verdict, hypothetical):
    return EffectRow(
        coding=coding,
        hypothetical=hypothetical,
        deadline=14.0,
        verdict=verdict,
        settlement=difference(change),
        partial=difference(-change),
        walkout=difference(0.0),
        impasse=difference(0.0),
        by_deadline=difference(0.01),
        both=300,
        day=amount(-2.5, 0.5),
    )


def setting(coding, vary, settled, *, name="", value=None, against_absent=0.0):
    return SettingRow(
        coding=coding,
        vary=vary,
        setting=name,
        value=value,
        stated=vary is Vary.PRESENT,
        assumption=vary is Vary.CREDIBILITY,
        changes=(),
        worlds=2000,
        settlement=share(settled),
        partial=share(0.5),
        walkout=share(0.0),
        impasse=share(0.1),
        against_stated=difference(0.01),
        against_absent=difference(against_absent),
        beyond=HELPS if against_absent > 0 else HURTS if against_absent < 0 else NOTHING,
        day=amount(30.0, 1.0),
    )


def settings(coding, change):
    yield setting(coding, Vary.PRESENT, 0.3 + change, value=14.0, against_absent=change)
    yield setting(coding, Vary.ABSENT, 0.3)
    for day, lift in ((9.0, -0.1), (66.0, 0.1)):
        yield setting(coding, Vary.DAY, 0.3 + lift, value=day, against_absent=lift)
    for chance in (0.0, 0.5, 1.0):
        yield setting(coding, Vary.CREDIBILITY, 0.3 + chance / 4, value=chance)
    for horizon in (45.0, 180.0):
        yield setting(coding, Vary.HORIZON, 0.3, value=horizon)


def channels(coding, change, has):
    stacked = 0.3
    for channel in Channel:
        there = channel in has
        found = difference(change if channel is Channel.EVENTS else 0.0) if there else None
        yield ChannelRow(
            coding=coding,
            channel=channel,
            in_scenario=there,
            of_deadline=channel is not Channel.DRIFT,
            assumption=channel is Channel.TACTICS,
            added=found,
            removed=found,
            stacked_from=stacked if there and channel is not Channel.DRIFT else None,
        )
        stacked += found.difference if found else 0.0


def terms(coding, vary, name, value, changes):
    for party, change in changes.items():
        yield TermRow(
            coding=coding,
            vary=vary,
            setting=name,
            value=value,
            party=party,
            assumption=True,
            against="feared by nobody",
            worth=amount(0.5),
            both=300,
            change=None if change is None else amount(change, SMALL),
            at_signing=None if change is None else amount(change, SMALL),
            result=amount(change or 0.0, SMALL),
        )


def breach(coding, party):
    for signed in SignedWhen:
        yield BreachRow(
            coding=coding,
            vary=Vary.PRESENT,
            setting="",
            value=14.0,
            party=party,
            signed=signed,
            split_day=14.0,
            n=1 if signed is SignedWhen.EARLY else 300,
            feared=None if signed is SignedWhen.EARLY else amount(0.04),
            change=amount(0.0, SMALL) if signed is SignedWhen.ALL else None,
        )


def crowding(coding, vary):
    return CrowdingRow(
        coding=coding,
        vary=vary,
        setting="",
        value=None,
        settled_without=share(0.3),
        crowded_out=share(0.02),
        made_room=share(0.01),
        difference=difference(-0.01),
    )


ALL = frozenset(Channel)


def finding(
    changes=(-0.07, -0.05),
    verdicts=(ClockVerdict.HURTS, ClockVerdict.HURTS),
    *,
    has=ALL,
    hypothetical=False,
    parties=2,
    longer=False,
    pays=(-0.04, 0.03),
    heeded=True,
):
    codings = TWO[: len(changes)] if len(changes) > 1 else ("stated",)
    how = made(codings, parties, longer)
    sides = tuple(how.labels.parties)
    pairs = list(zip(codings, changes, strict=True))
    found = []
    for coding in codings:
        shifts = dict(zip(sides, (*pays, *[0.0] * parties), strict=False))
        found += terms(coding, Vary.PRESENT, "", 14.0, shifts)
        for who in sides:
            found += terms(coding, Vary.FEARED_BY, who, 0.5, shifts)
        together = dict.fromkeys(sides, 0.0 if pays[0] is not None else None)
        found += terms(coding, Vary.FEARED_BY, "+".join(sides), None, together)
    hanging = [
        HangingRow(coding=c, event=id_, name=id_, day=14.0, hangs=hangs, moves=False)
        for c in codings
        for id_, hangs in (("two weeks", HangsAs.LEARNT), ("ratchet", HangsAs.FREE))
    ]
    return Clock(
        made=how,
        principals=sides,
        sides=sides,
        belief=0.5,
        heeding=sides if heeded else (),
        effects=tuple(
            effect(coding, change, verdict, hypothetical)
            for (coding, change), verdict in zip(pairs, verdicts, strict=True)
        ),
        settings=tuple(row for coding, change in pairs for row in settings(coding, change)),
        channels=tuple(row for coding, change in pairs for row in channels(coding, change, has)),
        terms=tuple(found),
        crowding=tuple(crowding(c, v) for c in codings for v in (Vary.PRESENT, Vary.ABSENT)),
        breach=tuple(row for c in codings for party in sides for row in breach(c, party)),
        hanging=tuple(hanging),
    )


CASES = {
    "hurts in both": finding(),
    "differs": finding((-0.07, 0.06), (HURTS, HELPS)),
    "moves value": finding((0.0, 0.0), (ClockVerdict.MOVES_VALUE,) * 2),
    "moves the day": finding((0.0, 0.0), (ClockVerdict.MOVES_DAY,) * 2),
    "nothing": finding((0.0, 0.0), (NOTHING,) * 2, pays=(0.0, 0.0)),
    "one coding, tactic alone": finding((0.05,), (HELPS,), has={Channel.TACTICS}),
    "hypothetical": finding((0.05,), (HELPS,), has={Channel.TACTICS}, hypothetical=True),
    "no channel": finding((0.0,), (NOTHING,), has=frozenset()),
    "four parties": finding(parties=4),
    "long names": finding(longer=True),
    "nobody heeds it": finding((0.0,), (NOTHING,), heeded=False),
    "nobody can be moved": finding((0.0,), (NOTHING,), has={Channel.TACTICS}, heeded=False),
    "too few worlds": finding((0.0,), (NOTHING,), pays=(None, None)),
}


def flat(words):
    return " ".join(words.split())


# -- sentences


@pytest.mark.parametrize("case", CASES)
def test_there_are_two_to_four_sentences_and_the_page_begins_with_them(case):
    sentences = says(CASES[case])
    assert 2 <= len(sentences) <= 4
    page = flat(text(CASES[case]))
    assert all(flat(sentence) in page for sentence in sentences)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert page.endswith(CLOSING)


@pytest.mark.parametrize("case", CASES)
def test_no_bare_percentage_and_nothing_unknown(case):
    page = text(CASES[case])
    assert set(re.findall(r"[\d.]+ ?%", page)) <= {"95 %"}
    assert not re.search(r"\bnan\b|None|Vary\.|HangsAs", page)


def test_what_holds_in_every_coding_is_said_to_hurt_or_help():
    first = says(CASES["hurts in both"])[0]
    assert first.startswith("Time pressure hurts: the deadline on day 14 changes settlement by −7")
    assert "the range over 2 codings" in first
    assert says(finding((0.07, 0.05), (HELPS, HELPS)))[0].startswith("Time pressure helps")


def test_codings_that_differ_are_named_with_what_each_says():
    first = says(CASES["differs"])[0]
    assert "differs between codings" in first
    assert "hurts in low-no-deal, −7 (−9 to −5) of 100 worlds" in first
    assert "helps in high-no-deal, +6 (+4 to +8) of 100 worlds" in first
    assert not first.startswith("Time pressure")


def test_settlement_within_noise_is_no_help_and_what_does_move_is_said():
    assert "only moves value" in says(CASES["moves value"])[0]
    assert "by no more than noise" in says(CASES["moves value"])[0]
    assert "the day of settlement does" in says(CASES["moves the day"])[0]
    assert "changes nothing beyond noise" in says(CASES["nothing"])[0]
    little = says(finding((0.0, 0.0), (ClockVerdict.TOO_LITTLE,) * 2))[0]
    assert "changes nothing that matters" in little
    assert "and what a side gets by less than 0.01 value units" in little


def test_channels_beyond_noise_are_told_apart_from_those_within_it():
    second = says(CASES["hurts in both"])[1]
    assert "the events that hang on it by −7 to −5 of 100 worlds" in second
    assert "by nothing beyond noise" in second
    assert "what the tactic brings is an assumption" in second


def test_what_the_tactic_alone_does_is_an_assumption_not_a_finding():
    for case in ("one coding, tactic alone", "hypothetical"):
        assert "an assumption about behaviour, not a finding" in says(CASES[case])[1]
    assert "tactics (fear of it): an assumption" in text(CASES["one coding, tactic alone"])


def test_a_deadline_nobody_has_set_is_called_an_assumption():
    first = says(CASES["hypothetical"])[0]
    assert "the scenario has none" in first
    assert "is an assumption" in first
    assert "(an assumption; of 100 worlds" in flat(text(CASES["hypothetical"]))


def test_a_deadline_that_only_one_coding_lacks_is_tried_there_alone():
    some = CASES["hurts in both"]
    first, second = some.effects
    other = replace(some, effects=(first, replace(second, hypothetical=True, deadline=15.0)))
    told = says(other)[0]
    assert "a deadline on day 14 or day 15" in told
    assert "coding high-no-deal has none" in told


def test_who_pays_is_told_of_every_side_in_the_same_words():
    told = next(s for s in says(CASES["hurts in both"]) if s.startswith("Who pays"))
    assert "by −0.04 for Russia and by +0.03 for Ukraine" in told
    swapped = finding(pays=(0.03, -0.04))
    other = next(s for s in says(swapped) if s.startswith("Who pays"))
    assert told.replace("−0.04", "x").replace("+0.03", "−0.04").replace("x", "+0.03") == other


def test_changes_within_rounding_are_said_to_be_small():
    told = next(s for s in says(CASES["nothing"]) if s.startswith("Who pays"))
    assert "changes by less than 0.01 for Russia or Ukraine" in told


def test_days_on_which_the_sign_turns_round_are_named():
    last = says(CASES["hurts in both"])[-1]
    assert "it hurts on day 9 and helps on day 66" in last
    assert "from day 45 to day 180" in last


# -- tables


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("case", CASES)
def test_the_page_keeps_to_its_width(case, width):
    long = [line for line in text(CASES[case], width=width).splitlines() if len(line) > width]
    assert not long


def test_channels_a_scenario_lacks_say_so():
    page = text(CASES["one coding, tactic alone"])
    assert page.count("not in this scenario") == 3
    assert "what they do only together" not in page


def test_changes_too_small_to_tell_are_told_once_for_all():
    page = text(CASES["hurts in both"], width=100)
    assert "feared by Russia and Ukraine, as stated: everybody" in page
    assert "less than 0.01" in page


def test_on_a_narrow_page_no_label_heads_nothing():
    page = text(CASES["hurts in both"], width=48)
    assert not re.search(r"no-deal:$", page, re.MULTILINE)
    assert "feared by Russia alone, chance 0.5 – Ukraine" in page


def test_too_few_worlds_are_said_to_be_too_few():
    assert "too few worlds" in text(CASES["too few worlds"])
    assert "too few worlds (1)" in text(CASES["hurts in both"])


def test_how_events_hang_on_the_deadline_is_told():
    page = flat(text(CASES["hurts in both"]))
    assert "two weeks (day 14) comes, goes and moves with it (what is learnt)" in page
    assert "ratchet (day 14) is not bound to it" in page


@pytest.mark.parametrize("case", CASES)
def test_a_finding_survives_being_written_and_read(case, tmp_path):
    assert from_text(Clock, as_text(CASES[case]), tmp_path) == CASES[case]
    for name, rows in CASES[case].tables.items():
        assert table_csv(rows).count("\n") == len(rows) + 1
        assert all(plain_row(name, row)["coding"] for row in rows)


# -- figures


def drawn(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas


def words(figure):
    found = figure.findobj(lambda artist: hasattr(artist, "get_text") and artist.get_text())
    return " ".join(flat(one.get_text()) for one in found)


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_drawn_and_says_how_it_was_made(case):
    with style.look():
        for make in pages(CASES[case]).values():
            figure = make()
            drawn(figure)
            told = words(figure)
            assert "2,000 worlds" in told
            assert "does not predict" in told
            assert "assumption" in told


@pytest.mark.parametrize("case", CASES)
def test_nothing_written_leaves_the_sheet(case):
    with style.look():
        for name, make in pages(CASES[case]).items():
            figure = make()
            renderer = drawn(figure).get_renderer()
            own = [one for axes in figure.axes for one in (*axes.texts, *labels_in_view(axes))]
            for one in (*figure.texts, *own):
                box = one.get_window_extent(renderer)
                assert box.x0 >= -1, (name, one.get_text())
                assert box.x1 <= figure.bbox.width + 1, (name, one.get_text())


def labels_in_view(axes):
    low, high = sorted(axes.get_ylim())
    places = zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)
    return [label for label, place in places if low <= place <= high]


def test_figures_are_those_that_have_something_to_show():
    assert set(pages(CASES["hurts in both"])) == {"deadline", "channels", "who_pays"}
    assert set(pages(CASES["no channel"])) == {"deadline", "channels", "who_pays"}
    assert set(pages(CASES["too few worlds"])) == {"deadline", "channels"}


def test_the_tactic_is_hatched_so_that_grey_print_shows_it():
    some = CASES["hurts in both"]
    rows = tuple(
        replace(row, added=difference(0.05)) if row.channel is Channel.TACTICS else row
        for row in some.channels
    )
    with style.look():
        figure = pages(replace(some, channels=rows))["channels"]()
    hatched = [p for axes in figure.axes for p in axes.patches if p.get_hatch()]
    assert len(hatched) == 2


def test_the_title_says_what_was_found():
    with style.look():
        assert "hurts in every coding" in words(pages(CASES["hurts in both"])["deadline"]())
        assert "hurts in low-no-deal and helps in" in words(pages(CASES["differs"])["deadline"]())
        assert "nobody has set" in words(pages(CASES["hypothetical"])["deadline"]())


def test_where_nobody_heeds_a_belief_what_it_would_do_is_no_finding():
    """Events still hang on the deadline, so the rest is told as always."""
    page = flat(text(CASES["nobody heeds it"]))
    assert "No party here heeds a deadline belief" in page
    assert "tactics (fear of it): an assumption no party heeds it" in page
    assert "THE DEADLINE ON ANOTHER DAY" in page
    for title in ("WHO PAYS FOR SPEED", "BELIEVED MORE OR LESS", "believed by all", "the tactic"):
        assert title not in page


def test_a_deadline_that_can_do_nothing_is_not_presented_as_noise():
    page = flat(text(CASES["nobody can be moved"]))
    assert "by construction and not as a finding" in page
    assert "ANOTHER HORIZON" in page
    for words in ("beyond noise", "ON ANOTHER DAY", "WITH AND WITHOUT", "BY WHICH CHANNEL"):
        assert words not in page
