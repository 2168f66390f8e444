"""The same path under several codings: which one is meant, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from sim.domain.scenario import Scenario
from sim.errors import NotFoundError
from sim.report.lookup import held_at, indented, leaves, numbers_of, plain_words, range_words

__all__ = ["difference_lines", "under_coding"]


def under_coding(
    scenario: Scenario, path: str, codings: Mapping[str, Scenario]
) -> tuple[Scenario, str]:
    """The coding that a path names, and the path without it; else both as they are.

    Raises ``NotFoundError`` for a coding that is not among ``codings``.
    """
    keys = path.split(".")
    if keys[0] != "coding" or len(keys) < 2:
        return scenario, path
    if keys[1] not in codings:
        near = get_close_matches(keys[1], codings, n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(codings)}"
        raise NotFoundError(f"{scenario.name} holds no coding {keys[1]!r} ({advice})")
    whole = len(keys) == 2 or keys[2] == "says"
    return codings[keys[1]], path if whole else ".".join(keys[2:])


def difference_lines(scenario: Scenario, path: str, codings: Mapping[str, Scenario]) -> list[str]:
    """What other codings say, where they do not say the same."""
    if path.partition(".")[0] == "coding":
        return []
    own = _told(scenario, path)
    told = {name: _told(one, path) for name, one in codings.items() if name != scenario.coding}
    lines = []
    for name, texts in told.items():
        if texts == own:
            continue
        changed = [key for key in {**own, **texts} if own.get(key) != texts.get(key)]
        keys = ", ".join(key.removeprefix(f"{path}.") for key in changed)
        value = texts.get(path, "not stated")
        lines.append(f"{name}: {value if changed == [path] else f'other values of {keys}'}")
    head = f"Told for coding {scenario.coding}; others differ"
    return ["", head, *indented(lines)] if lines else []


def _told(scenario: Scenario, path: str) -> dict[str, str]:
    """Numbers and settings at or beneath a path, in words."""
    numbers = numbers_of(scenario)
    at = [one for one in numbers if one == path or one.startswith(f"{path}.")]
    told = {one: range_words(numbers[one]) for one in at}
    for key, value in leaves(held_at(scenario.resolved, path)):
        here = f"{path}.{key}" if key else path
        if key.endswith(("direction_from", "size_from")):
            continue
        if value is not None and not any(one == here or here.startswith(f"{one}.") for one in at):
            told[here] = plain_words(value)
    return told
