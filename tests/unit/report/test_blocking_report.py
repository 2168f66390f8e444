"""The page and the figures about who blocks, from findings made by hand."""

from dataclasses import replace

import pytest
from matplotlib.figure import Figure
from synthetic import ISSUES, LONG, OPTIONS, PARTIES, amount, quantiles, share

from sim.analysis.waiving.waived_sets import ADDS
from sim.domain.answer import Made
from sim.domain.blocking import (
    Blocking,
    BlockingLine,
    BlockingParty,
    CrossedOption,
    EmptyWorlds,
    NoDealShift,
    OpeningCost,
    OpeningSet,
    SmallestSize,
)
from sim.domain.estimate import Labels
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.blocking import says, section, text
from sim.report.figures.blocking import pages
from sim.report.writing import save

CODINGS = ("low-no-deal", "high-no-deal")


def made(codings=CODINGS, parties=PARTIES, issues=ISSUES):
    return Made(
        scenario="war",
        title="A war",
        question="Who gives way?",
        scenario_hash="0",
        seed=1,
        worlds=2000,
        codings=codings,
        protocol="alternating",
        horizon=90.0,
        deadline=None,
        overrides={"party.russia.premium": "0.1"},
        version="0",
        labels=Labels(parties=parties, issues=issues, options=OPTIONS),
    )


def empty(coding, value=0.5, n=1000):
    return EmptyWorlds(
        coding=coding,
        n=n,
        empty=share(value),
        lines=share(0.4),
        values=share(0.2),
        either=share(0.3),
        together=share(0.1),
        closed=share(0.0),
        one_line=share(0.3),
        one_shift=share(0.4),
        one_party=share(1.0),
        shortfall=quantiles(0.1, 0.02),
    )


def line(coding, party, issue, opens, *, minimal=0.4, firm=0.6, loud=False):
    return BlockingLine(
        coding=coding,
        party=party,
        issue=issue,
        firm=share(firm),
        crossed=0.3,
        alone=share(opens / 2),
        opens=share(opens),
        smallest=share(opens),
        minimal=share(minimal),
        always=share(0.0),
        loud=loud,
    )


def party(coding, name, opens):
    return BlockingParty(
        coding=coding,
        party=name,
        principal=name in ("russia", "ukraine"),
        alone=share(opens / 2),
        opens=share(opens),
        lines=share(opens / 3),
        value=share(opens / 4),
        smallest=share(0.1),
        minimal=share(0.2),
        always=share(0.0),
    )


def a_set(coding, lines, shifts, opens):
    size = len(lines) + len(shifts)
    return OpeningSet(
        coding=coding,
        key=" + ".join([*lines, *(f"{one}.no_deal" for one in shifts)]),
        size=size,
        lines=tuple(lines),
        shifts=tuple(shifts),
        opens=share(opens),
        open=share(0.5 + opens / 2),
        adds=share(0.1),
    )


def finding(codings=CODINGS, **changes):
    """Russia's line on territory leads, its line on sanctions is loud, a pair opens most."""
    lines = [
        line(c, *who, opens, loud=loud, minimal=minimal)
        for who, opens, minimal, loud in (
            (("russia", "territory"), 0.30, 0.6, False),
            (("ukraine", "territory"), 0.05, 0.4, False),
            (("united_states", "guarantees"), 0.01, 0.2, False),
            (("russia", "sanctions"), 0.0, 0.01, True),
        )
        for c in codings
    ]
    sets = [
        a_set(c, *one)
        for one in (
            ((), ("russia",), 0.4),
            (("russia.territory",), (), 0.3),
            (("russia.territory",), ("russia",), 0.8),
            (("russia.territory", "ukraine.territory"), (), 0.35),
        )
        for c in codings
    ]
    whole = Blocking(
        made=made(codings),
        day=0.0,
        grid=(0.1, 0.2),
        most=3,
        empty=tuple(empty(c) for c in codings),
        sizes=tuple(
            SmallestSize(coding=c, size=size, share=share(value))
            for c in codings
            for size, value in ((1, 0.6), (2, 0.3), (3, 0.05), (None, 0.05))
        ),
        lines=tuple(lines),
        parties=tuple(
            party(c, name, opens)
            for name, opens in (("russia", 0.9), ("ukraine", 0.6), ("europe", 0.1))
            for c in codings
        ),
        shifts=tuple(
            NoDealShift(coding=c, party=name, step=step, opens=share(opens * step * 5))
            for c in codings
            for name, opens in (("russia", 0.4), ("ukraine", 0.2), ("europe", 0.0))
            for step in (0.1, 0.2)
        ),
        sets=tuple(sets),
        costs=tuple(
            OpeningCost(
                coding=row.coding,
                key=row.key,
                party=name,
                lines=sum(one.startswith(name) for one in row.lines),
                shift=amount(0.08) if name in row.shifts else None,
                margin=amount(0.04),
            )
            for row in sets
            for name in dict.fromkeys([*(one.split(".")[0] for one in row.lines), *row.shifts])
        ),
        options=tuple(
            CrossedOption(
                coding=c, party="russia", issue="territory", option="line", share=share(0.4)
            )
            for c in codings
        ),
    )
    return replace(whole, **changes)


