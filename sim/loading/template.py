"""A first scenario to edit: commented TOML that validates and runs, perhaps from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.loading.spreadsheet import Named, Sheet, read_sheet
from sim.loading.toml import as_toml

__all__ = ["new_scenario"]

_HEAD = """\
# {title}: a first draft. Every number below is a placeholder: put yours in its place.
#
# 0.3 is a constant, [0.2, 0.4] anything between, [0.2, 0.3, 0.5] low, most likely, high.
# parley validate {file}    tells every fault with its line
# parley run {file}         runs it
schema = 1
title = {title_text}
question = "Do the parties agree, and on what?"

# Where numbers come from, unless a table or number says otherwise further down.
# direction_from: what makes a number point that way. size_from: what makes it that large.
direction_from = "nobody: placeholder, not yet studied"
size_from = "assumption: placeholder, not yet studied"

# Option values written as plain numbers are uncertain by this much either way; 0 and 1 stay.
band = {band}

[protocol]
kind = "alternating"      # or "single-text", "final-offer", "simultaneous"
order = {order}
round_days = 1            # round k is played on day k times this
horizon = 60              # the talks end on this day whatever happens
# quota = 2               # how many principals must sign, where not all must

# [deadline]              # an announced day on which the talks may end
# day = 14
# [deadline.belief]       # the chance each party gives to that
# {first} = [0, 0.1, 0.3]
"""

_ISSUE = """
[issue.{id}]
name = {name}
[issue.{id}.option]   # in order, from one end to the other
{options}
"""

_PARTY = """
# ---- {name} ----

[party.{id}]
name = {name_text}
principal = true          # nothing is settled without its signature
patience = [0.98, 0.99, 0.995]   # what a week's delay leaves of a deal's value
# draft_days = [2, 5, 10] # mean days until its own draft is ready
{demands}
# Without an agreement it expects as much as if this package were in force.
[party.{id}.no_deal]
package = {package}
shift = [-0.25, -0.15, -0.05]   # and this much more or less
# drift = [-0.01, 0, 0.01]      # a week
{red_line}"""

_DEMAND = """
[party.{id}.demand.{issue}]
weight = [0.8, 1, 1.2]    # against its other issues
values = {values}
"""

_RED_LINE = """
# What it refuses whatever else is in the package: the chance that the line is real.
[party.{id}.red_line.{issue}]
firmness = {firmness}
"""

_TAIL = """
# Something that may happen during the talks:
# [event.shock]
# kind = "hazard"         # or "dated", with chance instead of weekly_chance
# day = 10
# weekly_chance = [0.05, 0.1, 0.2]
# no_deal = { FIRST = [-0.1, -0.05, 0] }

# The same scenario under other assumptions; a run shows all codings side by side:
# [coding.low-no-deal]
# says = "no agreement is worse for FIRST"
# [coding.low-no-deal.party.FIRST.no_deal]
# shift = [-0.15, -0.1, -0.05]
"""


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the draft supposes of one party on one issue."""

    values: Mapping[str, float]

    def middling(self) -> str:
        """The option of middle value, a cautious guess at the state without agreement."""
        ranked = sorted(self.values, key=lambda option: self.values[option])
        return ranked[(len(ranked) - 1) // 2]

    def worst_end(self) -> str | None:
        """The worst option if it is the first or the last, where a line can stand alone."""
        options = list(self.values)
        worst = min(options, key=lambda option: self.values[option])
        return worst if worst in (options[0], options[-1]) else None


def new_scenario(name: str, *, values: Path | None = None) -> str:
    """Commented TOML text of a small scenario that validates and runs.

    values : a CSV file with the columns issue, option and one for each party, numbers in [0, 1].
    Raises ``ScenarioError`` with the lines of the CSV that are not valid.
    """
    sheet = _EXAMPLE if values is None else read_sheet(values)
    stem = Path(name).name.removesuffix(".toml")
    title = stem.replace("-", " ").replace("_", " ")
    order = [party.id for party in sheet.parties]
    parts = [
        _HEAD.format(
            title=" ".join(title.split()) or "scenario",
            title_text=as_toml(title),
            file=f"{'-'.join(stem.split())}.toml",
            band=0.1,
            order=as_toml(order),
            first=order[0],
        )
    ]
    parts += [_issue(issue, options) for issue, options in sheet.issues.items()]
    parts += [_party(party, sheet) for party in sheet.parties]
    parts.append(_TAIL.replace("FIRST", order[0]))
    return "".join(parts)


def _issue(issue: Named, options: tuple[Named, ...]) -> str:
    lines = [f"{option.id} = {{ name = {as_toml(option.name)} }}" for option in options]
    return _ISSUE.format(id=issue.id, name=as_toml(issue.name), options="\n".join(lines))


def _party(party: Named, sheet: Sheet) -> str:
    choices = {
        issue.id: _Choice(
            {option.id: sheet.values[party.id, issue.id, option.id] for option in options}
        )
        for issue, options in sheet.issues.items()
    }
    demands = [
        _DEMAND.format(id=party.id, issue=issue, values=as_toml(dict(choice.values)))
        for issue, choice in choices.items()
    ]
    return _PARTY.format(
        id=party.id,
        name=" ".join(party.name.split()),
        name_text=as_toml(party.name),
        demands="".join(demands),
        package=as_toml({issue: choice.middling() for issue, choice in choices.items()}),
        red_line=_red_line(party.id, choices),
    )


def _red_line(party: str, choices: Mapping[str, _Choice]) -> str:
    for issue, choice in choices.items():
        worst = choice.worst_end()
        if worst is not None:
            firmness = as_toml({worst: [0.3, 0.5, 0.7]})
            return _RED_LINE.format(id=party, issue=issue, firmness=firmness)
    return ""


def _example() -> Sheet:
    issues = {
        "price": {"low": (1.0, 0.0), "middle": (0.6, 0.5), "high": (0.0, 1.0)},
        "delivery": {"next_week": (1.0, 0.0), "next_month": (0.5, 0.8), "next_quarter": (0.0, 1.0)},
        "guarantee": {"none": (0.0, 1.0), "one_year": (0.7, 0.8), "three_years": (1.0, 0.0)},
    }
    parties = (Named("buyer", "the buyer"), Named("seller", "the seller"))
    return Sheet(
        parties=parties,
        issues={
            Named(issue, issue): tuple(Named(key, key.replace("_", " ")) for key in options)
            for issue, options in issues.items()
        },
        values={
            (party.id, issue, option): pair[place]
            for issue, options in issues.items()
            for option, pair in options.items()
            for place, party in enumerate(parties)
        },
    )


_EXAMPLE = _example()
