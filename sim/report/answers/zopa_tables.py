"""The tables of the page about the acceptable set: how often, when, and what talks leave."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.estimate import Quantiles
from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import Method, SetRow, TalksRow
from sim.report import wording
from sim.report.answers.zopa_words import NOTHING, pair_shares, share_cell
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["days", "map_of_issues", "method_words", "sets", "talks"]


def method_words(finding: Zopa) -> str:
    """How the packages were gone through."""
    row = finding.sets[0]
    count = wording.count_words(row.packages, "package")
    if row.method is Method.ALL:
        return f"all {count} tried" if row.packages > 1 else "the one package tried"
    return f"{count} searched by branch and bound"


def _headed(finding: Zopa, title: str, rows: Sequence[tuple[str, list[str]]], width: int) -> str:
    table = side_by_side(heads(finding.made.codings), rows, width)
    return paragraph(title, width) + "\n" + table


def sets(finding: Zopa, width: int) -> str:
    """How often the set holds a package, and how much room it leaves."""
    rows = finding.sets
    title = (
        f"WHERE SOMETHING IS ACCEPTABLE ON {wording.day_words(finding.day).upper()} (of 100 "
        f"worlds; {wording.SAMPLING_ONLY})"
    )
    told = [("some package is acceptable", [share_cell(row.open) for row in rows])]
    parts = [_headed(finding, title, told, width)]
    if not all(row.sure for row in rows):
        parts.append(paragraph("A search stopped at its limit: these are lower bounds.", width))
    room = [
        ("packages in the set", [_count_cell(row.size) for row in rows]),
        (
            "of them, no other is better for one principal and no worse for any",
            [_count_cell(row.undominated) for row in rows],
        ),
        ("margin of the worst-off signatory, at best", [_margin_cell(row) for row in rows]),
    ]
    room = [(label, cells) for label, cells in room if any(cell != NOTHING for cell in cells)]
    if not room:
        return parts[0]
    note = "In those worlds: the median, and what nine worlds of ten lie between. "
    note += (
        "A margin is how far a package lies above what the party would take, as a share of its "
        "own range from worst to best package."
    )
    parts.append(_headed(finding, note, room, width))
    return "\n".join(parts)


def _count_cell(values: Quantiles | None) -> str:
    if values is None:
        return NOTHING
    low, middle, high = (f"{value:,.0f}" for value in (values.p05, values.p50, values.p95))
    return f"{middle} ({low} to {high})"


def _margin_cell(row: SetRow) -> str:
    return NOTHING if row.best is None else wording.quantile_words(row.best)


def days(finding: Zopa, width: int) -> str:
    """The set as time passes."""
    rows = [
        (
            wording.day_words(day),
            [share_cell(row.open) for row in finding.days if row.day == day],
        )
        for day in sorted({row.day for row in finding.days})
    ]
    title = (
        "THE SET AS TIME PASSES (worlds of 100 with an acceptable package, had no offer been made "
        "till then; drift, and events as drawn)"
    )
    return _headed(finding, title, rows, width)


def map_of_issues(finding: Zopa, width: int) -> str:
    """Two issues against each other: worlds in which something acceptable holds both options."""
    if finding.map is None or all(row.open.share == 0.0 for row in finding.sets):
        return ""
    labels = finding.made.labels
    rows_of, columns_of = finding.map
    columns = {
        option: f"({place})" for place, option in enumerate(labels.options[columns_of], start=1)
    }
    title = (
        f"{labels.issues[rows_of]} against {labels.issues[columns_of]} (worlds of 100 in which "
        "some acceptable package holds both options; intervals in the table of pairs)"
    )
    named = "; ".join(f"{head} {labels.options[columns_of][key]}" for key, head in columns.items())
    parts = [
        paragraph(wording.capital(title), width),
        paragraph(f"{labels.issues[columns_of]}: {named}", width),
    ]
    for coding in finding.made.codings:
        shares = pair_shares(finding, coding)
        told = [
            (name, [wording.share_middle(shares[option, other]) for other in columns])
            for option, name in labels.options[rows_of].items()
        ]
        parts += [coding_head(coding, "{}:")] if coding_head(coding) else []
        parts.append(side_by_side([[head] for head in columns.values()], told, width))
    return "\n".join(parts)


def talks(finding: Zopa, width: int) -> str:
    """What the talks themselves leave unused."""
    rows = finding.talks
    told: list[tuple[str, list[str]]] = [
        ("they settle", [share_cell(row.settled) for row in rows]),
        ("they do not, though something was acceptable when they ended",
         [share_cell(row.missed) for row in rows]),
        ("they do not; something was acceptable on day 0, nothing when they ended",
         [share_cell(row.lapsed) for row in rows]),
        ("they do not, and nothing was acceptable on either day",
         [share_cell(row.never) for row in rows]),
    ]  # fmt: skip
    asked = wording.count_words(max(row.asked for row in rows))
    title = f"WHAT THE TALKS MAKE OF IT (of 100 worlds; first {asked}; {wording.SAMPLING_ONLY})"
    parts = [_headed(finding, title, told, width)]
    if any(row.left is not None for row in rows):
        gains = [
            ("something acceptable was better by more than 0.01", [_improvable(r) for r in rows]),
            ("by how much (margins of the principals, added up)", [_left(r) for r in rows]),
        ]
        note = (
            "Of 100 worlds that settle, on the day of signing, without making any signatory worse "
            "off:"
        )
        parts.append(_headed(finding, note, gains, width))
    return "\n".join(parts)


def _improvable(row: TalksRow) -> str:
    return share_cell(row.improvable)


def _left(row: TalksRow) -> str:
    return NOTHING if row.left is None else wording.quantile_words(row.left)