def nobody_blocks(codings=CODINGS):
    """Every world holds an acceptable package."""
    none = dict.fromkeys(
        ("lines", "values", "either", "together", "closed", "one_line", "one_shift", "one_party")
    )
    whole = finding(codings)
    return replace(
        whole,
        empty=tuple(
            replace(row, n=0, empty=share(0.0), shortfall=None, **none) for row in whole.empty
        ),
        sizes=tuple(replace(row, share=None) for row in whole.sizes),
        lines=tuple(
            replace(row, opens=None, smallest=None, minimal=None, always=None, loud=False)
            for row in whole.lines
        ),
        parties=tuple(
            replace(
                row,
                **dict.fromkeys(("opens", "lines", "value", "smallest", "minimal", "always")),
            )
            for row in whole.parties
        ),
        shifts=tuple(replace(row, opens=None) for row in whole.shifts),
        sets=(),
        costs=(),
        options=(),
    )


def test_the_sentences_name_the_line_the_pair_and_the_loud_line():
    first, alone, pair, loud = says(finding())
    assert "no package is acceptable in about 50 of 100 worlds in both codings" in first
    assert "only dropping lines would open about 40; only lower no-deal values, about 20" in first
    assert "Alone, the line of Russia on four regions opens about 30 of 100" in alone
    assert "a no-deal value of Russia lower by up to 0.20 opens about 40 of 100" in alone
    assert pair.startswith(
        "Of all pairs, the line of Russia on four regions and a no-deal value of Russia lower by "
        "up to 0.20 open most: about 80 of 100 of them; no set of up to 3 opens"
    )
    assert loud == "Loud but not load-bearing: the line of Russia on sanctions."


def test_of_many_loud_lines_the_firmest_are_named():
    lines = tuple(
        line(c, "ukraine", issue, 0.0, loud=True, firm=firm)
        for issue, firm in zip(ISSUES, (0.3, 0.9, 0.5, 0.4), strict=True)
        for c in CODINGS
    )
    assert says(finding(lines=lines))[-1] == (
        "Loud but not load-bearing: the line of Ukraine on four regions, the line of Ukraine on "
        "security guarantees, the line of Ukraine on sanctions and 1 other line."
    )


def test_lines_that_sampling_does_not_tell_apart_are_named_together():
    near = [("russia", "territory", 0.30), ("united_states", "guarantees", 0.29)]
    lines = tuple(line(c, p, i, opens) for p, i, opens in near for c in CODINGS)
    alone = says(finding(lines=lines))[1]
    assert alone.startswith(
        "The line of Russia on four regions and the line of the United States on security "
        "guarantees each alone open 29 to 30 of 100 of them (range over 2 codings), more than "
        "the others"
    )


def test_a_range_is_said_to_be_over_codings():
    lines = tuple(
        line(c, p, i, opens)
        for p, i in (("russia", "territory"), ("united_states", "guarantees"))
        for c, opens in zip(CODINGS, (0.1, 0.3), strict=True)
    )
    assert (
        "each alone open 10 to 30 of 100 of them (range over 2 codings)"
        in (says(finding(lines=lines))[1])
    )


def test_the_figure_names_first_only_what_sampling_tells_from_the_rest():
    def title(**changes):
        with style.look():
            figure = pages(finding(**changes))["who-blocks"]()
        return " ".join(" ".join(part.get_text() for part in figure.texts).split())

    assert "Who blocks alone – first the line of Russia on four regions" in title()
    assert "told apart" not in title()
    near = (("russia", "territory", 0.30), ("united_states", "guarantees", 0.29))
    both = title(lines=tuple(line(c, p, i, opens) for p, i, opens in near for c in CODINGS))
    assert "first, not told apart by sampling: the line of" in both
    assert "line of Russia" in both
    assert "line of the United States" in both
    many = (*((p, "territory") for p in PARTIES), ("russia", "sanctions"))
    none = title(lines=tuple(line(c, *who, 0.1) for who in many for c in CODINGS))
    assert "Who blocks alone: no line stands out" in none


