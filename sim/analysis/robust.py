"""Which statements survive: over codings, over sources taken or not taken at their word, and over
ranges; and where the ones that hold give way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sim.analysis.making import made_from
from sim.analysis.readings.bench import Bench
from sim.analysis.readings.stages import (
    as_drawn,
    at_ends,
    by_group,
    chosen_inputs,
    flips,
    strongest_lines,
)
from sim.analysis.readings.statements import Asked, blocking, deadline, own
from sim.analysis.readings.tally import margin_of, verdict_of
from sim.domain.robust import LeftOutRow, ReadingRow, Robust, StatementRow, Taken, Verdict
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["INPUTS", "check_statements"]

#: Inputs held at their ends, unless the caller says otherwise.
INPUTS = 5


def check_statements(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    inputs: int = INPUTS,
    progress: Callable[[int, int], None] | None = None,
) -> Robust:
    """Every statement under every reading, on the same worlds.

    scenarios : coding → scenario. n : worlds as drawn; the ends of ranges, the search for flip
    points and sources that are hardly ever (not) taken at their word take the first 400 of them.
    inputs : how many are held at their ends: the principals' no-deal values, then those that move
    the statements most. progress : called with how many tasks are done, and of how many known so
    far. Nothing depends on ``workers``. Raises ``UsageError`` without a coding or a world, or for
    fewer than no inputs.
    """
    made = made_from(scenarios, n=n, seed=seed, asked={"inputs": inputs})
    if inputs < 0:
        raise UsageError(f"the number of inputs is 0 or more; got {inputs}")
    bench = Bench(scenarios=scenarios, n=n, seed=seed, workers=workers, progress=progress)
    asked = (
        *own(scenarios),
        *blocking(scenarios, n=n, seed=seed),
        *strongest_lines(bench),
        *deadline(scenarios),
    )
    drawn = as_drawn(bench, asked)
    words = by_group(bench, asked, drawn)
    moved, rows = chosen_inputs(bench, drawn, inputs)
    ends = at_ends(bench, asked, moved)
    readings = [
        ReadingRow(
            coding=coding,
            statement=name,
            taken=taken,
            subject=subject,
            verdict=verdict_of(tally),
            margin=margin_of(tally),
            n=tally.n,
        )
        for (coding, name, taken, subject), tally in {**drawn, **words, **ends}.items()
    ]
    return Robust(
        made=made,
        statements=tuple(_statement_row(one, readings) for one in asked),
        readings=tuple(readings),
        flips=flips(bench, asked, drawn, ends, moved),
        inputs=rows,
        left_out=tuple(
            LeftOutRow(coding=coding, statement=one.id, says=one.says, why=one.why)
            for coding, scenario in scenarios.items()
            for one in scenario.left_out
        ),
    )


def _statement_row(asked: Asked, readings: Sequence[ReadingRow]) -> StatementRow:
    from sim.loading.toml import as_toml

    mine = [row for row in readings if row.statement == asked.id]
    counts = Counter(row.verdict for row in mine)
    drawn = [row.verdict for row in mine if row.taken is Taken.AS_DRAWN]
    edits = getattr(asked.first, "edits", {})
    return StatementRow(
        statement=asked.id,
        kind=asked.kind,
        origin=asked.origin,
        says=asked.first.says,
        party=asked.party,
        than=asked.than,
        issue=asked.issue,
        option=asked.option,
        edits="; ".join(f"{path} = {as_toml(value)}" for path, value in edits.items()),
        readings=counts.total(),
        holds=counts[Verdict.HOLDS],
        fails=counts[Verdict.FAILS],
        undecided=counts[Verdict.UNDECIDED],
        codings=len(drawn),
        codings_held=drawn.count(Verdict.HOLDS),
    )
