"""The tables of the page about equilibria: profiles, choices, what happens there, how found."""

from __future__ import annotations

from collections.abc import Mapping

from sim.domain.equilibrium import (
    EndRow,
    Equilibria,
    ProfileKind,
    ProfileRow,
    ToldRow,
)
from sim.domain.party import Behaviour
from sim.report import wording
from sim.report.answers.equilibrium_words import (
    VERDICTS,
    choice_name,
    gain_words,
    profile_phrase,
    regret_words,
    stands_for,
    told_name,
    tolerance_words,
)
from sim.report.answers.zopa_words import (
    NOTHING,
    but_for,
    mean_cell,
    package_lines,
    share_cell,
)
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["at_equilibrium", "changes", "choices", "leading", "reached", "signed_there"]

#: Profiles told in a list.
_LISTED = 5


def _by_choice(
    finding: Equilibria, title: str, cell: dict[tuple[str, str, str], str], width: int
) -> str:
    """A table of every party's choices. cell : (coding, party, choice) → what stands there."""
    codings = finding.made.codings
    # A choice that is another by name only is told with the one that stands for it.
    keys = dict.fromkeys((row.party, row.choice) for row in finding.menu if not row.same_as)
    keys = {key: None for key in keys if _varies(finding, key[0])}
    if not keys:
        return ""
    labels = finding.made.labels.parties
    rows = [
        (
            f"{labels[party]}: {choice_name(finding, party, choice)}",
            [
                cell.get((coding, party, stands_for(finding, coding, party, choice)), NOTHING)
                for coding in codings
            ],
        )
        for party, choice in keys
    ]
    return paragraph(title, width) + "\n" + side_by_side(heads(codings), rows, width)


def _varies(finding: Equilibria, party: str) -> bool:
    """Whether it matters in some coding what a party chooses."""
    rows = [row for row in finding.menu if row.party == party and not row.same_as]
    return len(rows) > len(finding.games)


def changes(finding: Equilibria, width: int) -> str:
    """Who would change what, the others doing as they are coded."""
    title = (
        "WHO WOULD CHANGE WHAT, THE OTHERS AS CODED (mean of what the party would have more, deal "
        "or none; value units discounted to day 0; 95 % intervals that hold together for all "
        "changes of a coding, sampling only)"
    )
    cell = {
        (r.coding, r.party, r.choice): gain_words(r.gain, finding.tolerance)
        for r in finding.changes
    }
    return _by_choice(finding, title, cell, width)


def leading(finding: Equilibria, width: int) -> str:
    """The profiles with the least regret, coding by coding."""
    lines = [
        paragraph(
            "PROFILES WITH THE LEAST REGRET (the most that any party would gain by changing alone, "
            "in value units; intervals hold together for all changes of a coding, sampling only; "
            "in whatever order where regrets are the same). After the first "
            f"{_LISTED}, by their ranks, others that are told of below: of those that may be "
            "equilibria, where fewest worlds settle and where most do",
            width,
        )
    ]
    for coding in finding.made.codings:
        lines += [f"  {head}" for head in [coding_head(coding, "coding {}")] if head]
        shown = {row.rank for row in _told_in(finding, coding)} | set(range(1, _LISTED + 1))
        for row in finding.profiles:
            if row.coding == coding and row.rank in shown:
                lines.append(paragraph(_told(finding, row), width, indent="  "))
    return "\n".join(lines)


def _told(finding: Equilibria, row: ProfileRow) -> str:
    told = f"{row.rank}. {profile_phrase(finding, row.profile)} – {VERDICTS[row.holds]}; regret "
    told += regret_words(row.regret, finding.tolerance)
    if row.tempted is None or row.to is None:
        return told
    party = wording.party_words(finding.made.labels.parties[row.tempted])
    return f"{told}; tempted: {party}, by {choice_name(finding, row.tempted, row.to)}"


def choices(finding: Equilibria, width: int) -> str:
    """What is chosen in equilibria, where there is one and something to choose."""
    games = {row.coding: row for row in finding.games if row.yes}
    if not games:
        return ""
    title = "WHO CHOOSES WHAT IN THE EQUILIBRIA (in how many of them)"
    cell = {
        (r.coding, r.party, r.choice): f"{r.yes} of {games[r.coding].yes}"
        for r in finding.menu
        if r.coding in games
    }
    return _by_choice(finding, title, cell, width)


def _told_in(finding: Equilibria, coding: str) -> list[ToldRow]:
    return [row for row in finding.told if row.coding == coding]


