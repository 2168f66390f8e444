"""Two parties and one number to settle, as scenario files on a grid of any fineness."""

from __future__ import annotations

from pathlib import Path

from sim.domain.scenario import Scenario
from sim.loading import load_scenario

__all__ = ["sharing_game"]

HEAD = """
schema = 1
title = "A split"
question = "Who gets what?"
direction_from = "nobody: test"
size_from = "assumption: test"
[protocol]
kind = "{kind}"
order = ["{first}", "{second}"]
round_days = {round_days}
horizon = {horizon}
[issue.share]
name = "share of the first"
[issue.share.option]
{options}
"""

PARTY = """
[party.{name}]
name = "{name}"
principal = true
patience = 0.99
demand.share.weight = 1
demand.share.values = {{ {values} }}
no_deal = {{ package = {{ share = "{worst}" }}, shift = {no_deal}, drift = 0 }}
{more}
"""


def sharing_game(
    folder: Path,
    *,
    steps: int,
    no_deal: tuple[str, str],
    more: tuple[str, str] = ("", ""),
    kind: str = "final-offer",
    first: str = "a",
    round_days: float = 1.0,
    sets: tuple[str, ...] = (),
) -> Scenario:
    """One round in which "a" gets k/steps of 1 and "b" the rest, from k = 0 to ``steps``.

    no_deal : the range of each one's no-deal value, as TOML. more : lines of each party's table.
    """
    worths = [(k / steps, 1.0 - k / steps) for k in range(steps + 1)]
    second = {"a": "b", "b": "a"}[first]
    text = HEAD.format(
        kind=kind,
        first=first,
        second=second,
        round_days=round_days,
        horizon=round_days,
        options="\n".join(f's{k} = {{ name = "{k}" }}' for k in range(steps + 1)),
    )
    for place, name in enumerate("ab"):
        values = ", ".join(f"s{k} = {worth[place]!r}" for k, worth in enumerate(worths))
        worst = ("s0", f"s{steps}")[place]
        text += PARTY.format(
            name=name, values=values, worst=worst, no_deal=no_deal[place], more=more[place]
        )
    file = folder / f"split-{steps}.toml"
    file.write_text(text, encoding="utf-8")
    return load_scenario(file, sets=sets)
