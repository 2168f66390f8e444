"""What each principal may choose among, and the profiles that makes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.domain.menu import MenuEntry, entries_for
from sim.domain.party import Behaviour
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.errors import ScenarioError, UsageError

__all__ = [
    "MOST_PROFILES",
    "Menus",
    "coded_and_changes",
    "default_menu",
    "guessed",
    "menus_of",
    "profiles_of",
]

Menus = Mapping[str, tuple[MenuEntry, ...]]

#: Profiles of pure choices that can be played.
MOST_PROFILES = 5_000


def _number(name: str, value: float, role: Role) -> Quantity:
    return Quantity(path=f"menu.{name}", range=(value,), role=role)


#: The two ends of Parley's own ranges of tactics: little given for long, and much soon.
_FIRM = MenuEntry(
    id="firm",
    name="firm time-dependent",
    behaviour=Behaviour.TIME_DEPENDENT,
    toughness=_number("firm.toughness", 0.25, Role.TOUGHNESS),
    opening=_number("firm.opening", 0.30, Role.SHARE),
)
_YIELDING = MenuEntry(
    id="yielding",
    name="yielding time-dependent",
    behaviour=Behaviour.TIME_DEPENDENT,
    toughness=_number("yielding.toughness", 1.0, Role.TOUGHNESS),
    opening=_number("yielding.opening", 0.01, Role.SHARE),
)


def default_menu(scenario: Scenario) -> tuple[MenuEntry, ...]:
    """Every behaviour that can be played in the scenario, with the parties' own tactics, and the
    time-dependent one at the two ends of the tactics.

    Whether it can be played is for the checks of scenario files to tell: a behaviour is left out
    where a file that gave it to every principal would be at fault. So is the one that knows
    everything where there is something to guess: no party can choose to know.
    """
    can = [behaviour for behaviour in Behaviour if _can_be_played(scenario, behaviour)]
    if guessed(scenario):
        can = [behaviour for behaviour in can if behaviour is not Behaviour.SUBGAME_PERFECT]
    menu = [MenuEntry(id=one.value.replace("-", "_"), name=one.value, behaviour=one) for one in can]
    if Behaviour.TIME_DEPENDENT in can:
        menu[1:1] = [_FIRM, _YIELDING]
    return tuple(menu)


def guessed(scenario: Scenario) -> tuple[str, ...]:
    """Parties of whose values, lines, no deal, patience or type something is drawn.

    Tactics and drafts are habits of the table, which who knows everything else has no use for.
    """
    numbers = [number for number in scenario.quantities() if _guessed(number)]
    return tuple(
        party
        for party, held in scenario.parties.items()
        if any(number.path.startswith(f"party.{party}.") for number in numbers)
        or any(_even_so(kind.chance) for kind in held.types.values())
    )


def _guessed(number: Quantity) -> bool:
    if any(habit in number.path for habit in (".tactics.", ".draft_days")):
        return False
    return not number.constant or (number.role is Role.FIRMNESS and _even_so(number))


def _even_so(chance: Quantity) -> bool:
    """Whether something is drawn by a chance, though the chance be known."""
    return not chance.constant or 0.0 < chance.mode < 1.0


def _can_be_played(scenario: Scenario, behaviour: Behaviour) -> bool:
    from sim.engine.repertoire import REPERTOIRE
    from sim.loading import edit

    if behaviour not in REPERTOIRE:
        return False
    written = {f"party.{party}.behaviour": behaviour.value for party in scenario.principals}
    try:
        edit(scenario, written, layer="menu")
    except ScenarioError:
        return False
    return True


def menus_of(scenario: Scenario) -> Menus:
    """Principal → what it may choose among: the scenario's menu, or the default one.

    Raises ``UsageError`` where that makes too many profiles, or leaves nothing to choose.
    """
    menu = tuple(scenario.menu.values()) or default_menu(scenario)
    menus = {party: entries_for(menu, party) for party in scenario.principals}
    sizes = [len(one) for one in menus.values()]
    if max(sizes, default=0) < 2:
        raise UsageError(
            "there is nothing to choose: every principal has one behaviour only; give it "
            "another, [menu.ID] (what is stated there takes the place of the default menu)"
        )
    if math.prod(sizes) > MOST_PROFILES:
        told = " × ".join(str(size) for size in sizes)
        raise UsageError(
            f"the menu makes {math.prod(sizes):,} profiles ({told} behaviours), and at most "
            f"{MOST_PROFILES:,} can be played: state a shorter [menu], or name the parties that "
            "each behaviour is for"
        )
    return menus


def profiles_of(menus: Menus) -> NDArray[np.int8]:
    """All profiles (M, k) of choices from 1; the last party's choice changes first."""
    every = product(*(range(1, len(menu) + 1) for menu in menus.values()))
    return np.array(list(every), dtype=np.int8)


def coded_and_changes(menus: Menus) -> NDArray[np.int8]:
    """The profile as coded, and each in which one party makes one choice: (1 + ΣM_i, k)."""
    k = len(menus)
    rows = [np.zeros(k, dtype=np.int8)]
    for i, menu in enumerate(menus.values()):
        for choice in range(1, len(menu) + 1):
            row = np.zeros(k, dtype=np.int8)
            row[i] = choice
            rows.append(row)
    return np.stack(rows)
