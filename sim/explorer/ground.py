"""The scenario that is explored, under each of its codings, and what was played of it lately."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, TypeVar

from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario
from sim.errors import NotFoundError
from sim.explorer.answer import answer_of, told_of
from sim.explorer.asked import QUICK, key_of
from sim.explorer.words import Words

__all__ = ["Ground"]

Held = TypeVar("Held")

#: Edited scenarios and runs that are kept: enough to step back and forth between a few states.
_KEPT = 24

#: Worlds of a run that may be kept; larger ones are worked out again.
_LARGEST_KEPT = 2_000

#: Two threads take from the same shelves; nothing is made while it is held.
_LOCK = Lock()


class Ground:
    """Edits scenarios as ``--set`` would and plays them; what was asked lately is kept.

    codings : coding → scenario, as loaded with whatever the command line set. seed : of all worlds.
    words : what answers say in sentences.
    """

    def __init__(self, codings: Mapping[str, Scenario], seed: int, words: Words) -> None:
        self.codings = codings
        self.seed = seed
        self.words = words
        self._told: OrderedDict[Any, dict[str, Any]] = OrderedDict()
        self._edited: OrderedDict[Any, Scenario] = OrderedDict()
        self._played: OrderedDict[Any, Outcomes] = OrderedDict()

    @property
    def first(self) -> Scenario:
        """The scenario under its first coding."""
        return next(iter(self.codings.values()))

    def unmoved(self, coding: str) -> Scenario:
        """The scenario as it was opened. Raises ``NotFoundError`` for an unknown coding."""
        if coding not in self.codings:
            known = ", ".join(self.codings)
            raise NotFoundError(f"{self.first.name} has no coding {coding!r} (it has {known})")
        return self.codings[coding]

    def edited(self, coding: str, changes: Mapping[str, Any]) -> Scenario:
        """The scenario with values set. Raises ``ScenarioError`` with every fault."""
        from sim.loading import edit

        unmoved = self.unmoved(coding)
        if not changes:
            return unmoved
        key = (coding, key_of(changes))
        return _kept(self._edited, key, lambda: edit(unmoved, changes, layer="--set"))

    def played(
        self,
        coding: str,
        changes: Mapping[str, Any],
        n: int,
        progress: Callable[[int], None] | None = None,
    ) -> Outcomes:
        """The worlds of the scenario with values set, as ``parley run`` plays them.

        A first answer leaves out what only larger ones tell: what the talks left unused, and the
        offers on the table.
        """
        from sim.engine import negotiate
        from sim.engine.negotiation import ASKED, TRACKED
        from sim.sampling import sample_worlds

        scenario = self.edited(coding, changes)
        asked, tracked = (0, 0) if n <= QUICK else (ASKED, TRACKED)

        def play() -> Outcomes:
            worlds = sample_worlds(scenario, n=n, seed=self.seed)
            return negotiate(scenario, worlds, asked=asked, tracked=tracked, progress=progress)

        if n > _LARGEST_KEPT and changes:
            return play()
        return _kept(self._played, (coding, key_of(changes), n), play)

    def answered(
        self,
        coding: str,
        changes: Mapping[str, Any],
        n: int,
        progress: Callable[[int], None] | None = None,
    ) -> dict[str, Any]:
        """The answer of the page to some changes, from ``n`` worlds."""
        unmoved = self.played(coding, {}, n, progress)
        before = _kept(self._told, (coding, n), lambda: told_of(unmoved, self.words))
        moved = self.played(coding, changes, n, progress)
        return answer_of(unmoved, moved, before, self.words)


def _kept(shelf: OrderedDict[Any, Held], key: Any, make: Callable[[], Held]) -> Held:
    with _LOCK:
        if key in shelf:
            shelf.move_to_end(key)
            return shelf[key]
    made = make()
    with _LOCK:
        shelf[key] = made
        while len(shelf) > _KEPT:
            shelf.popitem(last=False)
    return made
