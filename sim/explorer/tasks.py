"""What is worked out behind the page, in processes of its own; a newer question stops an older one.

Each function is a task: plain data in, plain data out. The process that carries it out holds the
explored scenario and looks, between batches of worlds, whether the page has moved on.
"""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sim.domain.scenario import Scenario
from sim.explorer.asked import Asked, AskedPackage
from sim.explorer.estimates import estimate_of
from sim.explorer.ground import Ground
from sim.explorer.words import Words

if TYPE_CHECKING:
    from sim.domain.agenda import Agenda

__all__ = [
    "Done",
    "StaleError",
    "begin",
    "blockers",
    "concessions",
    "judged",
    "kept",
    "map_of",
    "played",
]

#: Worlds behind the acceptance map, behind who blocks, and behind the cheapest concessions.
MAP_WORLDS, BLOCKER_WORLDS, CONCESSION_WORLDS = 512, 256, 400

#: Rows of a list that a page shows.
_SHOWN = 8


class Done(Protocol):
    """A number shared between processes: how much of a task is done, in thousandths."""

    value: int


class StaleError(Exception):
    """The page has moved on; nobody waits for this any more."""


@dataclass(slots=True)
class _Held:
    """What a process of this kind holds: set once, when it begins."""

    ground: Ground
    newest: Sequence[int]
    done: Done


_held: list[_Held] = []


def begin(
    codings: Mapping[str, Scenario], seed: int, words: Words, newest: Sequence[int], done: Done
) -> None:
    """Set up a process for tasks.

    newest : page → the turn of its newest answer. done : told how much of a long task is done.
    """
    # On Ctrl-C a process of this kind just ends; who serves the page says what there is to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held[:] = [_Held(ground=Ground(codings, seed, words), newest=newest, done=done)]


def played(asked: Asked) -> dict[str, Any]:
    """The answer from as many worlds as asked for."""
    _go_on(asked)
    return _held[0].ground.answered(
        asked.coding, asked.changes, asked.worlds, lambda _: _go_on(asked)
    )


def judged(asked: AskedPackage) -> dict[str, Any]:
    """One package, built by hand: who signs, by what margin, and what stands in the way."""
    from sim.explorer.packages import judgement_of

    held = _held[0]
    scenario = held.ground.edited(asked.coding, asked.changes)
    return judgement_of(
        scenario, asked.package, held.ground.words, n=asked.worlds, seed=held.ground.seed
    )


def kept(asked: AskedPackage) -> dict[str, Any]:
    """How long the same package would last once it is signed."""
    from sim.explorer.packages import keeping_of

    held = _held[0]
    scenario = held.ground.edited(asked.coding, asked.changes)
    return keeping_of(
        scenario, asked.package, held.ground.words, n=asked.worlds, seed=held.ground.seed
    )


def map_of(asked: Asked) -> dict[str, Any]:
    """In how many worlds some acceptable package holds two options together, for every two issues.

    As ``parley zopa`` counts them on day 0.
    """
    from sim.analysis.overlap.counted import SetQuestion
    from sim.analysis.overlap.rows import option_rows, pair_rows, set_row, telling_issues
    from sim.analysis.overlap.searched import search_all, with_pairs
    from sim.analysis.zopa import TRIED
    from sim.analysis.zopa_counting import count_all

    scenario, words = _held[0].ground.edited(asked.coding, asked.changes), _held[0].ground.words
    question = SetQuestion(n=MAP_WORLDS, seed=_held[0].ground.seed, day=0.0, keep=_SHOWN, workers=1)
    every = scenario.agenda.size <= TRIED
    count = count_all if every else search_all
    coding, agenda = asked.coding, scenario.agenda
    counted = count({coding: scenario}, question, lambda _: _go_on(asked))
    shown = telling_issues(counted, agenda)
    found = counted[coding]
    if shown is not None and not every:
        found = with_pairs(found, scenario, question, shown)
    row = set_row(coding, found)
    return {
        "worlds": MAP_WORLDS,
        "sure": row.sure,
        "open": estimate_of(row.open, words),
        "telling": None if shown is None else [agenda.issues[j].id for j in shown],
        "options": [
            {"issue": one.issue, "option": one.option, **estimate_of(one.share, words)}
            for one in option_rows(coding, found, agenda)
        ],
        "pairs": _pairs(pair_rows(coding, found, agenda), agenda),
    }


def _pairs(rows: Any, agenda: Agenda) -> list[list[Any]]:
    """``[issue, option, other issue, other option, share, low, high]``, by places in the agenda."""
    places = {
        issue.id: (j, {option.id: k for k, option in enumerate(issue.options)})
        for j, issue in enumerate(agenda)
    }
    found = []
    for row in rows:
        (j, options), (i, others) = places[row.issue], places[row.other_issue]
        share = row.share
        ends = [round(number, 6) for number in (share.share, share.low, share.high)]
        found.append([j, options[row.option], i, others[row.other_option], *ends])
    return found


def blockers(asked: Asked) -> dict[str, Any]:
    """Who blocks where no package is acceptable, as ``parley zopa`` tells it of day 0."""
    from sim.analysis.blocking import who_blocks

    ground, words = _held[0].ground, _held[0].ground.words
    scenario = ground.edited(asked.coding, asked.changes)
    found = who_blocks(
        {asked.coding: scenario},
        n=BLOCKER_WORLDS,
        seed=ground.seed,
        most=2,
        progress=lambda done, total: _go_on(asked, done, total),
    )
    lines = sorted(found.lines, key=lambda row: -row.alone.share)
    parties = sorted(found.parties, key=lambda row: -row.alone.share)
    return {
        "worlds": BLOCKER_WORLDS,
        "empty": estimate_of(found.empty[0].empty, words),
        "lines": [
            {"party": row.party, "issue": row.issue, **estimate_of(row.alone, words)}
            for row in lines[:_SHOWN]
            if row.alone.share > 0.0
        ],
        "parties": [
            {"party": row.party, **estimate_of(row.alone, words)}
            for row in parties
            if row.alone.share > 0.0
        ],
    }


def concessions(asked: Asked) -> dict[str, Any]:
    """The single concessions that lift settlement most, each with the changes that make it."""
    from sim.analysis.screening import single_concessions

    ground, words = _held[0].ground, _held[0].ground.words
    scenario = ground.edited(asked.coding, asked.changes)
    table = single_concessions(
        {asked.coding: scenario},
        n=CONCESSION_WORLDS,
        seed=ground.seed,
        progress=lambda done, total: _go_on(asked, done, total),
    )
    return {
        "worlds": CONCESSION_WORLDS,
        "tried": len(table.rows),
        "settled": estimate_of(table.settled[asked.coding], words),
        "rows": [
            {
                "party": row.party,
                "issue": row.issue,
                "option": row.option,
                "kind": row.kind.value,
                "changes": dict(row.edits.get(asked.coding, {})),
                "lift": estimate_of(row.lifts[asked.coding].horizon, words),
                "cost": estimate_of(row.lifts[asked.coding].cost, words),
            }
            for row in table.rows[:_SHOWN]
        ],
    }


def _go_on(asked: Asked, done: int = 0, total: int = 1) -> None:
    """Raises ``StaleError`` once the page has moved on; else notes how much is done."""
    held = _held[0]
    if held.newest[asked.page] > asked.turn:
        raise StaleError
    held.done.value = 1000 * done // max(1, total)
