"""The stages of the test: as drawn, sources at their word or not, ends of ranges, flip points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sim.analysis.readings.bench import Bench, Key
from sim.analysis.readings.flips import End, Found, Search, ends_to_search, flip_row
from sim.analysis.readings.inputs import RangeInput, choose, range_inputs, stretches
from sim.analysis.readings.readings import Reading, ends_of, groups_of, taken_at_word
from sim.analysis.readings.statements import MOST_LINES, Asked, lines
from sim.analysis.readings.tally import Tally, margin_of, verdict_of
from sim.domain.robust import FlipRow, FlipState, InputRow, Taken, Verdict
from sim.domain.statement import Statement

__all__ = ["Inputs", "as_drawn", "at_ends", "by_group", "chosen_inputs", "flips", "strongest_lines"]

Tallies = Mapping[Key, Tally]
#: Coding → path → input.
Inputs = Mapping[str, Mapping[str, RangeInput]]

#: Statements that one task asks of all worlds; each brings a run of its own.
_AT_ONCE = 5


def strongest_lines(bench: Bench) -> tuple[Asked, ...]:
    """The lines whose dropping moves settlement most in some coding, whichever way, by size."""
    every = list(lines(bench.scenarios))
    if len(every) <= MOST_LINES:
        return tuple(every)
    tallies = bench.measure(_as_drawn(bench, every, bench.few, -(-len(every) // 2)))
    size = dict.fromkeys((one.id for one in every), 0.0)
    for (_, name, *_), tally in tallies.items():
        size[name] = max(size[name], abs(margin_of(tally).difference))
    return tuple(sorted(every, key=lambda one: -size[one.id])[:MOST_LINES])


def as_drawn(bench: Bench, asked: Sequence[Asked]) -> Tallies:
    """Every statement in every coding that makes it, as drawn."""
    return bench.measure(_as_drawn(bench, asked, bench.n, _AT_ONCE))


def _as_drawn(
    bench: Bench, asked: Sequence[Asked], n: int, at_once: int
) -> Iterator[tuple[Reading, Mapping[str, Statement]]]:
    for coding in bench.scenarios:
        made = list(_made(asked, coding).items())
        for first in range(0, len(made), at_once):
            reading = Reading(coding=coding, taken=Taken.AS_DRAWN, n=n)
            yield reading, dict(made[first : first + at_once])


def by_group(bench: Bench, asked: Sequence[Asked], drawn: Tallies) -> Tallies:
    """Each source group taken, and not taken, at its word."""
    found: dict[Key, Tally] = {}
    readings = []
    for coding, scenario in bench.scenarios.items():
        made = _made(asked, coding)
        for group in groups_of(scenario):
            word = taken_at_word(scenario, group, n=bench.n, seed=bench.seed)
            for taken, worlds, certain in (
                (Taken.AT_WORD, word, 1),
                (Taken.NOT_AT_WORD, ~word, 0),
            ):
                if 2 * int(worlds.sum()) >= bench.few:
                    for name in made:
                        tally = drawn[coding, name, Taken.AS_DRAWN, ""]
                        found[coding, name, taken, group] = tally.among(worlds)
                    continue
                edits = {f"group.{group}.reliability": certain}
                reading = Reading(
                    coding=coding, taken=taken, subject=group, edits=edits, n=bench.few
                )
                readings.append((reading, made))
    return found | bench.measure(readings)


def chosen_inputs(bench: Bench, drawn: Tallies, many: int) -> tuple[Inputs, tuple[InputRow, ...]]:
    """At most ``many`` inputs, the same in every coding.

    The principals' no-deal values are always among them: whether any package is acceptable at all
    hangs on them, and they are known least. The others are those that move the statements most.
    """
    inputs = {
        coding: {one.path: one for one in range_inputs(scenario)}
        for coding, scenario in bench.scenarios.items()
    }
    moved = {
        coding: stretches(
            list(by_path.values()),
            {name: tally for (where, name, *_), tally in drawn.items() if where == coding},
            seed=bench.seed,
        )
        for coding, by_path in inputs.items()
    }
    principals = next(iter(bench.scenarios.values())).principals
    no_deal = [f"party.{party}.no_deal.shift" for party in principals]
    chosen = choose(list(moved.values()), no_deal, many)
    kept = {
        coding: {path: by_path[path] for path in chosen if path in by_path}
        for coding, by_path in inputs.items()
    }
    rows = tuple(
        InputRow(
            coding=coding,
            input=path,
            option=one.option,
            low=one.told.low,
            mid=one.told.mode,
            high=one.told.high,
            stretch=max(moved[coding][path].values(), default=0.0),
        )
        for coding, by_path in kept.items()
        for path, one in by_path.items()
    )
    return kept, rows


def at_ends(bench: Bench, asked: Sequence[Asked], inputs: Inputs) -> Tallies:
    """Every chosen input held at its low end, and at its high end."""
    return bench.measure(
        (reading, _made(asked, coding))
        for coding, by_path in inputs.items()
        for one in by_path.values()
        for reading in ends_of(coding, one, bench.few)
    )


def flips(
    bench: Bench, asked: Sequence[Asked], drawn: Tallies, ends: Tallies, inputs: Inputs
) -> tuple[FlipRow, ...]:
    """Where each statement gives way in each coding, along the input that breaks it first."""
    made = {
        (coding, name): statement
        for coding in bench.scenarios
        for name, statement in _made(asked, coding).items()
    }
    held = {
        key: _ends(*key, ends, inputs)
        for key in made
        if verdict_of(drawn[*key, Taken.AS_DRAWN, ""]) is Verdict.HOLDS
    }
    found: dict[tuple[str, str], list[Found]] = {key: [] for key in made}
    tried, tasks = 0, _searches(held, made, 0, bench.few)
    while tasks:
        for coding, one in bench.search(tasks):
            found[coding, one.statement].append(one)
        tried += 1
        left = {
            key: possible
            for key, possible in held.items()
            if all(one.way is None for one in found[key])
        }
        tasks = _searches(left, made, tried, bench.few)
    return tuple(
        flip_row(
            *key,
            FlipState.UNTRIED if key in held else FlipState.NOT_HELD,
            places,
            bench.few,
        )
        for key, places in found.items()
    )


def _searches(
    left: Mapping[tuple[str, str], Sequence[End]],
    made: Mapping[tuple[str, str], Statement],
    tried: int,
    n: int,
) -> list[Search]:
    """The next searches, those along one input together."""
    together: dict[tuple[str, str, int], Search] = {}
    for (coding, name), possible in left.items():
        for end in ends_to_search(made[coding, name], possible, tried):
            key = coding, end.input.path, end.end
            one = together.get(key) or Search(coding=coding, input=end.input, end=end.end, n=n)
            one = replace(one, ends={**one.ends, name: end.verdict})
            statement = {name: made[coding, name]}
            together[key] = (
                replace(one, inside={**one.inside, **statement})
                if end.margin <= 0.0
                else replace(one, outside={**one.outside, **statement})
            )
    return list(together.values())


def _ends(coding: str, name: str, ends: Tallies, inputs: Inputs) -> list[End]:
    return [
        End(
            input=inputs[coding][path],
            end=1 if taken is Taken.HIGH else -1,
            margin=margin_of(tally).difference,
            verdict=verdict_of(tally),
        )
        for (where, what, taken, path), tally in ends.items()
        if (where, what) == (coding, name)
    ]


def _made(asked: Sequence[Asked], coding: str) -> dict[str, Statement]:
    """Statements that a coding makes, by id."""
    return {one.id: one.by_coding[coding] for one in asked if coding in one.by_coding}
