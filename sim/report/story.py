"""One world told as a story: round by round who offers what, who refuses, and because of what."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

from sim.domain.protocol import Deals
from sim.domain.scenario import Scenario
from sim.domain.story import Answer, Move, MoveKind, Reason, Story
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["moves_told", "story_text"]

_PLAIN = "plain"
#: Columns that no sentence fills.
_UNBROKEN = 10_000
_MEDIATOR = "the mediator"
_SILENCES = {
    "left": "it has left the talks",
    "draft": "its own draft is not ready",
    "lines": "the red lines known by now leave no package to offer",
    "plan": "going on is worth more to it than any package that would be signed now",
    "fight": "to fight now is worth more to it than any package that would be signed",
    "refused": "there is no package that the others would sign now",
    "aim": "even the best package left falls short of its own aim",
}
_CLOSING = "This is one world of many; it shows how the rules play out and predicts nothing."


def story_text(scenario: Scenario, story: Story, *, width: int = 80) -> str:
    """The story of one world for a terminal of the given width.

    Offers are told as what changed against the same party's last offer; the first in full.
    """
    teller = _Teller(scenario, width)
    parts = [teller.opening(story)]
    current = 0
    for move in story.moves:
        if move.round != current:
            current = move.round
            parts.append(f"\nRound {move.round}, {wording.day_words(move.day)}")
        parts.append(teller.move(move))
    parts.append("\n" + teller.overlap(story))
    parts.append(paragraph(_CLOSING, width))
    return "\n".join(part for part in parts if part) + "\n"


def moves_told(scenario: Scenario, story: Story) -> tuple[str, ...]:
    """Each move of a story as a text of its own, lines unbroken; for readers who go step by step.

    Offers are told as in ``story_text``.
    """
    teller = _Teller(scenario, _UNBROKEN)
    return tuple(_dedented(teller.move(move)) for move in story.moves)


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


class _Teller:
    """Remembers each party's last offer, so that the next can be told by what it changes."""

    def __init__(self, scenario: Scenario, width: int) -> None:
        self.scenario = scenario
        self.width = width
        self.last: dict[str, Mapping[str, str]] = {}
        self.worth: dict[str, float] = {}

    def opening(self, story: Story) -> str:
        scenario = self.scenario
        coding = coding_head(scenario.coding, ", coding {}")
        lines = [
            f"{scenario.name}{coding}: world {story.world} of seed {story.seed}",
            "What nobody at the table fully knows:",
        ]
        lines += [paragraph(self._hidden(story, id), self.width, indent="  ") for id in story.types]
        return "\n".join(lines)

    def _hidden(self, story: Story, party: str) -> str:
        kind = story.types[party]
        told = [f"{self._subject(party)}: no deal is worth {story.no_deal[party]:.2f}"]
        if kind != _PLAIN:
            types = self.scenario.parties[party].types
            told.append(f"type {types[kind].name if kind in types else kind}")
        refused = [
            f"{self._issue(issue)} at "
            + wording.listed(f"“{self._option(issue, option)}”" for option in options)
            for issue, options in story.lines.get(party, {}).items()
            if options
        ]
        lines = f"firm lines: {'; '.join(refused)}" if refused else "no firm line"
        return ", ".join([*told, lines]) + "."

    def move(self, move: Move) -> str:
        tell = {
            MoveKind.OFFER: self._offer,
            MoveKind.SILENCE: self._silence,
            MoveKind.LEAVING: self._leaving,
            MoveKind.EVENT: self._event,
            MoveKind.PARTIAL: self._partial,
            MoveKind.BELIEF: self._belief,
            MoveKind.BREAKDOWN: lambda _: "  The talks broke down after the round before.",
            MoveKind.ENDING: self._ending,
        }
        return tell[move.kind](move)

    def _offer(self, move: Move) -> str:
        lines = [paragraph(self._offer_head(move), self.width, indent="  ")]
        lines += [paragraph(change, self.width, indent="    ") for change in self._changes(move)]
        if not move.believes_deal:
            name = self._subject(move.party)
            doubt = f"{name} saw no package that the others would sign, and went on."
            lines.append(paragraph(doubt, self.width, indent="    "))
        lines += [paragraph(self._answer(a), self.width, indent="  ") for a in move.answers]
        self.last[move.party] = move.package
        self.worth[move.party] = move.value
        return "\n".join(lines)

    def _offer_head(self, move: Move) -> str:
        # The mediator has no values of its own: nothing that it puts forward is worth anything to
        # it, and it aims at nothing.
        if not move.party:
            return f"{self._subject(move.party)} put a text on the table:"
        return (
            f"{self._subject(move.party)} offered a package worth {move.value:.2f} on its own "
            f"scale{self._step(move)} (aim {move.target:.2f}, reservation {move.reservation:.2f}"
            f"{self._weighed(move)}):"
        )

    def _weighed(self, move: Move) -> str:
        """The chance the proposer gave to its offer, where it weighs one."""
        if isnan(move.chance):
            return ""
        return f", signed in {100 * move.chance:.0f} of 100 cases by its beliefs"

    def _step(self, move: Move) -> str:
        step = self.worth.get(move.party, move.value) - move.value
        if abs(step) < 0.005:
            return ""
        return f", {step:.2f} given up" if step > 0.0 else f", {-step:.2f} taken back"

    def _changes(self, move: Move) -> list[str]:
        before = self.last.get(move.party)
        if before is None:
            return [
                f"{self._issue(issue)}: {self._option(issue, option)}"
                for issue, option in move.package.items()
            ]
        changed = [
            f"{self._issue(issue)}: from {self._option(issue, before[issue])} "
            f"to {self._option(issue, option)}"
            for issue, option in move.package.items()
            if before.get(issue) != option
        ]
        return changed or [f"the same {'package' if move.party else 'text'} as before"]

    def _answer(self, answer: Answer) -> str:
        name = self._subject(answer.party)
        # What is nothing, but for rounding, has no sign.
        value, floor = (round(number, 2) + 0.0 for number in (answer.value, answer.floor))
        worth = f"worth {value:.2f}, wanted at least {floor:.2f}"
        if answer.accepts:
            return f"{name} accepted ({worth})."
        if answer.reason is Reason.LINE and answer.issue is not None:
            at = f" at “{self._option(answer.issue, answer.option)}”" if answer.option else ""
            why = f"it crosses a red line, {self._issue(answer.issue)}{at}"
        else:
            why = f"too little ({worth})"
        unneeded = "" if answer.needed else " Its signature is not needed."
        return f"{name} refused: {why}.{unneeded}"

    def _silence(self, move: Move) -> str:
        why = f": {_SILENCES.get(move.why, move.why)}" if move.why else ""
        return paragraph(
            f"{self._subject(move.party)} offered nothing{why}.", self.width, indent="  "
        )

    def _leaving(self, move: Move) -> str:
        name = self._subject(move.party)
        told = f"{name} left the talks: no agreement now is worth more to it than to go on."
        return paragraph(told, self.width, indent="  ")

    def _event(self, move: Move) -> str:
        event = self.scenario.events.get(move.subject)
        name = event.name if event else move.subject
        leaves = [self._party(party) for party in event.leaves] if event else []
        gone = f" {wording.capital(wording.listed(leaves))} left the talks." if leaves else ""
        return paragraph(f"Event: {name.rstrip('.')}.{gone}", self.width, indent="  ")

    def _partial(self, move: Move) -> str:
        deal = self.scenario.partial_deals.get(move.subject)
        name = deal.name if deal else move.subject
        # A small deal is told only when it is signed; who else it was put to may have refused.
        signed = wording.listed(self._party(one.party) for one in move.answers if one.accepts)
        by = f" by {signed}" if signed else ""
        return paragraph(f"Small deal: {name}, signed{by}.", self.width, indent="  ")

    def _belief(self, move: Move) -> str:
        party = self.scenario.parties.get(move.about)
        kind = party.types[move.subject].name if party and move.subject in party.types else ""
        return paragraph(
            f"In the eyes of {self._party(move.party)} the chance that {self._party(move.about)} "
            f"is of the type “{kind or move.subject}” is now {100 * move.value:.0f} in 100.",
            self.width,
            indent="  ",
        )

    def _ending(self, move: Move) -> str:
        ending = wording.ending_words(move.ending.name.lower()) if move.ending is not None else ""
        lines = [f"\nEnding, {wording.day_words(move.day)}: {ending}"]
        lines += [
            paragraph(
                f"{self._issue(issue)}: {self._option(issue, option)}", self.width, indent="  "
            )
            for issue, option in move.package.items()
        ]
        return "\n".join(lines)

    def overlap(self, story: Story) -> str:
        there = "there was a package" if story.overlap else "there was no package"
        signed = f"On the day the talks ended {there} that every needed signatory would have signed"
        if self.scenario.protocol.deals is Deals.ONE_ROUND:
            signed += " for good; here a deal binds for a round only"
        return paragraph(f"{signed}.", self.width)

    def _party(self, party: str) -> str:
        """A party's name within a sentence; whoever has no id is the mediator."""
        found = self.scenario.parties.get(party)
        return wording.party_words(found.name if found else party or _MEDIATOR)

    def _subject(self, party: str) -> str:
        """The same where a sentence begins."""
        return wording.capital(self._party(party))

    def _issue(self, issue: str) -> str:
        return self.scenario.agenda[issue].name

    def _option(self, issue: str, option: str) -> str:
        found = self.scenario.agenda[issue]
        return found.options[found.position(option)].name
