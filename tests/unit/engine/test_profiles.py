"""Profiles of behaviours on the same worlds give, to the bit, what talks so coded give."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.domain.menu import MenuEntry
from sim.domain.party import Behaviour
from sim.domain.quantity import Quantity, Role
from sim.engine.profiles import AS_CODED, play_profiles
from sim.loading import edit, load_scenario

MECHANISMS = Path(__file__).parents[2] / "mechanisms"


def entry(behaviour, **tactics):
    numbers = {
        "toughness": Quantity(path="a", range=(0.3, 0.6), role=Role.TOUGHNESS),
        "opening": Quantity(path="b", range=(0.2,), role=Role.SHARE),
    }
    held = {key: numbers[key] for key, wanted in tactics.items() if wanted}
    return MenuEntry(id=behaviour.value, name=behaviour.value, behaviour=behaviour, **held)


MENU = (
    entry(Behaviour.TIME_DEPENDENT),
    entry(Behaviour.RECIPROCAL),
    entry(Behaviour.MINIMAL_CONCESSION),
    entry(Behaviour.OBSTINATE, opening=True),
    entry(Behaviour.TIME_DEPENDENT, toughness=True),
    entry(Behaviour.SUBGAME_PERFECT),
    entry(Behaviour.RISK_RETURN),
    entry(Behaviour.REPUTATIONAL),
)


def as_edited(scenario, profile):
    """The scenario with the profile's behaviours written into its parties."""
    changes = {}
    for party, choice in zip(scenario.principals, profile, strict=True):
        if choice == AS_CODED:
            continue
        one = MENU[choice - 1]
        changes[f"party.{party}.behaviour"] = one.behaviour.value
        for name in ("toughness", "opening"):
            number = getattr(one, name)
            if number is not None:
                path = f"party.{party}.tactics.{name}"
                sources = {"direction_from": "nobody: a test", "size_from": "assumption: a test"}
                changes[path] = {"range": list(number.range), **sources}
    return edit(scenario, changes, layer="test") if changes else scenario


def played(scenario, profiles, n, menu=MENU, workers=1):
    menus = dict.fromkeys(scenario.principals, menu)
    chosen = np.array(profiles, dtype=np.int8)
    return play_profiles(scenario, menus, chosen, n=n, seed=7, workers=workers)


@pytest.mark.parametrize(
    ("name", "n", "theory"),
    [
        ("labour-contract", 600, [(6, 1), (6, 7)]),
        ("price-haggle", 64, [(6, 6), (7, 5), (0, 6), (7, 6)]),
        ("ukraine-2025", 48, [(7, 1), (3, 7)]),
        ("theory/abreu-gul", 64, [(8, 8), (8, 1), (6, 8)]),
    ],
)
def test_every_profile_is_as_if_the_parties_were_coded_so(name, n, theory):
    scenario = load_scenario(name)
    profiles = [(0, 0), (1, 2), (2, 1), (3, 4), (4, 5), (5, 3), (5, 0), *theory]
    found = played(scenario, profiles, n)
    for profile, play in zip(profiles, found.play, strict=True):
        same = as_edited(scenario, profile)
        expected = sim.negotiate(same, sim.sample_worlds(same, n=n, seed=7), asked=0, tracked=0)
        worth = np.where(np.isnan(expected.value), expected.no_deal, expected.value)
        assert np.array_equal(found.value[play], worth), profile
        assert np.array_equal(found.ending[play], expected.ending)
        assert np.array_equal(found.day[play], expected.day)
        assert np.array_equal(found.package[play], expected.package)
        assert np.array_equal(found.weight, expected.weight)


def test_behaviours_change_what_happens():
    """Two who never give in never meet; two who give in with time mostly do."""
    found = played(load_scenario("price-haggle"), [(1, 1), (4, 4)], 64)
    soft, hard = (np.count_nonzero(found.ending[play] == 0) for play in found.play)
    assert hard == 0 < soft


def test_a_type_with_a_behaviour_of_its_own_keeps_it():
    scenario = load_scenario(MECHANISMS / "obstinate_type.toml")
    profiles = list(product(range(len(MENU) + 1), repeat=2))
    found = played(scenario, profiles, 64)
    of_type = sim.negotiate(scenario, sim.sample_worlds(scenario, n=64, seed=7)).type
    typed = [i for i, p in enumerate(scenario.parties) if scenario.parties[p].types]
    kept = of_type[:, typed].any(axis=1)
    assert kept.any()
    assert not kept.all()
    for (first, second), play in zip(profiles, found.play, strict=True):
        other = (0, second) if typed == [0] else (first, 0)
        same = found.play[profiles.index(other)]
        assert (play[kept] == same[kept]).all()


def test_what_is_the_same_in_play_is_played_once():
    """As coded, the same behaviour by name, and again under another name."""
    scenario = load_scenario("price-haggle")
    menu = (MENU[0], MENU[4], MENU[0], MENU[4])
    found = played(scenario, [(0, 0), (1, 3), (3, 1), (2, 0), (4, 1)], 32, menu)
    assert (found.play[:3] == found.play[0]).all()
    assert (found.play[3] == found.play[4]).all()
    assert len(found.day) == 64


def test_workers_change_nothing():
    scenario = load_scenario("labour-contract")
    profiles = [(1, 2), (2, 1), (5, 3)]
    one, two = (played(scenario, profiles, 600, workers=w) for w in (1, 2))
    for name in ("play", "value", "ending", "day", "package"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