def at_equilibrium(finding: Equilibria, width: int) -> str:
    """What happens where nobody changes, beside the talks as coded: a table a coding."""
    title = f"HOW TALKS END THERE (of 100 worlds; {wording.SAMPLING_ONLY})"
    columns = [[wording.ending_words(name)] for name in wording.ENDINGS]
    parts = [paragraph(title, width)]
    for coding in finding.made.codings:
        ends = {row.at: row for row in finding.ends if row.coding == coding}
        rows = [
            (told_name(one), [share_cell(getattr(ends[one.at], name)) for name in wording.ENDINGS])
            for one in _told_in(finding, coding)
        ]
        parts += [f"  {head}" for head in [coding_head(coding, "coding {}")] if head]
        parts.append(side_by_side(columns, rows, width))
    return "\n".join(parts) + "\n\n" + _worth(finding, width)


def _worth(finding: Equilibria, width: int) -> str:
    """What the talks leave everybody, and when they end."""
    title = (
        "WHAT THEY LEAVE (means in value units discounted to day 0, deal or none; after as coded, "
        "what each party has more than that; the day on which talks end: the median, and what nine "
        f"worlds of ten lie between; {wording.SAMPLING_ONLY})"
    )
    labels = finding.made.labels.parties
    lines = [paragraph(title, width)]
    for coding in finding.made.codings:
        lines += [f"  {head}" for head in [coding_head(coding, "coding {}")] if head]
        for told in _told_in(finding, coding):
            end = next(r for r in finding.ends if (r.coding, r.at) == (coding, told.at))
            parts = [
                f"{labels[row.party]} "
                + (mean_cell(row.value) if row.change is None else gain_words(row.change))
                for row in finding.values
                if (row.coding, row.at) == (coding, told.at)
            ]
            line = f"{told_name(told)}: {', '.join(parts)}; ends on day {_day(end)}"
            lines.append(paragraph(line, width, indent="    "))
    return "\n".join(lines)


def _day(row: EndRow) -> str:
    return NOTHING if row.day is None else f"{row.day.p50:g} ({row.day.p05:g}–{row.day.p95:g})"


def signed_there(finding: Equilibria, width: int) -> str:
    """The package signed most often in each profile told of."""
    lines: list[str] = []
    labels = finding.made.labels
    told_first: Mapping[str, str] | None = None
    for coding in finding.made.codings:
        first = {r.at: r for r in finding.signed if r.coding == coding and r.rank == 1}
        for told in _told_in(finding, coding):
            row = first.get(told.at)
            if row is None or told.kind is ProfileKind.LOGIT:
                continue
            package = package_lines(row.package, labels)
            if told_first is not None:
                package = but_for(row.package, told_first, labels)
            told_first = told_first or row.package
            name = f"{len(lines) + 1}. {coding_head(coding, '{}, ')}{told_name(told)}"
            line = f"{name}, {wording.share_words(row.share)}: {package}"
            lines.append(paragraph(line, width, indent="  "))
    if not lines:
        return ""
    title = "THE PACKAGE SIGNED MOST OFTEN (of 100 worlds that settle)"
    return "\n".join([paragraph(title, width), *lines])


def reached(finding: Equilibria, width: int) -> str:
    """What the numbers rest on, in words."""
    logit = "every choice as likely as any other"
    if finding.precision:
        worth = f"{1 / finding.precision:.2g} value units"
        logit = f"a choice that pays {worth} more is made 2.7 times as often"
    profiles, compared = (
        " or ".join(dict.fromkeys(f"{getattr(game, name):,}" for game in finding.games))
        for name in ("profiles", "comparisons")
    )
    parts = [
        "HOW THIS IS FOUND. Only principals make offers, so only they choose: one behaviour each, "
        "before the talks and for all worlds; a type that has a behaviour of its own keeps it. "
        f"Each profile ({profiles}, choices that are the same in play counted once) is played on "
        "the same worlds, and what it pays is the mean of what the talks leave a party, deal or "
        "none. A profile is called an equilibrium where, as far as these worlds tell, nobody "
        f"would gain {tolerance_words(finding)} by changing its own choice: among the behaviours "
        "on this menu, by payoffs that were simulated and that every party is taken to know. "
        "Intervals "
        f"allow for all comparisons of a coding ({compared}). In the logit profile "
        f"parties choose better answers more often but not always ({logit})."
    ]
    if any(row.behaviour == Behaviour.SUBGAME_PERFECT for row in finding.menu):
        parts.append(
            "Who plays subgame-perfect knows what every other party would sign, and reckons that "
            "all foresee as it does; the other behaviours go by what is believed. That advantage "
            "is part of what it pays."
        )
    if any(row.kind is ProfileKind.MIXED for row in finding.told):
        parts.append(
            "Where no pure profile holds, the mixed one is what learning leads to (regret matching "
            "and replicator dynamics from several starts, refined on the choices they use); its "
            "regret says how far it is from an equilibrium."
        )
    return paragraph(" ".join(parts), width)
