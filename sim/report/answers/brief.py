"""The brief as one page of Markdown: words, ranges and small pictures, all of it from findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.domain.brief import Brief
from sim.domain.concession_sets import SetRow
from sim.domain.robust import StatementRow
from sim.domain.sensitivity import GroupIndex
from sim.report import wording
from sim.report.answering import answer_says
from sim.report.answers.brief_limits import left_out, other_cases, supported
from sim.report.answers.concession_set_blocks import mover_costs, set_steps, sets_says
from sim.report.answers.concession_steps import steps_words
from sim.report.answers.robust_words import statement_words
from sim.report.answers.sensitivity import unknown_groups
from sim.report.answers.sensitivity_words import group_words, index_words
from sim.report.blocks import Bullets, Page, Part, Picture, Section, Tone, Words
from sim.report.codings import coding_head
from sim.report.headline import run_headline
from sim.report.markdown import page_markdown

__all__ = ["FIGURES", "brief_page", "markdown", "says", "text"]

#: Section → the figure beside it, by its name in the folder.
FIGURES = {"ends": "endings", "blocks": "who-blocks", "clock": "channels", "unknowns": "drivers"}

_ENDS = Picture(name=FIGURES["ends"], says="Share of worlds by ending and day")
_BLOCKS = Picture(name=FIGURES["blocks"], says="Who blocks, by line and by party")
_CLOCK = Picture(name=FIGURES["clock"], says="What the deadline changes, channel by channel")
_UNKNOWN = Picture(name=FIGURES["unknowns"], says="How much hangs on each group of inputs")

_SETS = 3
_UNKNOWNS = 3
_STATEMENTS = 6


def text(finding: Brief, *, width: int = 80) -> str:
    """The page as it is written to disk; Markdown reads well enough in a terminal."""
    del width
    return markdown(finding)


def says(finding: Brief) -> tuple[str, ...]:
    """The leading sentence of each section."""
    firsts = [answer_says(one)[0] for one in (finding.zopa, finding.clock, finding.sensitivity)]
    return (run_headline(finding.run), *firsts, _survive(finding))


def markdown(finding: Brief, figures: Sequence[str] = ()) -> str:
    """The page. figures : names of figures that lie beside it, in a folder ``figures``."""
    return page_markdown(brief_page(finding), figures)


def brief_page(finding: Brief) -> Page:
    """The page, whatever it is to be written as."""
    made = finding.made
    sections = [
        _section("How the talks end", Words(text=run_headline(finding.run)), _ENDS),
        _section("What holds in every coding", *_statements(finding)),
        _section("Who blocks", _together(answer_says(finding.zopa)), _BLOCKS),
        _section(_sets_head(finding), *_sets(finding)),
        _section("What the clock does", _together(answer_says(finding.clock)), _CLOCK),
        _section("The unknowns that matter most", *_unknowns(finding), _UNKNOWN),
        _section("The least supported inputs", *supported(finding)),
        *other_cases(finding.base_rates),
        _section("What the model leaves out", *left_out(finding)),
        _section("How this was made", Words(text=_method(finding))),
    ]
    lead = (
        Words(text=made.question, tone=Tone.STRONG),
        Words(text=_made(finding), tone=Tone.ASIDE),
    )
    return Page(title=made.title, lead=lead, sections=tuple(sections))


def _section(head: str, *parts: Part) -> Section:
    return Section(head=head, parts=parts)


def _together(sentences: Sequence[str]) -> Words:
    return Words(text=" ".join(sentences))


def _made(finding: Brief) -> str:
    codings = wording.count_words(len(finding.made.codings), "coding")
    return f"{wording.CLOSING} Scenario {finding.made.scenario}, {codings}."


def _survive(finding: Brief) -> str:
    rows = finding.robust.statements
    held = sum(row.holds == row.readings for row in rows)
    return (
        f"Of {wording.count_words(len(rows), 'statement')} put to the test {held} "
        f"{'holds' if held == 1 else 'hold'} in every coding, whichever sources are taken at their "
        "word, with ranges as drawn; `parley robust` moves the numbers too."
    )


def _statements(finding: Brief) -> Iterator[Words | Bullets]:
    """What holds in every coding and under every source; apart from it, what gives way."""
    rows = finding.robust.statements
    if not rows:
        yield Words(text="There was no statement to put to the test.")
        return
    yield Words(text=_survive(finding))
    whole = [row for row in rows if row.holds == row.readings]
    if whole:
        yield Bullets(items=tuple(f"{_words(row, finding)}." for row in whole))
    rest = sorted(
        (row for row in rows if row.holds < row.readings),
        key=lambda row: (-row.holds / max(1, row.readings), row.fails),
    )[: max(0, _STATEMENTS - len(whole))]
    if rest:
        yield Words(text="Not everywhere:")
        yield Bullets(items=tuple(_verdict(row, finding) for row in rest))


def _words(row: StatementRow, finding: Brief) -> str:
    return statement_words(row, finding.made.labels).rstrip(".")


def _verdict(row: StatementRow, finding: Brief) -> str:
    if not row.holds:
        return f"{_words(row, finding)}: does not hold beyond noise anywhere."
    return (
        f"{_words(row, finding)}: holds in {row.holds} of {row.readings} readings, fails in "
        f"{row.fails}, too close to tell in {row.undecided}."
    )


def _sets_head(finding: Brief) -> str:
    if finding.sets.search.reached:
        return "The cheapest sets of concessions"
    return "Which sets of concessions come nearest"


def _sets(finding: Brief) -> Iterator[Words | Bullets]:
    sets = finding.sets
    if not sets.sets:
        yield Words(text="There is no concession to make.")
        return
    worlds = wording.count_words(finding.set_worlds)
    yield Words(text=f"{sets_says(sets, finding.made)} ({worlds} a coding.)")
    told = [row for row in sets.sets if row.size]
    names = list(dict.fromkeys(row.set for row in told))[:_SETS]
    lines = [_set(finding, [row for row in told if row.set == name]) for name in names]
    if lines:
        yield Bullets(items=tuple(lines))
    if len(lines) > 1 and len({row.tier for row in told if row.set in names}) == 1:
        yield Words(text="Sampling does not tell these apart by what they are ordered by.")


def _set(finding: Brief, rows: Sequence[SetRow]) -> str:
    labels = finding.made.labels
    given = wording.capital(steps_words(set_steps(finding.sets, rows[0].set), labels))
    shares = wording.over_codings(wording.range_words(row.share for row in rows), len(rows))
    if len(rows) == 1:
        shares = wording.share_sentence(rows[0].share)
    costs = "; ".join(
        f"{wording.party_words(labels.parties[party])} {wording.cost_range_words(amounts.values())}"
        for party, amounts in mover_costs(finding.sets, rows[0].set).items()
    )
    return f"{given}. Settles in {shares}; what the movers end up with changes by: {costs}."


def _unknowns(finding: Brief) -> Iterator[Words | Bullets]:
    yield _together(answer_says(finding.sensitivity))
    told = unknown_groups(finding.sensitivity)[:_UNKNOWNS]
    if told:
        yield Words(
            text="Parts of 100 of what varies, a group alone or with others "
            f"({wording.SAMPLING_ONLY}, {wording.count_words(finding.set_worlds)} a coding):"
        )
        yield Bullets(items=tuple(_unknown(rows, finding) for rows in told))


def _unknown(rows: Sequence[GroupIndex], finding: Brief) -> str:
    each = "; ".join(coding_head(row.coding, "{} ") + index_words(row.total) for row in rows)
    return f"{group_words(rows[0], finding.made.labels)}: {each}"


def _codings(codings: Sequence[str]) -> str:
    named = [coding_head(coding) for coding in codings if coding_head(coding)]
    return f", codings {wording.listed(named)}" if named else ""


def _method(finding: Brief) -> str:
    made = finding.made
    sets = "".join(f", `--set {path}={value}`" for path, value in made.overrides.items())
    return (
        f"Parley {made.version}, scenario {made.scenario} ({made.scenario_hash[:10]})"
        f"{_codings(made.codings)}, seed {made.seed}{sets}; run, acceptable set and statements on "
        f"{wording.count_words(made.worlds)} a coding, everything else on the first "
        f"{finding.set_worlds:,}. Shares are of worlds drawn from ranges that a person set, not "
        "chances of events. `parley why` tells where each number comes from."
    )