def test_of_many_lines_those_are_shown_that_open_most_in_any_coding():
    """The last by its worst coding opens most in the other; what is left out opens no more."""
    every = [(p, i) for p in PARTIES for i in ISSUES][:12]
    lines = tuple(
        line(c, *who, 0.9 if who == every[-1] and c == CODINGS[1] else 0.2 - 0.01 * place)
        for place, who in enumerate(every)
        for c in CODINGS
    )
    words = " ".join(text(finding(lines=lines), width=120).split())
    assert f"{len(every) - 8} lines not shown: at most 13 of 100 in any coding." in words
    table = words.partition("WHO BLOCKS ALONE")[2].partition("lines not shown")[0]
    assert "90" in table
    none = tuple(line(c, *who, 0.0) for who in every for c in CODINGS)
    assert "12 lines not shown: next to none in any coding." in " ".join(
        text(finding(lines=none), width=120).split()
    )


def test_the_least_that_every_part_of_a_set_adds_is_named_as_it_is():
    assert "adds fewer than 2 of 100 such worlds" in " ".join(text(finding()).split())
    assert pytest.approx(0.02) == ADDS


def test_where_many_lines_lead_none_does():
    lines = tuple(
        line(c, p, i, 0.1)
        for p, i in (("russia", "territory"), ("russia", "sanctions"))
        for c in CODINGS
    ) + tuple(line(c, "ukraine", i, 0.1) for i in ISSUES for c in CODINGS)
    assert says(finding(lines=lines))[1].startswith("No line stands out")


def test_a_pair_that_opens_no_more_than_one_of_its_parts_is_not_told():
    kept = tuple(row for row in finding().sets if row.size == 1)
    pair = tuple(a_set(c, ("russia.territory",), ("russia",), 0.41) for c in CODINGS)
    told = " ".join(says(finding(sets=kept + pair)))
    assert "Of all pairs" not in told


def test_without_lines_that_is_said():
    told = says(finding(lines=()))
    assert told[1].startswith("There is no line to drop; ")


def test_where_nobody_blocks_that_is_all():
    told = says(nobody_blocks())
    assert told[0] == (
        "On day 0 some package is acceptable in every world, in both codings: nobody blocks."
    )
    assert section(nobody_blocks()) == ""
    assert pages(nobody_blocks()) == {}
    assert "nobody blocks" in " ".join(text(nobody_blocks()).split())


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("codings", [CODINGS, ("stated",), ("low", "middle", "high")])
def test_the_page_fits_its_width_and_never_shows_a_bare_percentage(width, codings):
    page = text(finding(codings), width=width)
    assert max(map(len, page.splitlines())) <= width
    flat = " ".join(page.split())
    assert "%" not in flat.replace("95 % interval", "")
    assert flat.endswith("it does not predict what will happen.")
    assert "with party.russia.premium = 0.1" in page
    assert "nan" not in page.lower().split()


def test_tables_tell_costs_beside_sets():
    page = text(finding(), width=120)
    assert "its line, −0.08 value units" in page  # Russia, in the pair
    assert "its line, +0.04 at best, by itself" in " ".join(
        page.split()
    )  # Ukraine, beside Russia's line
    assert "60 / 1" in page.replace("  ", " ")  # the loud line


def test_one_coding_without_empty_worlds_beside_one_with():
    whole, none = finding(), nobody_blocks()
    mixed = replace(
        whole,
        **{
            name: tuple(
                b if b.coding == "low-no-deal" else a
                for a, b in zip(getattr(whole, name), getattr(none, name), strict=True)
            )
            for name in ("empty", "sizes", "lines", "parties", "shifts")
        },
        sets=tuple(
            replace(row, opens=None, adds=None) if row.coding == "low-no-deal" else row
            for row in whole.sets
        ),
        costs=tuple(row for row in whole.costs if row.coding != "low-no-deal"),
        options=tuple(row for row in whole.options if row.coding != "low-no-deal"),
    )
    assert "no such world" in text(mixed)
    with style.look():
        assert all(isinstance(make(), Figure) for make in pages(mixed).values())


def test_figures_of_any_shape_can_be_saved(tmp_path):
    long = made(
        ("one-long-coding", "another", "a-third"),
        {name: told + LONG for name, told in PARTIES.items()},
        {name: told + LONG for name, told in ISSUES.items()},
    )
    for one in (finding(("stated",)), replace(finding(long.codings), made=long)):
        made_here = pages(one)
        assert list(made_here) == ["who-blocks", "smallest-sets", "loud-lines"]
        with style.look():
            for name, make in made_here.items():
                (file,) = save(make(), tmp_path, name, ("png",))
                assert file.stat().st_size > 10_000


def test_without_grid_or_lines_there_is_still_a_figure_of_who_blocks():
    bare = finding(grid=(), shifts=(), lines=(), sets=(), costs=(), options=())
    assert list(pages(bare)) == ["who-blocks"]
    with style.look():
        pages(bare)["who-blocks"]()
    assert "lower by up to" not in text(bare)


def test_a_finding_is_written_and_read_back_whole(tmp_path):
    whole = finding()
    assert from_text(Blocking, as_text(whole), tmp_path / "x.json") == whole
