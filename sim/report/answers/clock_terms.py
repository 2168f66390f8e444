"""Who pays for speed, small deals against the full one, and whether what was signed will hold."""

from __future__ import annotations

from sim.domain.clock import BreachRow, Clock, CrowdingRow, TermRow
from sim.domain.clock_kinds import SignedWhen, Vary
from sim.report import wording
from sim.report.answers.clock_cells import FEW, LITTLE, cells, feared_by_words, signed_amount, table

__all__ = ["breach", "crowding", "who_pays"]


def who_pays(finding: Clock, width: int) -> str:
    """What each side gets where the deadline is feared by one side only, and by all."""
    rows: list[tuple[str, list[str]]] = []
    told = [row for row in finding.terms if row.vary is Vary.FEARED_BY]
    for setting, value in dict.fromkeys((row.setting, row.value) for row in told):
        here = [row for row in told if (row.setting, row.value) == (setting, value)]
        rows += _of_all(finding, feared_by_words(finding, setting, value), here)
    if not rows:
        return ""
    return table(
        finding,
        "WHO PAYS FOR SPEED (mean change in value units, in worlds settled both ways)",
        rows,
        width,
        "Against a deadline feared by nobody; discounted to day 0. It follows from the tactic "
        "alone: an assumption, not a finding.",
    )


def _of_all(finding: Clock, label: str, here: list[TermRow]) -> list[tuple[str, list[str]]]:
    """A row for every side under a label; one row for all of them where nothing changes."""
    by_party = []
    for party in finding.sides:
        name = wording.capital(finding.made.labels.parties[party])
        mine = [row for row in here if row.party == party]
        by_party.append((f"  {name}", cells(finding, mine, lambda row: signed_amount(row.change))))
    if all(set(found) == {LITTLE} for _, found in by_party):
        return [(f"{label}: everybody", by_party[0][1])]
    return [(label, ["" for _ in finding.made.codings]), *by_party]


def crowding(finding: Clock, width: int) -> str:
    """Small deals that take the place of the full one; nothing where there are none."""
    rows = []
    for vary, words in ((Vary.PRESENT, "with the deadline"), (Vary.ABSENT, "without it")):
        some = [row for row in finding.crowding if row.vary is vary]
        rows.append((f"{words}: crowded out", cells(finding, some, _crowded)))
        rows.append(("  made room for", cells(finding, some, _made_room)))
    if not finding.crowding:
        return ""
    return table(
        finding,
        "SMALL DEALS AND THE FULL ONE (of 100 worlds)",
        rows,
        width,
        "Crowded out: settles once small deals are removed, and ends with a small deal only where "
        "they are there. Made room for: settles only with them.",
    )


def _crowded(row: CrowdingRow) -> str:
    return wording.share_words(row.crowded_out)


def _made_room(row: CrowdingRow) -> str:
    return wording.share_words(row.made_room)


def breach(finding: Clock, width: int) -> str:
    """The breach feared of what was signed, early and late; nothing where nobody fears one."""
    told = [row for row in finding.breach if row.vary is Vary.PRESENT]
    rows: list[tuple[str, list[str]]] = []
    for party in dict.fromkeys(row.party for row in told):
        mine = {
            signed: [row for row in told if (row.party, row.signed) == (party, signed)]
            for signed in SignedWhen
        }
        day = wording.day_words(mine[SignedWhen.EARLY][0].split_day)
        name = wording.capital(finding.made.labels.parties[party])
        change = cells(finding, mine[SignedWhen.ALL], lambda row: signed_amount(row.change))
        rows += [
            (name, ["" for _ in finding.made.codings]),
            (f"  signed by {day}", cells(finding, mine[SignedWhen.EARLY], _feared)),
            ("  signed later", cells(finding, mine[SignedWhen.LATE], _feared)),
            ("  change by the deadline", change),
        ]
    if not rows:
        return ""
    return table(
        finding,
        "WILL IT HOLD? THE BREACH EACH FEARS OF WHAT WAS SIGNED (value units)",
        rows,
        width,
        "Chance of a breach times what it would cost times what guarantees leave of it. The "
        "change is against talks without the deadline, in worlds settled both ways.",
    )


def _feared(row: BreachRow) -> str:
    return f"{FEW} ({row.n})" if row.feared is None else wording.amount_words(row.feared)
