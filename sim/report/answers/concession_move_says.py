"""What must move, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.concessions import Concessions, Gap, MoveRow, ProcessRule, Verdict
from sim.report import wording
from sim.report.answers.concession_move_blocks import Lookup, told_with
from sim.report.answers.concession_names import body_words, grouped, head_words

__all__ = ["gap_says", "paper_says", "situation_says", "talks_says"]

_NAMED = 2

Group = Sequence[MoveRow]


def situation_says(finding: Concessions) -> str:
    """What there is without any concession."""
    stated = [row for row in finding.without if row.rule is ProcessRule.STATED]
    settled, open_ = [row.horizon for row in stated], [row.open for row in stated]
    by, day = wording.day_words(finding.made.horizon), wording.day_words(finding.day)
    if all(share.share == 1.0 for share in settled):
        return f"All worlds settle by {by} without any concession, so nothing must move."
    if all(share.share == 0.0 for share in open_):
        return (
            f"On {day} no world holds a package that all would sign, so without a concession there "
            "is nothing to agree on."
        )
    over = f" (over {len(stated)} codings)" if len(stated) > 1 else ""
    return (
        f"Without any concession all would sign some package on {day} in "
        f"{wording.range_words(open_)}, and {wording.range_words(settled)} settle by {by}{over}."
    )


def paper_says(finding: Concessions) -> str:
    """What each party could open most alone, for every party alike."""
    if not finding.moves:
        return "There is no concession to make."
    known, told = Lookup(finding), []
    groups = grouped(finding)
    for party in _parties(finding):
        own = next((group for group in groups if group[0].party == party), None)
        if own is None or own[0].exact.low <= 0.0:
            told.append((0.0, f"{_name(party, finding)} nothing clear"))
            continue
        lifts = [effect.exact for effect in known.every(own[0])]
        ends = wording.difference_range_words(lifts).removesuffix(" of 100 worlds")
        told.append((own[0].exact.difference, f"{_plain(own, known)} ({ends})"))
    told.sort(key=lambda one: -one[0])
    if all(size == 0.0 for size, _ in told):
        return (
            "On paper no concession by one party opens more worlds in every coding than sampling "
            "alone could."
        )
    return (
        "What each could open most on paper, in more of 100 worlds: "
        f"{'; '.join(words for _, words in told)}."
    )


def _parties(finding: Concessions) -> list[str]:
    asked = finding.made.asked.get("by")
    return [party for party in finding.made.labels.parties if asked in (None, party)]


def _name(party: str, finding: Concessions) -> str:
    return wording.party_words(finding.made.labels.parties[party])


def talks_says(finding: Concessions) -> str:
    """What holds in talks, however they are held; nothing where there is no concession."""
    if not finding.moves:
        return ""
    sure = [group for group in grouped(finding) if Verdict.ROBUST in group[0].verdicts]
    under = _rules_words(finding)
    if not sure:
        hangs = ": what talks make of one hangs on how they are held" if _several(finding) else ""
        return (
            f"In talks no concession clearly lifts settlement {under} and in every coding{hangs}."
        )
    sure.sort(key=lambda group: -group[0].simulated.difference)
    first = sure[0][0]
    ends = f"{_points(first.lowest)} to {_points(first.highest)} of 100 worlds"
    count = "one alone" if len(sure) == 1 else f"{len(sure)}, {_leads(sure)}"
    return (
        f"In talks robust {under} and in every coding: {count} "
        f"{_plain(sure[0], Lookup(finding))} ({ends})."
    )


def _several(finding: Concessions) -> bool:
    """Whether there is a rule beside the stated ones that can make a difference."""
    return len(finding.idle) < len(ProcessRule) - 1


def _rules_words(finding: Concessions) -> str:
    """Under which rules something holds, idle ones left out.

    Said where there are any, so that nobody takes three for five.
    """
    if not finding.idle:
        return f"under all {len(ProcessRule)} process rules"
    if not _several(finding):
        return "under the rules as stated, the other four being idle here,"
    left = len(ProcessRule) - len(finding.idle)
    return f"under all {left} process rules that are not idle here"


def _leads(sure: Sequence[Group]) -> str:
    """Whether the first does most of all, or is just one of those that are not told apart."""
    first, *others = (group[0] for group in sure)
    alone = all(
        one.tier != first.tier and one.simulated.high < first.simulated.low for one in others
    )
    return "most of all" if alone else "among them"


def _points(difference: float) -> str:
    text = f"{100 * difference:+.0f}"
    return "0" if float(text) == 0.0 else text.replace("-", "−")


def gap_says(finding: Concessions) -> str:
    """Where paper and talks differ; nothing where they do not."""
    known = Lookup(finding)
    for gap, words in (
        (Gap.PAPER_ONLY, "Matters on paper, never in talks"),
        (Gap.OPPOSED, "Opposite on paper and in talks"),
        (Gap.TALKS_ONLY, "Matters in talks, not on paper"),
    ):
        found = [group for group in grouped(finding) if group[0].gap is gap]
        if found:
            told = [_sized(group, known) for group in found[:_NAMED]]
            left = len(found) - _NAMED
            more = f"; and {wording.count_words(left, 'other')}" if left > 0 else ""
            return f"{words}: {'; '.join(told)}{more}."
    return ""


def _sized(group: Group, known: Lookup) -> str:
    first = group[0]
    effects = known.every(first)
    on_paper = wording.difference_range_words(one.exact for one in effects)
    in_talks = wording.difference_range_words(one.horizon for one in effects)
    ends = on_paper if first.gap is Gap.PAPER_ONLY else in_talks
    if first.gap is Gap.OPPOSED:
        ends = f"{on_paper.removesuffix(' of 100 worlds')} on paper, {in_talks} in talks"
    return f"{_plain(group, known)} ({ends})"


def _plain(group: Group, known: Lookup) -> str:
    alike, _ = told_with(group, known)
    labels = known.finding.made.labels
    return f"{head_words(group[0], labels)} – {body_words(alike, labels).removesuffix(',')}"
