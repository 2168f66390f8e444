"""What the page says in sentences: handed in, since sentences are the report's to make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.domain.estimate import Amount, Difference, Labels, Share
from sim.domain.scenario import Scenario
from sim.domain.story import Story

__all__ = ["Words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Functions that put nouns into words, for whoever serves the page.

    explain : a scenario and a path → where the number there comes from. named : a path, the names
    of the scenario and the name of the event, type or small deal it belongs to → the number as a
    reader knows it. told : a scenario and a story → one text a move. share, difference, amount : an
    estimate with its interval, rounded as that allows. All are plain functions: other processes
    use them too.
    """

    explain: Callable[[Scenario, str], str]
    named: Callable[[str, Labels, str], str]
    told: Callable[[Scenario, Story], Sequence[str]]
    share: Callable[[Share], str]
    difference: Callable[[Difference], str]
    amount: Callable[[Amount], str]
