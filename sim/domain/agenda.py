"""What is negotiated: issues with ordered options, and whose consent each option needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Agenda", "Consent", "Issue", "Option", "Package"]

#: Alternatives of sets of party ids; any one set suffices. Empty: nobody beyond the principals.
Consent = tuple[frozenset[str], ...]

#: One option id per issue id.
Package = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to an issue.

    consent : who must sign besides the principals, for a package that holds this option.
    allowed : whether packages may hold it; options ruled out by ``only`` keep their values, since
        an indifference package may still name them.
    """

    id: str
    name: str
    consent: Consent = ()
    allowed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question to settle. ``options`` are ordered; at most one is the status quo."""

    id: str
    name: str
    options: tuple[Option, ...]
    status_quo: str | None = None

    def position(self, option: str) -> int:
        """Place of an option in the order, from 0. Raises ``KeyError`` for an unknown id."""
        for place, candidate in enumerate(self.options):
            if candidate.id == option:
                return place
        raise KeyError(option)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The ordered issues of a scenario."""

    issues: tuple[Issue, ...] = field(default=())

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.issues)

    def __len__(self) -> int:
        return len(self.issues)

    def __getitem__(self, issue: str) -> Issue:
        return self.issues[self.position(issue)]

    def position(self, issue: str) -> int:
        """Place of an issue in the order, from 0. Raises ``KeyError`` for an unknown id."""
        for place, candidate in enumerate(self.issues):
            if candidate.id == issue:
                return place
        raise KeyError(issue)

    def named(self, options: Iterable[int]) -> dict[str, str]:
        """Issue → option of a package given by option positions, one an issue."""
        return {i.id: i.options[int(k)].id for i, k in zip(self.issues, options, strict=True)}

    @property
    def size(self) -> int:
        """Number of packages that the allowed options make."""
        product = 1
        for issue in self.issues:
            product *= sum(option.allowed for option in issue.options)
        return product
