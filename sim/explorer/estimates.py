"""Estimates as the page takes them: the numbers of ``--json``, and the same in words."""

from __future__ import annotations

from typing import Any

from sim.domain.estimate import Amount, Difference, Share
from sim.explorer.words import Words
from sim.records.plain_estimates import amount_json, difference_json, share_json

__all__ = ["estimate_of", "worded"]


def estimate_of(found: Share | Difference | Amount, words: Words) -> dict[str, Any]:
    """An estimate with its interval, as numbers and as ``words``."""
    if isinstance(found, Share):
        return {**share_json(found), "words": words.share(found)}
    if isinstance(found, Difference):
        return {**difference_json(found), "words": words.difference(found)}
    return {**amount_json(found), "words": words.amount(found)}


def worded(plain: Any, words: Words) -> Any:
    """Plain data in which every share also stands in words; all else is left as it is."""
    if isinstance(plain, list):
        return [worded(one, words) for one in plain]
    if not isinstance(plain, dict):
        return plain
    found = {key: worded(held, words) for key, held in plain.items()}
    if {"share", "low", "high"} <= plain.keys() and plain["share"] is not None:
        share = Share(share=plain["share"], low=plain["low"], high=plain["high"])
        found["words"] = words.share(share)
    return found
