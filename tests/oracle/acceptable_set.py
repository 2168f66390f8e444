"""The acceptable set of one world by trying every package: slow, short, and easy to check."""

from __future__ import annotations

import itertools
from collections.abc import Collection

from benchmarks.plain_worlds import World
from sim.domain.scenario import Scenario

__all__ = ["acceptable_set", "deal", "reservation", "signs"]

Package = dict[str, str]


def acceptable_set(
    scenario: Scenario,
    world: World,
    day: float,
    *,
    happened: Collection[str] = (),
    partials: Collection[str] = (),
    departed: Collection[str] = (),
) -> list[Package]:
    """Packages that every needed signatory would sign on a day, given what has happened by then."""
    issues = list(scenario.agenda)
    choices = [[option for option in issue.options if option.allowed] for issue in issues]
    found = []
    for combination in itertools.product(*choices):
        package = {i.id: option.id for i, option in zip(issues, combination, strict=True)}
        signing = {
            party
            for party in scenario.parties
            if party not in departed
            and signs(scenario, world, party, package, day, happened, partials)
        }
        quota = scenario.protocol.quota or len(scenario.principals)
        if len(set(scenario.principals) & signing) < quota:
            continue
        consents = [
            option.consent
            for issue, option in zip(issues, combination, strict=True)
            if option.consent and option.id != issue.status_quo
        ]
        if all(any(alternative <= signing for alternative in consent) for consent in consents):
            found.append(package)
    return found


def signs(
    scenario: Scenario,
    world: World,
    party: str,
    package: Package,
    day: float,
    happened: Collection[str],
    partials: Collection[str],
) -> bool:
    """No firm line crossed, and worth at least the reservation of the day."""
    for issue, refused in world.parties[party].refused.items():
        if package[issue] in refused and not _waived(scenario, party, issue, package):
            return False
    return deal(scenario, world, party, package, happened, partials) >= reservation(
        scenario, world, party, day, happened, partials
    )


def _waived(scenario: Scenario, party: str, issue: str, package: Package) -> bool:
    for other, least in scenario.parties[party].red_lines[issue].unless.items():
        order = [option.id for option in scenario.agenda[other].options]
        if order.index(package[other]) >= order.index(least):
            return True
    return False


def deal(
    scenario: Scenario,
    world: World,
    party: str,
    package: Package,
    happened: Collection[str],
    partials: Collection[str],
) -> float:
    """Value of a package to a party."""
    numbers = world.parties[party]
    total = numbers.premium
    for issue, option in package.items():
        total += numbers.weights[issue] * numbers.values[issue][option]
    for event in happened:
        total += world.events[event].premium.get(party, 0.0)
    feared = numbers.fear * numbers.loss
    for partial in partials:
        feared *= world.partials[partial].fear.get(party, 1.0)
    for issue in scenario.parties[party].breach.remaining:
        feared *= numbers.remaining[issue][package[issue]]
    return total - feared


def reservation(
    scenario: Scenario,
    world: World,
    party: str,
    day: float,
    happened: Collection[str],
    partials: Collection[str],
) -> float:
    """No-deal value as believed, with the side benefit of talking on and aims that have risen."""
    numbers = world.parties[party]
    total = numbers.no_deal + (numbers.drift + numbers.belief_gap) * day / 7
    total += 5 * numbers.side_benefit
    for partial in partials:
        total += world.partials[partial].no_deal.get(party, 0.0)
    for event in happened:
        total += world.events[event].no_deal.get(party, 0.0)
        for issue, steps in world.events[event].aims.get(party, {}).items():
            values = numbers.values[issue].values()
            step = (max(values) - min(values)) / (len(values) - 1)
            total += steps * numbers.weights[issue] * step
    return total
