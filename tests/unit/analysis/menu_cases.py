"""Small scenarios with menus of behaviours, and what is found of them."""

from pathlib import Path

from sim.analysis.equilibrium import find_equilibria
from sim.domain.equilibrium import Holds
from sim.loading import load_scenario

__all__ = ["GIVE", "HAGGLE", "MENU", "STONE", "found", "holding", "written"]

GIVE = 'behaviour = "time-dependent"'
STONE = 'behaviour = "obstinate"'
MENU = {"give": GIVE, "stone": STONE, "steps": 'behaviour = "minimal-concession"'}
HAGGLE = Path(__file__).parents[2] / "mechanisms" / "haggle.toml"
SOURCES = 'direction_from = "nobody: a test"\nsize_from = "assumption: a test"\n'


def written(tmp_path, menu, extends=HAGGLE):
    """A scenario with a menu. menu : id → its lines."""
    text = f'extends = "{Path(extends).as_posix()}"\n{SOURCES}'
    for entry, lines in menu.items():
        text += f"[menu.{entry}]\n{SOURCES}{lines}\n"
    place = tmp_path / "case.toml"
    place.write_text(text, encoding="utf-8")
    return load_scenario(place)


def found(scenario, n=400, **asked):
    return find_equilibria({scenario.coding: scenario}, n=n, seed=1, **asked)


def holding(finding, holds=Holds.YES):
    return {tuple(row.profile.values()) for row in finding.profiles if row.holds is holds}
