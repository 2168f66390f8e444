"""Talks small enough to see through, as files, since only what was loaded can be edited."""

from sim.analysis.conceding.edits import possible_concessions
from sim.analysis.screening import by_key
from sim.loading import load_codings

HEAD = """
schema = 1
title = "{title}"
question = "Do they sign?"
direction_from = "nobody: test case"
size_from = "assumption: test case"
[protocol]
kind = "alternating"
order = ["ash", "birch"]
round_days = 2
horizon = 120
quiet_days = 120
"""

#: Only (open, late) is worth more than no deal to both, and each refuses one half of it.
BOTH_NEEDED = (
    HEAD.format(title="Two lines on one package")
    + """
[issue.gate.option]
closed = { name = "closed" }
open = { name = "open" }
[issue.hour.option]
early = { name = "early" }
late = { name = "late" }

[party.ash]
name = "Ash"
principal = true
patience = 0.99
demand.gate = { weight = 0.4, values = { closed = 1, open = 0 } }
demand.hour = { weight = 0.6, values = { early = 0, late = 1 } }
red_line.gate.firmness = { open = 1 }
no_deal = { package = { gate = "open", hour = "early" }, shift = 0.5, drift = 0 }

[party.birch]
name = "Birch"
principal = true
patience = 0.99
demand.gate = { weight = 0.6, values = { closed = 0, open = 1 } }
demand.hour = { weight = 0.4, values = { early = 1, late = 0 } }
red_line.hour.firmness = { late = 1 }
no_deal = { package = { gate = "closed", hour = "late" }, shift = 0.5, drift = 0 }
"""
)

#: Both roads are worth more than none to both, and each party refuses one of them.
EITHER_OPENS = (
    HEAD.format(title="Two ways out")
    + """
[issue.road.option]
left = { name = "left" }
none = { name = "none" }
right = { name = "right" }

[party.ash]
name = "Ash"
principal = true
patience = 0.99
demand.road = { weight = 1, values = { left = [0.6], none = 0, right = 1 } }
red_line.road.firmness = { left = 1 }
no_deal = { package = { road = "none" }, shift = 0.4, drift = 0 }

[party.birch]
name = "Birch"
principal = true
patience = 0.99
demand.road = { weight = 1, values = { left = 1, none = 0, right = [0.6] } }
red_line.road.firmness = { right = 1 }
no_deal = { package = { road = "none" }, shift = 0.4, drift = 0 }
"""
)


def talks(folder, text, name="small"):
    """The codings of a scenario written into a folder."""
    place = folder / f"{name}.toml"
    place.write_text(text, encoding="utf-8")
    return load_codings(place)


def every(scenarios):
    """Every concession that a party can make alone."""
    return by_key(scenarios, possible_concessions)
