"""What no scenario of this kind models, whatever it codes; the same beside every result."""

from __future__ import annotations

__all__ = ["NOT_MODELLED"]

#: Each is told at length in docs/explanation/what-it-is-not.md.
NOT_MODELLED = (
    "politics at home: a party is one mind, and nothing has to be ratified",
    "issues that are invented, split or dropped on the way",
    "threats and lies with a plan",
    "whatever comes after the signature, but for the fear of it beforehand",
)
