"""What the clock does: talks with and without their deadline, at other days, feared by others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.clock_kinds import Channel, ClockVerdict, HangsAs, SignedWhen, Vary
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "BreachRow",
    "ChannelRow",
    "Clock",
    "CrowdingRow",
    "EffectRow",
    "HangingRow",
    "SettingRow",
    "TermRow",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """The deadline present against absent, world by world, in one coding.

    hypothetical : the scenario has no deadline; one is tried, so that all of it is an assumption.
    deadline : its day. verdict : noise is counted as for ``beyond`` of ``SettingRow``. settlement …
    impasse : difference in the share of worlds, present minus absent. by_deadline : of worlds
    settled by its day. day : mean change of the day of settlement, in days, over the ``both``
    worlds settled with and without it; ``None`` for fewer than two.
    """

    coding: str
    hypothetical: bool
    deadline: float
    verdict: ClockVerdict
    settlement: Difference
    partial: Difference
    walkout: Difference
    impasse: Difference
    by_deadline: Difference
    both: int
    day: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """How the talks end in one setting of the clock.

    setting : of FEARED_BY the ids of those who fear it, joined by "+" (empty: nobody); of ADDED and
    REMOVED the channel; of STILL whether the deadline is there; else empty. value : day,
    credibility or horizon; of FEARED_BY the belief, ``None`` for as stated.
    stated : it is the scenario as stated. assumption : what differs from the talks it is held
    against follows from the tactic alone, or from a deadline the scenario does not have.
    changes : the edits that make it, ``path=value`` as ``--set`` takes them and ``remove:path``.
    against_stated, against_absent : paired differences of
    settlement to the scenario as stated, and to it without a deadline. beyond : HELPS or HURTS
    where the second (of HORIZON the first) leaves out 0 when noise is counted for all settings that
    vary the same, in every coding (Bonferroni); else NOTHING. day : mean day of settlement,
    ``None`` for fewer than two settlements.
    """

    coding: str
    vary: Vary
    setting: str
    value: float | None
    stated: bool
    assumption: bool
    changes: tuple[str, ...]
    worlds: int
    settlement: Share
    partial: Share
    walkout: Share
    impasse: Share
    against_stated: Difference
    against_absent: Difference
    beyond: ClockVerdict
    day: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """What a party gets in one setting, against the setting that differs in one thing.

    against : of PRESENT, DAY and ADDED the deadline absent; of CREDIBILITY and FEARED_BY the
    deadline feared by nobody; of HORIZON the scenario as stated; of REMOVED and STILL the talks it
    is taken from. worth : mean value of what was signed, over settled worlds, discounted to day 0.
    value : as in ``SettingRow``. both : worlds settled in
    both. change : mean change of that value over them; at_signing : the same undiscounted. result :
    mean change over all worlds of what it ends up with, the true no-deal value without settlement.
    ``None`` where fewer than two worlds tell it.
    """

    coding: str
    vary: Vary
    setting: str
    value: float | None
    party: str
    assumption: bool
    against: str
    worth: Amount | None
    both: int
    change: Amount | None
    at_signing: Amount | None
    result: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdingRow:
    """Small deals against none, in one setting.

    settled_without : settlement with small deals removed. crowded_out : worlds that settle without
    them and end with small deals only. made_room : worlds that settle only with them. difference :
    settlement with small deals minus without.
    """

    coding: str
    vary: Vary
    setting: str
    value: float | None
    settled_without: Share
    crowded_out: Share
    made_room: Share
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRow:
    """The breach a party fears of what was signed: fear · loss · what remains, in value units.

    signed : which settlements; split_day : the day that parts early from late. n : how many.
    feared : mean; ``None`` for fewer than two. change : of ALL, mean paired change to the talks
    without the deadline over worlds settled in both; else ``None``.
    """

    coding: str
    vary: Vary
    setting: str
    value: float | None
    party: str
    signed: SignedWhen
    split_day: float
    n: int
    feared: Amount | None
    change: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """What one channel alone does to settlement; ``None`` where the scenario lacks it.

    added : with it alone minus without any. removed : with all minus with all but it. The two need
    not agree, nor add up to the whole effect: what is left is REST. stacked_from : the share that
    settles without a deadline and with the channels before it added, each by its own difference.
    assumption : it follows from the tactic alone.
    """

    coding: str
    channel: Channel
    in_scenario: bool
    of_deadline: bool
    assumption: bool
    added: Difference | None
    removed: Difference | None
    stacked_from: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HangingRow:
    """How one event is bound to the deadline. moves : it goes where the deadline goes."""

    coding: str
    event: str
    name: str
    day: float
    hangs: HangsAs
    moves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the clock does, in every coding.

    principals : ids. sides : between whom value is told to move: the principals, or every party
    where only one is a principal. belief : the chance tried where a scenario states none. heeding :
    principals who in some coding, or of some type, come down before a deadline they believe in.
    """

    kind: ClassVar[str] = "clock"

    made: Made
    principals: tuple[str, ...]
    sides: tuple[str, ...]
    belief: float
    heeding: tuple[str, ...]
    effects: tuple[EffectRow, ...]
    settings: tuple[SettingRow, ...]
    channels: tuple[ChannelRow, ...]
    terms: tuple[TermRow, ...]
    crowding: tuple[CrowdingRow, ...]
    breach: tuple[BreachRow, ...]
    hanging: tuple[HangingRow, ...]

    @property
    def inert(self) -> bool:
        """Whether a deadline can do nothing: nobody heeds one, and nothing hangs on it."""
        acts = {row.channel for row in self.channels if row.in_scenario and row.of_deadline}
        return not self.heeding and acts <= {Channel.TACTICS, Channel.REST}

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "effects": self.effects,
            "settings": self.settings,
            "channels": self.channels,
            "terms": self.terms,
            "crowding": self.crowding,
            "breach": self.breach,
            "hanging": self.hanging,
        }
