"""The empirical game in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.domain.equilibrium import Equilibria, GameRow, Holds, ProfileKind
from sim.domain.party import Behaviour
from sim.report import wording
from sim.report.answers import equilibrium_tables as tables
from sim.report.answers.equilibrium_words import (
    choice_name,
    choosers,
    gain_words,
    tolerance_words,
)
from sim.report.answers.zopa_words import told_over
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["says", "text"]


def text(finding: Equilibria, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        tables.changes(finding, width),
        tables.leading(finding, width),
        tables.at_equilibrium(finding, width),
        tables.signed_there(finding, width),
        _chances(finding, width),
        tables.choices(finding, width),
        tables.reached(finding, width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(finding: Equilibria, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"protocol {made.protocol}, to {wording.day_words(made.horizon)}",
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def says(finding: Equilibria) -> tuple[str, ...]:
    """What it comes to: which profiles hold, what happens there, who would change as coded."""
    return (_which(finding), _there(finding), _coded(finding), _assumed(finding))


def _which(finding: Equilibria) -> str:
    told = []
    for place, game in enumerate(finding.games):
        head = coding_head(game.coding, "in coding {} ")
        meant = (
            "" if place else (f" (nobody would gain {tolerance_words(finding)} by changing alone)")
        )
        are = "is an equilibrium" if game.yes == 1 else "are equilibria"
        more = f" and {game.untold} more not told from one" if game.untold else ""
        of = wording.count_words(game.profiles, "profile")
        told.append(f"{head}{game.yes or 'none'} of {of} {are}{meant}{more}")
    alone = len(finding.principals) == 1
    who = f"{choosers(finding)}, who alone {'makes' if alone else 'make'} offers,"
    choose = "chose its" if alone else "each chose a"
    what = f"If {who} {choose} behaviour with the payoffs known: {'; '.join(told)}."
    return f"{_hardly(finding)}{what}{_seeing(finding)}"


def _hardly(finding: Equilibria) -> str:
    """Where nearly everything holds, choices do not matter; that is said before the count."""
    most = [game for game in finding.games if 2 * game.yes > game.profiles]
    if not most:
        return ""
    where = ""
    if len(most) < len(finding.games):
        where = f" in coding {wording.listed(game.coding for game in most)}"
    return (
        f"What behaviour is chosen hardly matters to anybody{where}: most profiles are such that "
        "nobody would gain by leaving them. "
    )


def _seeing(finding: Equilibria) -> str:
    """Who plays subgame-perfect knows what it cannot know; said where there is something."""
    seeing = any(row.behaviour == Behaviour.SUBGAME_PERFECT.value for row in finding.menu)
    if not seeing or not finding.guessed:
        return ""
    labels = finding.made.labels.parties
    whose = wording.listed(wording.party_words(labels[party]) for party in finding.guessed)
    return (
        " Whoever chooses subgame-perfect is taken to see what is private to others (here "
        f"something is, of {whose}), which nobody can choose to do."
    )


def _there(finding: Equilibria) -> str:
    coded = [row.settlement for row in finding.ends if row.at == ProfileKind.CODED.value]
    told = [f"{coding_head(g.coding, 'in coding {} ')}{_settle(finding, g)}" for g in finding.games]
    return f"{wording.capital('; '.join(told))}. As coded they settle in {told_over(coded)}."


def _settle(finding: Equilibria, game: GameRow) -> str:
    """How many worlds settle where nobody would change, in one coding."""
    if game.least is not None and game.most is not None:
        settled = wording.range_words([game.least, game.most])
        first = next(row for row in finding.profiles if row.coding == game.coding)
        named = ""
        if first.holds is Holds.YES:
            named = f", and least is regretted with {_playing(finding, first.profile)}"
        return f"talks settle there in {settled}{named}"
    told = [row for row in finding.told if row.coding == game.coding]
    shown = next(row for row in told if row.kind is not ProfileKind.CODED)
    end = next(r for r in finding.ends if (r.coding, r.at) == (game.coding, shown.at))
    name = "that comes closest" if shown.kind is ProfileKind.PURE else f"called {shown.kind.value}"
    return (
        "no profile of pure choices surely holds; in the one "
        f"{name} talks settle in {wording.share_sentence(end.settlement)}"
    )


def _playing(finding: Equilibria, profile: Mapping[str, str]) -> str:
    """Who plays what, in a sentence."""
    labels = finding.made.labels.parties
    parts = [
        f"{choice_name(finding, party, choice)} for {wording.party_words(labels[party])}"
        for party, choice in profile.items()
    ]
    return wording.listed(parts)


def _coded(finding: Equilibria) -> str:
    told = []
    for row in finding.told:
        if row.kind is not ProfileKind.CODED:
            continue
        changes = [one for one in finding.changes if one.coding == row.coding]
        best = max(changes, key=lambda one: one.gain.mean)
        party = wording.party_words(finding.made.labels.parties[best.party])
        choice = choice_name(finding, best.party, best.choice)
        would = f"{party} would gain {gain_words(best.gain)} value units by {choice}"
        if row.holds is Holds.YES:
            would = f"nobody would gain {tolerance_words(finding)}"
        elif row.holds is Holds.UNTOLD:
            would = f"these worlds do not tell whether to change pays: {would}"
        told.append(f"{coding_head(row.coding, 'in coding {} ')}{would}")
    return f"From what is coded, the others staying: {'; '.join(told)}."


def _assumed(finding: Equilibria) -> str:
    return (
        "That is an equilibrium among the behaviours on the menu, by simulated payoffs: it says "
        "what would be stable if parties knew what each behaviour brings on average, not that they "
        "know it, nor which of several equilibria they would reach."
    )


def _chances(finding: Equilibria, width: int) -> str:
    """Who mixes how, where chances are not all one."""
    lines: list[str] = []
    for told in finding.told:
        if told.kind not in (ProfileKind.MIXED, ProfileKind.LOGIT):
            continue
        head = coding_head(told.coding, "{}, ")
        regret = gain_words(told.regret).replace("+", "")
        lines.append(paragraph(f"{head}{told.kind.value}, regret {regret}:", width, indent="  "))
        lines += [
            paragraph(line, width, indent="    ") for line in _mixing(finding, told.coding, told.at)
        ]
    title = "THE MIXED AND THE LOGIT PROFILE (how often of 100 times each choice is made)"
    if not any(row.kind is ProfileKind.MIXED for row in finding.told):
        title = "THE LOGIT PROFILE (how often of 100 times each choice is made)"
    return "\n".join([paragraph(title, width), *lines])


def _mixing(finding: Equilibria, coding: str, at: str) -> Sequence[str]:
    lines = []
    for party in finding.principals:
        found = [r for r in finding.chances if (r.coding, r.at, r.party) == (coding, at, party)]
        parts = [
            f"{choice_name(finding, party, row.choice)} {100 * row.chance:.0f}"
            for row in sorted(found, key=lambda row: -row.chance)
            if row.chance >= 0.005
        ]
        lines.append(f"{finding.made.labels.parties[party]}: {', '.join(parts)}")
    return lines
