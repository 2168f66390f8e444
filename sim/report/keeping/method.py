"""How a finding was made, as a page tells it: enough to make it again, and to know what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.domain.answer import Made
from sim.domain.finding import RunSummary
from sim.domain.inputs import Inputs
from sim.report import wording
from sim.report.codings import coding_head

__all__ = ["Background", "MethodRow", "made_of_run", "method_rows"]

_INTERVALS = (
    "Intervals are for 95 % and carry sampling error only: they say how far the number of worlds "
    "limits the answer, nothing about whether the coding is right. Shares: Wilson (1927); paired "
    "differences of shares: the adjusted Wald interval of Bonett and Price (2012); means: normal; "
    "indices: bootstrap. Quantiles have none."
)
_MEANING = (
    "Shares are of worlds drawn from ranges that a person set, not chances of events. A range over "
    "codings says how far the answer hangs on what nobody knows; no number within it is better "
    "founded than another."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What a page tells beside a finding.

    command : that makes it again. inputs : ``None`` where a folder keeps none. libraries : library
    → version that computed it.
    """

    command: str
    inputs: Inputs | None = None
    libraries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """One line of the account. says : paragraphs."""

    name: str
    says: tuple[str, ...]


def made_of_run(run: RunSummary) -> Made:
    """A run's account of itself in the form that other findings have."""
    return Made(
        scenario=run.scenario,
        title=run.title,
        question=run.question,
        scenario_hash=run.scenario_hash,
        seed=run.seed,
        worlds=run.worlds,
        codings=tuple(run.codings),
        protocol=run.protocol,
        horizon=run.horizon,
        deadline=run.deadline,
        overrides=run.overrides,
        version=run.version,
        labels=run.labels,
    )


def method_rows(made: Made, background: Background, says: str = "") -> tuple[MethodRow, ...]:
    """The account, most wanted first. says : what a finding tells of its own method."""
    return tuple(_rows(made, background, says))


def _rows(made: Made, background: Background, says: str) -> Iterator[MethodRow]:
    again = "For a scenario of your own, name its file in the place of its name."
    yield MethodRow(name="To make it again", says=(f"`{background.command}`", again))
    yield MethodRow(
        name="Scenario",
        says=(
            f"`{made.scenario}`, which as resolved has the hash `{made.scenario_hash}`",
            *_set(made),
        ),
    )
    if any(coding_head(one) for one in made.codings):
        yield MethodRow(name="Codings", says=tuple(_codings(made, background.inputs)))
    yield MethodRow(
        name="Worlds",
        says=(f"{wording.count_words(made.worlds)} a coding, drawn from seed {made.seed}", says),
    )
    yield MethodRow(name="Talks", says=(_talks(made),))
    asked = [f"{key} = {value}" for key, value in made.asked.items() if value is not None]
    if asked:
        yield MethodRow(name="Asked", says=("; ".join(asked),))
    yield MethodRow(name="Version", says=(_versions(made, background),))
    yield MethodRow(name="What the intervals are", says=(_INTERVALS,))
    yield MethodRow(name="What the numbers are", says=(_MEANING, wording.CLOSING))


def _set(made: Made) -> Iterator[str]:
    if made.overrides:
        told = ", ".join(f"{path} = {value}" for path, value in made.overrides.items())
        yield f"Set otherwise than its file states: {told}"


def _codings(made: Made, inputs: Inputs | None) -> Iterator[str]:
    said = {} if inputs is None else inputs.codings
    for coding in made.codings:
        words = said.get(coding, "")
        yield f"{coding}: {words}" if words else coding


def _talks(made: Made) -> str:
    told = f"Protocol {made.protocol}; they end by {wording.day_words(made.horizon)}"
    if made.deadline is not None:
        told += f"; deadline on {wording.day_words(made.deadline)}"
    return told


def _versions(made: Made, background: Background) -> str:
    libraries = [f"{name} {version}" for name, version in background.libraries.items()]
    return "; ".join([f"Parley {made.version}", *libraries])
