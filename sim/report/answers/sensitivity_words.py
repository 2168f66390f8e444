"""Groups of inputs, conditions and indices in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.domain.box import BoxRow, Condition, ConditionKind, Sought
from sim.domain.estimate import Labels
from sim.domain.sensitivity import Direction, GroupIndex, GroupKind, Index
from sim.report import wording

__all__ = [
    "box_words",
    "condition_words",
    "direction_words",
    "explains",
    "group_phrase",
    "group_words",
    "index_words",
]

#: An index up to this is nothing but rounding.
_NOTHING = 1e-9

_ABOUT = {
    "lines": "red lines",
    "values": "values and weights",
    "no_deal": "no-deal value",
    "clocks": "clocks and tactics",
    "breach": "feared breach",
    "type": "type",
}

_KINDS = {
    GroupKind.EVENTS: "events, their chances and effects",
    GroupKind.SMALL_DEALS: "small deals, their chances and effects",
    GroupKind.CHANCE: "chance moves",
}

_DIRECTIONS = {
    Direction.CLAIM: "a claim",
    Direction.OUTSIDE: "an outside source",
    Direction.NOBODY: "nobody",
    Direction.CHANCE: "luck: chance moves",
}

_SOUGHT = {
    Sought.SETTLEMENT: ("settle", "settlements"),
    Sought.NO_SETTLEMENT: ("fail", "failures"),
}

#: What a limit is on; ``{}`` is the party within a sentence.
_LIMITED = {
    ConditionKind.NO_DEAL: "the no-deal value of {} on day 0 is",
    ConditionKind.DRIFT: "the weekly change of the no-deal value of {} is",
    ConditionKind.BELIEF_GAP: "the error of {} about the weekly change of its no-deal value is",
    ConditionKind.WEIGHT: "the weight of {issue} for {} is",
    ConditionKind.PREMIUM: "the premium of {} for any deal is",
    ConditionKind.FEARED_LOSS: "what {} fears to lose by a breach (chance times loss) is",
    ConditionKind.OPENING: "the opening of {} is",
    ConditionKind.TOUGHNESS: "the toughness of {} (small is tough) is",
    ConditionKind.PATIENCE: "the days in which the aim of {} comes down are",
    ConditionKind.DEADLINE: "the belief of {} in the deadline is",
    ConditionKind.DRAFT: "the days until the draft of {} is ready are",
    ConditionKind.EVENT: "the chance of “{name}” is",
}


def group_words(row: GroupIndex, labels: Labels) -> str:
    """A group of inputs as a heading or a label."""
    owners = [_owner(row, owner, labels) for owner in row.owner.split("+")]
    if row.kind is GroupKind.SOURCE:
        noun = "sources" if len(owners) > 1 else "source"
        return f"Whether {noun} {wording.listed(f'“{one}”' for one in owners)} can be believed"
    if row.kind is GroupKind.PARTY:
        what = wording.listed(_ABOUT[part] for part in row.about.split("+"))
        return f"{wording.capital(wording.listed(owners))}: {what}"
    return wording.capital(_KINDS[row.kind])


def group_phrase(row: GroupIndex, labels: Labels) -> str:
    """The same within a sentence."""
    if row.kind is GroupKind.PARTY:
        owners = [wording.party_words(_owner(row, owner, labels)) for owner in row.owner.split("+")]
        what = wording.listed(f"the {_ABOUT[part]}" for part in row.about.split("+"))
        return f"{what} of {wording.listed(owners)}"
    told = group_words(row, labels)
    return told[:1].lower() + told[1:]


def _owner(row: GroupIndex, owner: str, labels: Labels) -> str:
    return labels.parties.get(owner, owner.replace("_", " "))


def direction_words(direction: Direction) -> str:
    """Who says which way a number points."""
    return _DIRECTIONS[direction]


def index_words(index: Index | None) -> str:
    """An index in parts of 100, with its interval; nothing lies below 0 or above 100.

    >>> index_words(Index(index=0.391, low=0.347, high=0.434))
    '39 (34–44)'
    >>> index_words(Index(index=-0.01, low=-0.03, high=0.01)), index_words(None)
    ('0 (0–1)', '–')
    """
    if index is None:
        return "–"
    low, middle, high = (
        100.0 * min(1.0, max(0.0, end)) for end in (index.low, index.index, index.high)
    )
    # Never finer than whole parts, and no finer than the interval allows.
    step = 5 if index.high - index.low >= 0.1 else 1
    told = step * round(middle / step)
    return f"{told} ({math.floor(low + 1e-9)}–{math.ceil(high - 1e-9)})"


def condition_words(condition: Condition, labels: Labels) -> str:
    """One limit of a box, as a clause."""
    party = wording.party_words(labels.parties.get(condition.party, condition.party))
    holds = condition.low is not None
    if condition.kind is ConditionKind.LINE:
        option = labels.options[condition.issue].get(condition.option, condition.option)
        verb = "refuses" if holds else "does not refuse"
        return f"{party} {verb} “{option}” on {labels.issues[condition.issue]}"
    if condition.kind is ConditionKind.TYPE:
        return f"{party} is {'' if holds else 'not '}of the type “{condition.name}”"
    issue = labels.issues.get(condition.issue, condition.issue)
    about = _LIMITED[condition.kind].format(party, issue=issue, name=condition.name)
    return f"{about} {_limits(condition)}"


def _limits(condition: Condition) -> str:
    def number(value: float) -> str:
        return f"{value:g}".replace("-", "−")

    if condition.low is None:
        return f"at most {number(condition.high or 0.0)}"
    if condition.high is None:
        return f"at least {number(condition.low)}"
    return f"from {number(condition.low)} to {number(condition.high)}"


def box_words(box: BoxRow, conditions: Sequence[Condition], labels: Labels) -> str:
    """A box as a clause: its conditions, and what happens where they hold."""
    mine = [one for one in conditions if (one.coding, one.box) == (box.coding, box.box)]
    told = wording.listed(condition_words(one, labels) for one in mine)
    verb, noun = _SOUGHT[box.sought]
    return (
        f"talks {verb} more often where {told}: {wording.share_words(box.density)} of 100 such "
        f"worlds do, against {wording.share_words(box.base)} of all, and "
        f"{wording.share_words(box.coverage)} of 100 {noun} lie there"
    )


def explains(row: GroupIndex) -> bool:
    """Whether drawing the group anew changed anything in the worlds drawn."""
    flips = row.flips is not None and row.flips.share > 0.0
    return flips or (row.total is not None and row.total.high > _NOTHING)
