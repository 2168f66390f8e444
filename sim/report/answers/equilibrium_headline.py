"""What the empirical game comes to, in a few sentences: what holds, what happens there, who stays.

Where several profiles hold, or may, none of them is told as what would happen: what they have in
common is said, what they differ in, and the range of what they bring.
"""

from __future__ import annotations

from sim.domain.equilibrium import (
    ChangeRow,
    Equilibria,
    GameRow,
    Holds,
    MenuRow,
    ProfileKind,
    RangeRow,
)
from sim.domain.party import Behaviour
from sim.report import wording
from sim.report.answers.equilibrium_words import (
    choice_name,
    choosers,
    gain_words,
    tolerance_words,
)
from sim.report.codings import coding_head
from sim.theory.empirical_game import SAME_PAYOFF

__all__ = ["from_coded", "there", "which"]

#: Value units that anybody notices: Parley's usual tolerance.
_NOTED = 0.01


def which(finding: Equilibria) -> str:
    """How many profiles hold, and how far choices matter at all."""
    told = []
    for place, game in enumerate(finding.games):
        head = coding_head(game.coding, "in coding {} ")
        meant = (
            "" if place else (f" (nobody would gain {tolerance_words(finding)} by changing alone)")
        )
        are = "is clearly an equilibrium" if game.yes == 1 else "are clearly equilibria"
        more = f" and {game.untold} may be, as far as these worlds tell" if game.untold else ""
        of = wording.count_words(game.profiles, "profile")
        told.append(f"{head}{game.yes or 'none'} of {of} {are}{meant}{more}")
    alone = len(finding.principals) == 1
    who = f"{choosers(finding)}, who alone {'makes' if alone else 'make'} offers,"
    choose = "chose its" if alone else "each chose a"
    what = f"If {who} {choose} behaviour with the payoffs known: {'; '.join(told)}."
    return f"{_hardly(finding)}{what}{_idle(finding)}{_seeing(finding)}"


def _hardly(finding: Equilibria) -> str:
    """Where nearly everything holds, choices do not matter; that is said before the count."""
    largest = max(game.largest for game in finding.games)
    if _NOTED < largest <= finding.tolerance:
        return (
            f"No change alone would gain anybody more than {largest:.2g} value units, which the "
            f"tolerance of {finding.tolerance:g} leaves uncounted: a smaller one tells profiles "
            "apart. "
        )
    most = [game for game in finding.games if 2 * game.yes > game.profiles > 1]
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


def _idle(finding: Equilibria) -> str:
    """Whose choice makes no difference."""
    told = []
    for party in finding.principals:
        codings = []
        for game in finding.games:
            rows = [r for r in finding.menu if (r.coding, r.party) == (game.coding, party)]
            if len(rows) > 1 and all(row.same_as for row in rows[1:]):
                codings.append(game.coding)
        if not codings:
            continue
        where = ""
        if len(codings) < len(finding.games):
            where = f" in coding {wording.listed(codings)}"
        name = wording.party_words(finding.made.labels.parties[party])
        told.append(
            f" What {name} chooses makes no difference{where}: in every world all that it may "
            "choose comes to the same talks, whatever others choose."
        )
    return "".join(told)


def there(finding: Equilibria) -> str:
    """What happens where nobody would change, beside as coded in the same coding."""
    told = []
    for game in finding.games:
        ends = {row.at: row for row in finding.ends if row.coding == game.coding}
        coded = wording.share_sentence(ends[ProfileKind.CODED.value].settlement)
        head = coding_head(game.coding, "in coding {}, ")
        told.append(f"{head}{_settle(finding, game)}; as coded, talks settle in {coded}")
    return ". ".join(wording.capital(one) for one in told) + "."


