"""The best packages in words: signed most often, best for the worst off, least regretted."""

from __future__ import annotations

from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import Order, PackageRow, Solution
from sim.report import wording
from sim.report.answers.zopa_words import (
    NOTHING,
    SOLUTIONS,
    but_for,
    by_rank,
    mean_cell,
    package_lines,
    share_cell,
    telling_order,
)
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["best", "by_other_orders", "solutions"]

_TOLD = 3

#: A package picked in fewer of the worlds than this is not the fair one of most.
_MOSTLY = 0.5

_OTHERS = {
    Order.SIGNED: "signed in the most worlds",
    Order.MARGIN: "best on average for the signatory that is worst off, no margin where it is not "
    "signed (the order of least mean regret is the same)",
    Order.REGRET: "most often within 0.05 of the best there is for the worst-off signatory",
}


def best(finding: Zopa, width: int) -> str:
    """The packages that lead, with their numbers in every coding."""
    order = telling_order(finding)
    ranks = by_rank(finding, order)[:_TOLD]
    if not ranks:
        return ""
    which = "BY THE LOWEST SHARE OVER CODINGS" if order is Order.ACROSS else "SIGNED MOST OFTEN"
    title = f"BEST PACKAGES, {which} ({wording.SAMPLING_ONLY})"
    parts = [paragraph(title, width)]
    if any(not row.sure for row in finding.sets):
        parts.append(paragraph("A search stopped at its limit: there may be better ones.", width))
    first = ranks[0][0].package
    for place, rows in enumerate(ranks, start=1):
        labels = finding.made.labels
        named = (
            package_lines(rows[0].package, labels)
            if place == 1
            else but_for(rows[0].package, first, labels)
        )
        parts.append(paragraph(f"{place}. {named}", width))
        parts.append(side_by_side(heads(finding.made.codings), _numbers(finding, rows), width))
    parts.append(
        paragraph(
            "Margin: of the signatory that is worst off. Regret: the best such margin of any "
            "package in that world, less its own; one that is not signed there has none."
            + _level(finding),
            width,
        )
    )
    return "\n".join(parts)


def _level(finding: Zopa) -> str:
    """How many others are as good as the one signed most, as far as sampling tells."""
    counts = [row.level for row in finding.sets if row.level is not None]
    if not counts or not max(counts):
        return ""
    low, high = min(counts), max(counts)
    many = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return (
        f" Sampling does not tell the package that is signed most often from {many} other"
        f"{'s' if high > 1 else ''}."
    )


def _numbers(finding: Zopa, rows: tuple[PackageRow, ...]) -> list[tuple[str, list[str]]]:
    by_coding = {row.coding: row for row in rows}
    here = [by_coding.get(coding) for coding in finding.made.codings]

    def cells(of: str) -> list[str]:
        return [NOTHING if row is None else _cell(row, of) for row in here]

    return [
        ("signed, of 100 worlds", cells("signed")),
        ("margin where signed", cells("margin")),
        ("of 100 worlds with an acceptable package:", ["" for _ in here]),
        ("  signed, with regret of at most 0.05", cells("near")),
        ("  mean regret there", cells("regret")),
        ("  regret stays below, in 95 of 100", cells("regret_95")),
    ]


def _cell(row: PackageRow, of: str) -> str:
    if of == "regret_95":
        return NOTHING if row.regret_95 is None else f"{row.regret_95:.2f}"
    if of in ("margin", "regret"):
        return mean_cell(getattr(row, of))
    return share_cell(getattr(row, of))


def by_other_orders(finding: Zopa, width: int) -> str:
    """The first package of every other order, told by what it has other than the one that leads."""
    lead = by_rank(finding, telling_order(finding))
    if not lead:
        return ""
    lines = [paragraph("BY OTHER MEASURES", width)]
    for order, words in _OTHERS.items():
        if order is telling_order(finding):
            continue
        lines.append(paragraph(f"{wording.capital(words)}:", width, indent="  "))
        lines += [
            _first(finding, row, lead[0][0], width)
            for rows in by_rank(finding, order)
            for row in rows
            if row.rank == 1
        ]
    return "\n".join(lines)


def _first(finding: Zopa, row: PackageRow, lead: PackageRow, width: int) -> str:
    where = coding_head(row.coding, "{}: ")
    named = but_for(row.package, lead.package, finding.made.labels)
    numbers = [f"signed in {share_cell(row.signed)}"]
    if row.order is Order.MARGIN and row.margin is not None:
        numbers.append(f"margin where signed {mean_cell(row.margin)}")
    if row.order is Order.REGRET:
        numbers.append(f"so near in {share_cell(row.near)} of 100 worlds where something is")
    return paragraph(f"{where}{named} – {', '.join(numbers)}", width, indent="    ")


def solutions(finding: Zopa, width: int) -> str:
    """How often the bargaining solutions pick the package that each picks most."""
    if not finding.solutions:
        return ""
    rows = []
    for solution in Solution:
        shares = {
            row.coding: row.share
            for row in finding.solutions
            if row.solution is solution and row.rank == 1
        }
        cells = [share_cell(shares.get(coding)) for coding in finding.made.codings]
        rows.append((SOLUTIONS[solution], cells))
    title = (
        "WHAT BARGAINING SOLUTIONS WOULD PICK (between the principals, from what each would take; "
        "of 100 worlds with an acceptable package, those in which the package picked most often "
        "is picked)"
    )
    parts = [paragraph(title, width), side_by_side(heads(finding.made.codings), rows, width)]
    if all(row.share.share < _MOSTLY for row in finding.solutions):
        note = "Shares as low as these say that no one package is the fair one whatever the world."
        parts.append(paragraph(note, width))
    return "\n".join(parts)
