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
from sim.report.codings import coding_head

__all__ = ["FIGURES", "markdown", "says", "text"]

#: Section → the figure beside it, by its name in the folder.
FIGURES = {"ends": "endings", "blocks": "who-blocks", "clock": "channels", "unknowns": "drivers"}

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
    return (_headline(finding), *firsts, _survive(finding))


def markdown(finding: Brief, figures: Sequence[str] = ()) -> str:
    """The page. figures : names of figures that lie beside it, in a folder ``figures``."""
    made = finding.made
    parts = [
        f"# {made.title}",
        f"**{made.question}**",
        f"*{_made(finding)}*",
        "## How the talks end",
        _headline(finding),
        *_figure("ends", figures, "Share of worlds by ending and day"),
        "## What holds in every coding",
        *_statements(finding),
        "## Who blocks",
        " ".join(answer_says(finding.zopa)),
        *_figure("blocks", figures, "Who blocks, by line and by party"),
        f"## {_sets_head(finding)}",
        *_sets(finding),
        "## What the clock does",
        " ".join(answer_says(finding.clock)),
        *_figure("clock", figures, "What the deadline changes, channel by channel"),
        "## The unknowns that matter most",
        *_unknowns(finding),
        *_figure("unknowns", figures, "How much hangs on each group of inputs"),
        "## The least supported inputs",
        *supported(finding),
        *other_cases(finding.base_rates),
        "## What the model leaves out",
        *left_out(finding),
        "## How this was made",
        _method(finding),
    ]
    return "\n\n".join(parts) + "\n"


def _figure(section: str, there: Sequence[str], alt: str) -> Iterator[str]:
    name = FIGURES[section]
    if name in there:
        yield f"![{alt}](figures/{name}.svg)"


def _made(finding: Brief) -> str:
    codings = wording.count_words(len(finding.made.codings), "coding")
    return f"{wording.CLOSING} Scenario {finding.made.scenario}, {codings}."


def _headline(finding: Brief) -> str:
    run = finding.run
    shares = [coding.endings["settlement"] for coding in run.codings.values()]
    by = f"by {wording.day_words(run.horizon)}"
    if len(shares) == 1:
        return f"In {wording.share_sentence(shares[0])} the talks end in a settlement {by}."
    told = wording.over_codings(wording.range_words(shares), len(shares))
    each = "; ".join(
        f"{name} {wording.share_words(coding.endings['settlement'])}"
        for name, coding in run.codings.items()
    )
    return f"The talks end in a settlement {by} in {told} ({each}; {wording.SAMPLING_ONLY})."


def _survive(finding: Brief) -> str:
    rows = finding.robust.statements
    held = sum(row.holds == row.readings for row in rows)
    return (
        f"Of {wording.count_words(len(rows), 'statement')} put to the test {held} "
        f"{'holds' if held == 1 else 'hold'} in every coding, whichever sources are taken at their "
        "word, with ranges as drawn; `parley robust` moves the numbers too."
    )


def _statements(finding: Brief) -> Iterator[str]:
    """What holds in every coding and under every source; apart from it, what gives way."""
    rows = finding.robust.statements
    if not rows:
        yield "There was no statement to put to the test."
        return
    yield _survive(finding)
    whole = [row for row in rows if row.holds == row.readings]
    if whole:
        yield "\n".join(f"- {_words(row, finding)}." for row in whole)
    rest = sorted(
        (row for row in rows if row.holds < row.readings),
        key=lambda row: (-row.holds / max(1, row.readings), row.fails),
    )[: max(0, _STATEMENTS - len(whole))]
    if rest:
        yield "Not everywhere:"
        yield "\n".join(f"- {_verdict(row, finding)}" for row in rest)


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


def _sets(finding: Brief) -> Iterator[str]:
    sets = finding.sets
    if not sets.sets:
        yield "There is no concession to make."
        return
    yield f"{sets_says(sets, finding.made)} ({wording.count_words(finding.set_worlds)} a coding.)"
    told = [row for row in sets.sets if row.size]
    names = list(dict.fromkeys(row.set for row in told))[:_SETS]
    lines = [f"- {_set(finding, [row for row in told if row.set == name])}" for name in names]
    if lines:
        yield "\n".join(lines)
    if len(lines) > 1 and len({row.tier for row in told if row.set in names}) == 1:
        yield "Sampling does not tell these apart by what they are ordered by."


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


def _unknowns(finding: Brief) -> Iterator[str]:
    yield " ".join(answer_says(finding.sensitivity))
    told = unknown_groups(finding.sensitivity)[:_UNKNOWNS]
    if told:
        yield (
            "Parts of 100 of what varies, a group alone or with others "
            f"({wording.SAMPLING_ONLY}, {wording.count_words(finding.set_worlds)} a coding):"
        )
        yield "\n".join(f"- {_unknown(rows, finding)}" for rows in told)


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