def _settle(finding: Equilibria, game: GameRow) -> str:
    """How many worlds settle where nobody would change, in one coding."""
    if game.told is None or game.least is None or game.most is None:
        end = next(r for r in finding.ends if (r.coding, r.at) == (game.coding, "mixed"))
        return (
            "no profile of pure choices holds; in the one called mixed talks settle in "
            f"{wording.share_sentence(end.settlement)}"
        )
    sure = game.told is Holds.YES
    count = game.yes if sure else game.untold
    if count == 1:
        where = "in the one profile that may be an equilibrium"
        if sure:
            where = "in the one known to be an equilibrium" if game.untold else "in the equilibrium"
        settled = wording.share_sentence(game.least)
        return f"{where} talks settle in {settled}{_choices(finding, game)}"
    where = f"in the {count} profiles that may be equilibria"
    if sure:
        where = (
            f"in the {count} known to be equilibria"
            if game.untold
            else f"in the {count} equilibria"
        )
    settled = wording.range_words([game.least, game.most])
    left = wording.listed(
        _left(finding, row) for row in finding.ranges if row.coding == game.coding
    )
    return f"{where} talks settle in {settled} and leave {left}{_choices(finding, game)}"


def _left(finding: Equilibria, row: RangeRow) -> str:
    """What a party has, from the profile that leaves it least to that which leaves it most."""
    party = wording.party_words(finding.made.labels.parties[row.party])
    least, most = f"{row.least.mean:.2f}", f"{row.most.mean:.2f}"
    return f"{party} {least}" if least == most else f"{party} {least} to {most}"


def _choices(finding: Equilibria, game: GameRow) -> str:
    """What those who choose do in the profiles told of, and in what these differ."""
    fixed, open_ = [], []
    for party in finding.principals:
        rows = [
            row
            for row in finding.menu
            if (row.coding, row.party) == (game.coding, party) and not row.same_as
        ]
        made = [row for row in rows if _times(row, game)]
        name = wording.party_words(finding.made.labels.parties[party])
        if len(rows) == 1:
            continue
        names = [choice_name(finding, party, row.choice) for row in made]
        if len(made) == 1:
            fixed.append(f"{names[0]} for {name}")
        elif len(made) == len(rows):
            open_.append(f"what {name} chooses (anything on the menu)")
        else:
            open_.append(f"what {name} chooses ({wording.listed(names, last='or')})")
    if not open_:
        return f", with {wording.listed(fixed)}" if fixed else ""
    always = f"; all have {wording.listed(fixed)}, and" if fixed else ";"
    return f"{always} they differ in {wording.listed(open_)}"


def _times(row: MenuRow, game: GameRow) -> int:
    return row.yes if game.told is Holds.YES else row.untold


def from_coded(finding: Equilibria) -> str:
    """Who would leave what is coded: all that surely would."""
    told = []
    for row in finding.told:
        if row.kind is not ProfileKind.CODED:
            continue
        best = _best(finding, row.coding)
        sure = [one for one in best if one.gain.low > finding.tolerance + SAME_PAYOFF]
        if row.holds is Holds.YES:
            would = f"nobody would gain {tolerance_words(finding)}"
        elif sure:
            would = wording.listed(_would(finding, one) for one in sure)
        else:
            likely = max(best, key=lambda one: one.gain.mean)
            would = f"these worlds do not tell whether to change pays: {_would(finding, likely)}"
        told.append(f"{coding_head(row.coding, 'in coding {} ')}{would}")
    return f"From what is coded, the others staying: {'; '.join(told)}."


def _best(finding: Equilibria, coding: str) -> list[ChangeRow]:
    """Every party's change that would gain it most; it comes first among its changes."""
    found: dict[str, ChangeRow] = {}
    for row in finding.changes:
        if row.coding == coding:
            found.setdefault(row.party, row)
    return list(found.values())


def _would(finding: Equilibria, row: ChangeRow) -> str:
    party = wording.party_words(finding.made.labels.parties[row.party])
    gain = gain_words(row.gain, finding.tolerance)
    return f"{party} would gain {gain} value units by {choice_name(finding, row.party, row.choice)}"
