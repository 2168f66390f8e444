"""The tables of the page about stability: what is looked at, whether it holds and is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.estimate import Quantiles
from sim.domain.stability import LESS, NO_AGREEMENT, Against, ExitRow, Sense, Stability
from sim.report import wording
from sim.report.answers.stability_says import FEW, party_names, signed_worlds
from sim.report.answers.zopa_words import NOTHING, but_for, package_lines, share_cell
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["SENSES", "exits", "headed", "held", "kept", "links", "looked_at", "states_of"]

#: The senses told of in tables; the fourth, SMR, between GMR and Nash, is in the rows.
SENSES = {Sense.NASH: "Nash", Sense.GMR: "GMR", Sense.SEQ: "SEQ"}

#: Ways out of a state that are told in words.
_EXITS = 2


def headed(title: str, table: str, width: int) -> str:
    """A table under its title."""
    return paragraph(title, width) + "\n" + table


def states_of(finding: Stability) -> list[str]:
    """The packages looked at, in their order."""
    return list(dict.fromkeys(row.state for row in finding.packages))


def looked_at(finding: Stability, width: int) -> str:
    """The packages, the first in full and the others by what they have other."""
    if not finding.packages:
        return ""
    labels = finding.made.labels
    title = (
        "THE PACKAGES LOOKED AT (of 100 worlds, signed in the talks as played / would be signed on "
        f"{wording.day_words(finding.day)} by all it needs; {wording.SAMPLING_ONLY})"
    )
    lines = [paragraph(title, width)]
    first = finding.packages[0].package
    for state in states_of(finding):
        rows = [row for row in finding.packages if row.state == state]
        told = (
            package_lines(first, labels)
            if state == rows[0].state == finding.packages[0].state
            else but_for(rows[0].package, first, labels)
        )
        shares = "; ".join(
            f"{coding_head(row.coding, '{}: ')}{share_cell(row.talks)} / {share_cell(row.signed)}"
            for row in rows
        )
        lines.append(paragraph(f"{state} ({rows[0].origin.value}) – {told}", width, indent="  "))
        lines.append(paragraph(shares, width, indent="    "))
    return "\n".join(lines)


def held(finding: Stability, width: int) -> str:
    """In which sense each state is stable, coding by coding."""
    title = (
        "DOES IT HOLD AGAINST MOVES to another of these states (no agreement: of 100 worlds; a "
        f"package: of 100 worlds in which all it needs would sign it; {wording.SAMPLING_ONLY}). "
        "Nash: nobody would move. General metarationality (GMR): who would is deterred by what "
        "others could do then. Sequential stability (SEQ): by what others would gladly do then. "
        "The fourth, symmetric metarationality (SMR), lies between GMR and Nash and is in the rows."
    )
    parts = [paragraph(title, width)]
    for coding in finding.made.codings:
        for against in Against:
            named = f"against {against.value}{coding_head(coding, ', coding {}')}:"
            table = side_by_side(
                [[name] for name in SENSES.values()], _held_rows(finding, coding, against), width
            )
            parts.append(paragraph(named, width, indent="  ") + "\n" + table)
    return "\n".join(parts)


def _held_rows(finding: Stability, coding: str, against: Against) -> list[tuple[str, list[str]]]:
    rows = []
    for state in [NO_AGREEMENT, *states_of(finding)]:
        found = {
            row.sense: row.share if state == NO_AGREEMENT else row.held
            for row in finding.states
            if (row.coding, row.state, row.against) == (coding, state, against)
        }
        rows.append((state, [share_cell(found[sense]) for sense in SENSES]))
    return rows


def exits(finding: Stability, width: int) -> str:
    """Who would rather be elsewhere, and where."""
    if not finding.exits:
        return ""
    title = (
        "WHO WOULD MOVE, AND WHERE TO (no agreement: of 100 worlds; a package: of 100 in which all "
        "it needs would sign it, told from "
        f"{FEW} such worlds on; those in which all who move together would be better off)"
    )
    lines = [paragraph(title, width)]
    for state in [NO_AGREEMENT, *states_of(finding)]:
        ways: dict[tuple[object, ...], list[ExitRow]] = {}
        few = _few(finding, state)
        for row in finding.exits:
            if row.state == state and row.coding not in few:
                ways.setdefault((*row.movers, row.to, *row.left.items()), []).append(row)
        best = sorted(ways.values(), key=lambda rows: -max(row.share.share for row in rows))
        told = "; ".join(_exit(finding, rows) for rows in best[:_EXITS])
        if not told and len(few) < len(finding.made.codings):
            told = "nobody"
        told = "; ".join(
            part
            for part in (told, *(f"{coding_head(one, '{} ')}{few[one]}" for one in few))
            if part
        )
        lines.append(paragraph(f"from {state}: {told}", width, indent="  "))
    return "\n".join(lines)


def _few(finding: Stability, state: str) -> dict[str, str]:
    """The codings in which too few worlds sign a package to take shares of them: what to say."""
    if state == NO_AGREEMENT:
        return {}
    return {
        coding: f"too few worlds ({worlds})"
        for coding, worlds in signed_worlds(finding, state).items()
        if worlds < FEW
    }


def _exit(finding: Stability, rows: Sequence[ExitRow]) -> str:
    row = rows[0]
    who = wording.listed(party_names(finding, row.movers))
    where = row.to
    if row.to == LESS:
        how = "a package with" if row.state == NO_AGREEMENT else "the same but for"
        where = f"{how} {package_lines(row.left, finding.made.labels)}"
    shares = ", ".join(
        f"{coding_head(one.coding, '{} ')}{wording.share_words(one.share)}" for one in rows
    )
    return f"{who} to {where} – {shares}"


def kept(finding: Stability, width: int) -> str:
    """How often each package is kept, and when it is broken."""
    if not finding.kept:
        return ""
    last = wording.day_words(finding.day + finding.until)
    rows: dict[str, list[tuple[str, list[str]]]] = {"kept": [], "gained": [], "broken": []}
    for state in states_of(finding):
        found = [row for row in finding.kept if row.state == state]
        rows["kept"].append((state, [share_cell(row.kept) for row in found]))
        rows["gained"].append((f"{state}, somebody gains", [_days(row.gained) for row in found]))
        rows["broken"] += [
            (f"{state}, not signed at all", [share_cell(row.at_once) for row in found]),
            (f"{state}, not before the end", [share_cell(row.at_end) for row in found]),
            (f"{state}, else on day", [_days(row.broken) for row in found]),
        ]
    title = (
        f"IS IT KEPT, ONCE SIGNED (to {last}; of 100 worlds in which all it needs would sign it; "
        f"{wording.SAMPLING_ONLY})"
    )
    when = (
        "THE DAY OF THE BREACH, where it is broken: the first on which somebody gains by it (the "
        "median, and what nine worlds of ten lie between)"
    )
    ahead = (
        "IF ALL LOOK AHEAD, where it is broken: of 100 such worlds, those in which somebody would "
        "break it on the day of signing, so that it is not signed at all; those in which nobody "
        f"does before the last day followed ({last}), though somebody gains; and the day in all "
        "others (the median, and what nine worlds of ten lie between)"
    )
    columns = heads(finding.made.codings)
    parts = [headed(title, side_by_side(columns, rows["kept"], width), width)]
    if any(row.gained for row in finding.kept):
        parts.append(headed(when, side_by_side(columns, rows["gained"], width), width))
        parts.append(headed(ahead, side_by_side(columns, rows["broken"], width), width))
    return "\n\n".join(parts)


def _days(days: Quantiles | None) -> str:
    return NOTHING if days is None else f"{days.p50:.0f} ({days.p05:.0f}–{days.p95:.0f})"


def links(finding: Stability, width: int) -> str:
    """Who gains by breaking, who opens, and by how much a deal falls short."""
    gains: list[tuple[str, Sequence[str]]] = []
    short: list[tuple[str, Sequence[str]]] = []
    for state in states_of(finding):
        few = _few(finding, state)
        for party, name in finding.made.labels.parties.items():
            found = [row for row in finding.links if (row.state, row.party) == (state, party)]
            if any(row.gains and row.gains.share > 0.0 for row in found):
                label = f"{state}, {name}"
                gains.append(
                    (label, [few.get(row.coding) or share_cell(row.gains) for row in found])
                )
                short.append((label, [few.get(row.coding) or _short(row.promise) for row in found]))
    if not gains:
        return ""
    columns = heads(finding.made.codings)
    who = (
        "THE LINKS: who gains by breaking it on some day (of 100 worlds in which it would be "
        f"signed, told from {FEW} such worlds on; who is not named never does)"
    )
    what = (
        "WHAT IS MISSING, where a party gains by breaking: by how much the deal falls short of no "
        "deal at worst, which a promise, side payment or penalty would have to be worth to it "
        "(value units: the median, and what nine worlds of ten lie between)"
    )
    return (
        headed(who, side_by_side(columns, gains, width), width)
        + "\n\n"
        + headed(what, side_by_side(columns, short, width), width)
    )


def _short(promise: Quantiles | None) -> str:
    return NOTHING if promise is None else wording.quantile_words(promise)
