"""What a run found as tables: codings side by side, every number with its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sim.domain.finding import CodingSummary, RunSummary
from sim.report import wording
from sim.report.blocks import Cell, Grid
from sim.report.codings import coding_head

__all__ = ["conceded_grid", "endings_grid", "packages_grid", "refusals_grid", "values_grid"]

_NOTHING = Cell(text="–")
_SHARES = f"Worlds of 100, {wording.SAMPLING_ONLY}."

Told = Callable[[CodingSummary], Cell]


def endings_grid(run: RunSummary) -> Grid:
    """How the talks end, by ending and day."""
    rows: list[tuple[str, Told]] = []
    for ending in wording.ENDINGS:
        if ending == "partial" and not any(one.partial_deals for one in run.codings.values()):
            continue
        rows.append((wording.ending_words(ending), _ending(ending)))
        if ending == "settlement":
            days = _days(run)
            rows += [(f"settled by {wording.day_words(day)}", _by_day(day)) for day in days]
    rows.append(("missed overlap", lambda one: _share(one.missed_overlap.share)))
    note = (
        f"{_SHARES} Missed overlap, counted apart: no settlement, though some package existed on "
        "the last day that every needed signatory would have signed."
    )
    return _side_by_side(run, "How the talks end", "ending", rows, note)


def _ending(ending: str) -> Told:
    return lambda one: _share(one.endings[ending])


def _days(run: RunSummary) -> tuple[float, ...]:
    """The deadline, or else a third and two thirds of the talks."""
    wanted = (run.horizon / 3, 2 * run.horizon / 3) if run.deadline is None else (run.deadline,)
    return tuple(day for day in wanted if day < run.horizon)


def _by_day(day: float) -> Told:
    def told(one: CodingSummary) -> Cell:
        found = [row.settlement for row in one.by_day if row.day <= day + 1e-9]
        return _share(found[-1] if found else None)

    return told


def packages_grid(run: RunSummary) -> Grid:
    """What settled worlds sign: option by option."""
    rows = []
    for issue, options in run.labels.options.items():
        for option, name in options.items():
            if any(option in one.options.get(issue, {}) for one in run.codings.values()):
                label = f"{run.labels.issues[issue]}: {name}"
                rows.append((label, _option(issue, option)))
    note = f"Of 100 settled worlds of the coding, how many hold the option; {wording.SAMPLING_ONLY}"
    return _side_by_side(run, "What is signed", "issue: option", rows, f"{note}.")


def _option(issue: str, option: str) -> Told:
    return lambda one: _share(one.options.get(issue, {}).get(option))


def refusals_grid(run: RunSummary) -> Grid:
    """Who refuses, and why."""
    found = {(row.party, row.issue): None for one in run.codings.values() for row in one.refusals}
    rows = [
        (
            wording.refusal_words(
                run.labels.parties[party], None if issue is None else run.labels.issues[issue]
            ),
            _refusal(party, issue),
        )
        for party, issue in found
    ]
    note = f"Worlds of 100 in which it was said at least once; {wording.SAMPLING_ONLY}."
    return _side_by_side(run, "Who refuses, and why", "refusal", rows, note)


def _refusal(party: str, issue: str | None) -> Told:
    def told(one: CodingSummary) -> Cell:
        shares = [row.share for row in one.refusals if (row.party, row.issue) == (party, issue)]
        return _share(shares[0]) if shares else Cell(text="0", rank=0.0)

    return told


def conceded_grid(run: RunSummary) -> Grid:
    """Who gives way, and on what."""
    found = {
        (party, issue): None
        for one in run.codings.values()
        for party, issues in one.concessions_made.items()
        for issue in issues
    }
    rows = [
        (f"{run.labels.parties[party]} on {run.labels.issues[issue]}", _conceded(party, issue))
        for party, issue in found
    ]
    note = (
        "Mean value units between a party's first offer and what is signed or last offered; 1 is "
        f"a party's best on everything; {wording.SAMPLING_ONLY}."
    )
    return _side_by_side(run, "Who gives way, and on what", "party and issue", rows, note)


def _conceded(party: str, issue: str) -> Told:
    def told(one: CodingSummary) -> Cell:
        amount = one.concessions_made.get(party, {}).get(issue)
        if amount is None:
            return _NOTHING
        return Cell(text=wording.amount_words(amount), rank=amount.mean)

    return told


def values_grid(run: RunSummary) -> Grid:
    """What a settlement is worth to each party above no deal."""
    rows = [(name, _gain(party)) for party, name in run.labels.parties.items()]
    note = (
        "Value units, in the worlds that settle: the median, and what nine worlds of ten lie "
        "between. No deal as it truly is; parties sign by what they believe it to be worth."
    )
    return _side_by_side(run, "What a settlement is worth above no deal", "party", rows, note)


def _gain(party: str) -> Told:
    def told(one: CodingSummary) -> Cell:
        values = one.values.get(party)
        if values is None or values.gain is None:
            return _NOTHING
        return Cell(text=wording.quantile_words(values.gain), rank=values.gain.p50)

    return told


def _share(share: Any) -> Cell:
    if share is None:
        return _NOTHING
    return Cell(text=wording.share_words(share), rank=share.share)


def _side_by_side(
    run: RunSummary, caption: str, of: str, rows: Iterable[tuple[str, Told]], note: str
) -> Grid:
    heads = [coding_head(name, "coding {}") or "share" for name in run.codings]
    if len(heads) == 1 and heads[0] == "share" and "alue units" in note:
        heads = ["value units"]
    return Grid(
        caption=caption,
        heads=(of, *heads),
        rows=tuple(
            (Cell(text=label), *(told(one) for one in run.codings.values())) for label, told in rows
        ),
        note=note,
    )
