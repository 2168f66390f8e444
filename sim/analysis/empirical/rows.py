"""Rows about the game: menus, profiles by regret, and who would change what as it is coded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.game import (
    Game,
    differs,
    gains_of,
    holds_of,
    regret_of,
    typical_change,
)
from sim.analysis.empirical.menus import Menus
from sim.analysis.empirical.merged import Merged
from sim.analysis.empirical.profiles import Judged, Told, held
from sim.analysis.shares import amount_of, share_of
from sim.domain.equilibrium import (
    ChanceRow,
    ChangeRow,
    GameRow,
    Holds,
    MenuRow,
    ProfileKind,
    ProfileRow,
    RangeRow,
    ToldRow,
)
from sim.domain.estimate import Amount
from sim.domain.outcome import Ending
from sim.engine.profiles import AS_CODED, Played
from sim.theory.empirical_game import SAME_PAYOFF, pure_regrets

__all__ = [
    "chance_rows",
    "change_rows",
    "game_row",
    "menu_rows",
    "profile_rows",
    "range_rows",
    "told_rows",
]

Array = NDArray[np.float64]

#: Pure profiles kept, by regret.
_KEPT = 20
#: Chances below this are left out.
_SELDOM = 1e-3


def game_row(coding: str, game: Game, judged: Judged, played: Played) -> GameRow:
    """How large the game is, how many of its pure profiles are equilibria, how much they settle."""
    wanted, found = held(judged)
    settled = played.ending[played.play[found]] == Ending.SETTLEMENT
    ends = np.argsort(settled @ played.weight, kind="stable")
    shares = [share_of(settled[ends[end]], played.weight) for end in (0, -1) if found]
    return GameRow(
        coding=coding,
        profiles=len(judged.holds),
        plays=len(played.day),
        comparisons=game.comparisons,
        largest=float(judged.regret.max()),
        yes=sum(one is Holds.YES for one in judged.holds),
        untold=sum(one is Holds.UNTOLD for one in judged.holds),
        told=wanted,
        least=shares[0] if shares else None,
        most=shares[-1] if shares else None,
    )


def range_rows(coding: str, game: Game, judged: Judged) -> list[RangeRow]:
    """What the profiles that ``game_row`` tells of leave the principals."""
    found = held(judged)[1]
    if not found:
        return []
    rows = []
    for party, paid, mean in zip(game.menus, game.paid, game.payoffs, strict=True):
        order = np.argsort(mean.reshape(-1)[found], kind="stable")
        least, most = (amount_of(paid[found[order[end]]], game.weight) for end in (0, -1))
        if least is not None and most is not None:
            rows.append(RangeRow(coding=coding, party=party, least=least, most=most))
    return rows


def menu_rows(
    coding: str, menus: Menus, one: Merged, game: Game, judged: Judged, tolerance: float
) -> list[MenuRow]:
    """What everybody may choose among, and how well each choice does."""
    holds = np.array(judged.holds).reshape(game.sizes)
    regrets = pure_regrets(game.payoffs)
    rows = []
    for i, (party, menu) in enumerate(menus.items()):
        others = tuple(j for j in range(len(game.sizes)) if j != i)
        counts = [(holds == wanted).sum(axis=others) for wanted in (Holds.YES, Holds.UNTOLD)]
        answers = (regrets[i] <= tolerance + SAME_PAYOFF).sum(axis=others)
        places = {int(first): place for place, first in enumerate(np.unique(one.first[i]))}
        for place, (entry, first) in enumerate(zip(menu, one.first[i].tolist(), strict=True)):
            at = places[first]
            rows.append(
                MenuRow(
                    coding=coding,
                    party=party,
                    choice=entry.id,
                    name=entry.name,
                    behaviour=entry.behaviour.value,
                    toughness=None if entry.toughness is None else entry.toughness.range,
                    opening=None if entry.opening is None else entry.opening.range,
                    same_as=None if first == place else menu[first].id,
                    yes=int(counts[0][at]),
                    untold=int(counts[1][at]),
                    answers=int(answers[at]),
                    against=holds.size // len(places),
                )
            )
    return rows


def profile_rows(
    coding: str, game: Game, judged: Judged, told: list[Told], often: Array
) -> list[ProfileRow]:
    """The pure profiles with the least regret, and those told of at length."""
    shown = {one.rank for one in told}
    parties = list(game.menus)
    rows = []
    for rank, m in enumerate(judged.order.tolist(), start=1):
        if rank > _KEPT and rank not in shown:
            continue
        party = parties[judged.tempted[m]]
        tempted = judged.regret[m] > SAME_PAYOFF
        rows.append(
            ProfileRow(
                coding=coding,
                rank=rank,
                profile=_named(game, m),
                holds=judged.holds[m],
                regret=judged.amount(m),
                tempted=party if tempted else None,
                to=game.menus[party][judged.to[m]].id if tempted else None,
                often=float(often[m]),
            )
        )
    return rows


def _named(game: Game, profile: int) -> dict[str, str]:
    choices = np.unravel_index(profile, game.sizes)
    return {
        party: menu[choice].id
        for (party, menu), choice in zip(game.menus.items(), choices, strict=True)
    }


def change_rows(
    coding: str, game: Game, coded: Array, changed: Array, tolerance: float
) -> tuple[list[ChangeRow], Told]:
    """Gains from one party's change of what is coded, largest first, and the coded profile.

    coded : (k, W) what talks as coded leave each principal. changed : (ΣM_i, W) what every choice
    of each leaves it, in the order of the menus.
    """
    rows, gains, at = [], [], 0
    for i, (party, menu) in enumerate(game.menus.items()):
        spread = typical_change(game, i) * differs(game, i, AS_CODED)
        found = gains_of(coded[i], changed[at : at + len(menu)], game.weight, game.width, spread)
        at += len(menu)
        gains.append(found)
        ends = zip(menu, found.mean, found.low, found.high, strict=True)
        rows += [
            ChangeRow(
                coding=coding,
                party=party,
                choice=entry.id,
                gain=Amount(mean=float(mean), low=float(low), high=float(high)),
            )
            for entry, mean, low, high in ends
        ]
    regret = regret_of(gains)
    told = Told(
        at=ProfileKind.CODED.value,
        kind=ProfileKind.CODED,
        regret=regret,
        holds=holds_of(regret, tolerance),
    )
    order = {party: place for place, party in enumerate(game.menus)}
    return sorted(rows, key=lambda row: (order[row.party], -row.gain.mean)), told


def told_rows(coding: str, told: list[Told]) -> list[ToldRow]:
    """The profiles told of at length."""
    return [
        ToldRow(
            coding=coding,
            at=one.at,
            kind=one.kind,
            rank=one.rank,
            holds=one.holds,
            regret=one.regret,
        )
        for one in told
    ]


def chance_rows(coding: str, game: Game, told: list[Told]) -> list[ChanceRow]:
    """Who chooses what, with which chance; nothing is chosen in the profile as coded."""
    return [
        ChanceRow(coding=coding, at=one.at, party=party, choice=entry.id, chance=float(chance))
        for one in told
        for (party, menu), chances in zip(game.menus.items(), one.chances or (), strict=False)
        for entry, chance in zip(menu, chances, strict=True)
        if chance >= _SELDOM
    ]
