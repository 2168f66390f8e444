"""The debrief for a class: how to score what a table signed, and what there was to be found."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.brief import Brief
from sim.domain.zopa_rows import Order, PackageRow
from sim.report import wording
from sim.report.answering import answer_says
from sim.report.codings import coding_head
from sim.report.markdown import escaped, escaped_labels
from sim.report.roles import score_form

__all__ = ["debrief_page"]

_SHOWN = 3


def debrief_page(finding: Brief) -> str:
    """The teacher's page, as Markdown: points, best packages, and questions with their answers."""
    parts = [
        f"# Debrief: {escaped(finding.made.title)}",
        "For the teacher. Points are 100 times a party's value units, by the middle of each range; "
        "those of different parties are never added up.",
        "## Score a table",
        "Add up the points of the signed options, party by party; add what any deal is worth, take "
        "off the feared breach (less, where the package guards against it: see the sheets), and "
        "hold the sum against no deal. A party that signed below its no-deal points gave away more "
        "than it got; one that crossed a line of its own did what its sheet forbids.",
        score_form(finding.roles, finding.made),
        "## What there was to be found",
        *_best(finding),
        "## What tables usually ask",
        *_questions(finding),
        f"*{wording.CLOSING}*",
    ]
    return "\n\n".join(parts) + "\n"


def _best(finding: Brief) -> Iterator[str]:
    names = escaped_labels(finding.made.labels)
    for row in finding.zopa.packages:
        if row.order is not Order.MARGIN or row.rank > _SHOWN:
            continue
        head = coding_head(row.coding, "{}, ")
        yield (
            f"**{wording.capital(head)}no. {row.rank} by what it leaves the worst-off signatory** "
            f"(signed in {wording.share_sentence(row.signed)}): "
            + wording.listed(
                f"{names.issues[issue]}: {names.options[issue][option]}"
                for issue, option in row.package.items()
            )
            + f". Points: {_points(finding, row)}."
        )


def _points(finding: Brief, row: PackageRow) -> str:
    names = escaped_labels(finding.made.labels).parties
    return wording.listed(
        f"{wording.party_words(names[sheet.party])} {sheet.score(row.package):.0f} "
        f"(no deal {sheet.no_deal:.0f})"
        for sheet in finding.roles
    )


def _questions(finding: Brief) -> Iterator[str]:
    asked = (
        ("Was there a deal to be had, and who stood in its way?", finding.zopa),
        ("Did the deadline help?", finding.clock),
        ("What did nobody know?", finding.sensitivity),
    )
    for question, part in asked:
        yield f"**{question}** {escaped(' '.join(answer_says(part)))}"
