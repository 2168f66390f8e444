"""What would make packages hold, and how all of it is found, on the page about stability."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.stability import ChangeRow, Stability
from sim.report import wording
from sim.report.answers.stability_keeping_says import broken_codings
from sim.report.answers.stability_mending_says import best_change
from sim.report.answers.stability_says import party_names
from sim.report.answers.stability_tables import headed, states_of
from sim.report.answers.zopa_words import NOTHING, share_cell
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["changes", "reached", "slower"]

#: Paces of drift that are told.
_PACES = {1.0: "as coded", 0.5: "half as fast", 0.0: "no drift"}


def changes(finding: Stability, width: int) -> str:
    """The change of a guarantee, and of any other option, that leaves most worlds."""
    if not finding.changes:
        return ""
    if _always_kept(finding):
        return paragraph(
            "WHAT WOULD MAKE IT HOLD: nothing has to, since each of these packages, once signed, "
            "is kept in every world in which it would be signed.",
            width,
        )
    title = (
        "WHAT WOULD MAKE IT HOLD: ANOTHER OPTION, the one that mends most (of 100 worlds, those in "
        "which the package with this one option changed is signed and kept, and how many more or "
        "fewer than unchanged, allowing for all changes of the package; mends: of 100 worlds in "
        "which the unchanged one is signed and broken, those in which this one is signed and kept, "
        f"the best of many and so a little flattered; {wording.SAMPLING_ONLY}). Packages that "
        "nothing tried surely helps, or that are broken in too few "
        "worlds to say, are left out"
    )
    lines = []
    for state in states_of(finding):
        known = broken_codings(finding, state)
        for kind, fear in (("an option on which a feared breach hangs", True), ("another", False)):
            found: dict[tuple[str, str], list[ChangeRow]] = {}
            for row in finding.changes:
                if row.state == state and row.guarantee is fear:
                    found.setdefault((row.issue, row.option), []).append(row)
            best = best_change(list(found.values())) if found else ()
            if any(
                row.mends is not None and row.mends.low > 0.0 and row.coding in known
                for row in best
            ):
                told = f"{state}, {kind}: {_told(finding, best)}"
                lines.append(paragraph(told, width, indent="  "))
    if not lines:
        title = "WHAT WOULD MAKE IT HOLD: ANOTHER OPTION: nothing tried surely helps."
    return "\n".join([paragraph(title, width), *lines])


def _always_kept(finding: Stability) -> bool:
    """Whether no package is broken anywhere, so that nothing is there to mend."""
    coded = [row.kept for row in finding.shifts if row.factor == 1.0]
    kept = [share.share == 1.0 for share in coded if share is not None]
    return bool(kept) and all(kept)


def _told(finding: Stability, best: Sequence[ChangeRow]) -> str:
    labels, issue, option = finding.made.labels, best[0].issue, best[0].option
    told = "; ".join(
        f"{coding_head(row.coding, '{} ')}{wording.share_words(row.holds)}, "
        f"{wording.difference_words(row.change)}, mends {share_cell(row.mends)}"
        for row in best
    )
    return f"{labels.issues[issue]}: {labels.options[issue].get(option, option)} – {told}"


def slower(finding: Stability, width: int) -> str:
    """How often packages are kept at some paces of drift."""
    if not finding.shifts or not any(row.drift.share > 0.0 for row in finding.worlds):
        return ""
    if _always_kept(finding):
        return ""
    rows = []
    for state in states_of(finding):
        for factor, pace in _PACES.items():
            cells = [_kept_at(finding, coding, state, factor) for coding in finding.made.codings]
            rows.append((f"{state}, {pace}", cells))
    happens = any(row.events.share > 0.0 for row in finding.worlds)
    events = f"; events go on: {wording.listed(finding.events)}" if happens else ""
    title = (
        "WHAT WOULD MAKE IT HOLD: A SLOWER SHIFT (of 100 worlds in which a package would be "
        "signed, those in which it is kept if all drift from then on goes on as coded, half as "
        f"fast, or not at all{events}; {wording.SAMPLING_ONLY})"
    )
    return headed(title, side_by_side(heads(finding.made.codings), rows, width), width)


def _kept_at(finding: Stability, coding: str, state: str, factor: float) -> str:
    found = [
        row.kept
        for row in finding.shifts
        if (row.coding, row.state, row.factor) == (coding, state, factor)
    ]
    return share_cell(found[0]) if found else NOTHING


def reached(finding: Stability, width: int) -> str:
    """What the numbers rest on, in words."""
    wanted = {party for parties in finding.breakers.values() for party in parties}
    parties = [party for party in finding.made.labels.parties if party in wanted]
    who = wording.listed(party_names(finding, parties)) or "nobody"
    parts = [
        "HOW THIS IS FOUND. A package is brought about by all whose signatures it needs together, "
        "from no agreement or in the place of another. Principals can leave it; those whose "
        "consent an option needs can withdraw it, and the option falls back to the status quo or, "
        f"where there is none, the whole package falls. {finding.coalitions} coalitions are tried, "
        "single parties included; answers may come from anybody outside, in any order. No "
        "agreement is worth to a party what it goes by on the day, a package its value with feared "
        "breach, and a package across a firm line is worse than no agreement.",
        f"Those who can break some package alone: {who}. A breach ends the whole deal, and leaves "
        "all with what no deal is truly worth on that day: drift, and the events of each world, go "
        "on as if nothing had been signed. While it is kept a deal is worth what it is on the day "
        "of signing, without feared breach: that is fear of what others do. Looking ahead, all "
        "know what is to come.",
    ]
    return paragraph(" ".join(parts), width)
