"""What would make packages hold, and how all of it is found, on the page about stability."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.stability import ChangeRow, Stability
from sim.report import wording
from sim.report.answers.stability_mending_says import best_change
from sim.report.answers.stability_says import party_names
from sim.report.answers.stability_tables import headed, states_of
from sim.report.answers.zopa_words import NOTHING, share_cell
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["changes", "reached", "slower"]


def changes(finding: Stability, width: int) -> str:
    """The change of a guarantee, and of any other option, that leaves most worlds."""
    if not finding.changes:
        return ""
    title = (
        "WHAT WOULD MAKE IT HOLD: ANOTHER OPTION, the one that mends most (of 100 worlds, those in "
        "which the package with this one option changed is signed and kept, and how many more or "
        "fewer than unchanged, allowing for all changes of the package; mends: of 100 worlds in "
        "which the unchanged one is signed and broken, those in which this one is signed and kept, "
        f"the best of many and so a little flattered; {wording.SAMPLING_ONLY})"
    )
    lines = [paragraph(title, width)]
    for state in states_of(finding):
        for kind, guarantee in (("guarantee", True), ("other option", False)):
            found: dict[tuple[str, str], list[ChangeRow]] = {}
            for row in finding.changes:
                if row.state == state and row.guarantee is guarantee:
                    found.setdefault((row.issue, row.option), []).append(row)
            if found:
                told = f"{state}, {kind}: {_best(finding, list(found.values()))}"
                lines.append(paragraph(told, width, indent="  "))
    return "\n".join(lines)


def _best(finding: Stability, found: Sequence[Sequence[ChangeRow]]) -> str:
    """The change that leaves most worlds, over all codings together."""
    best = best_change(found)
    if all(row.holds.share == 0.0 for row in best):
        return "none leaves a world in which it is signed and kept"
    labels, issue, option = finding.made.labels, best[0].issue, best[0].option
    told = "; ".join(
        f"{coding_head(row.coding, '{} ')}{wording.share_words(row.holds)}, "
        f"{wording.difference_words(row.change)}, mends {share_cell(row.mends)}"
        for row in best
    )
    return f"{labels.issues[issue]}: {labels.options[issue].get(option, option)} – {told}"


def slower(finding: Stability, width: int) -> str:
    """The fastest drift at which packages are kept in half of the worlds."""
    if not finding.shifts:
        return ""
    rows = []
    for state in states_of(finding):
        rows.append((state, [_pace(finding, coding, state) for coding in finding.made.codings]))
    title = (
        "WHAT WOULD MAKE IT HOLD: A SLOWER SHIFT (the fastest drift, as a share of what is coded, "
        "at which a package is kept in at least 50 of 100 worlds in which it would be signed)"
    )
    return headed(title, side_by_side(heads(finding.made.codings), rows, width), width)


def _pace(finding: Stability, coding: str, state: str) -> str:
    rows = [r for r in finding.shifts if (r.coding, r.state) == (coding, state)]
    if not rows:
        return NOTHING
    held = [row.factor for row in rows if row.kept.share >= 0.5]
    if not held:
        return "not even without drift"
    return "as coded" if max(held) == 1.0 else f"{max(held):.1f} of it"


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
