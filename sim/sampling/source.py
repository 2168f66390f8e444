"""Where numbers come from: drawn from streams, or the modes everybody reckons with."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.domain.quantity import Quantity, quantile
from sim.domain.worlds import Worlds
from sim.sampling.streams import uniforms

__all__ = ["Drawn", "Modes", "Source"]

Array = NDArray[np.float64]


class Source(Protocol):
    """Where numbers come from: drawn from streams, or the modes everybody reckons with."""

    n: int

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array: ...

    def uniform(self, stream: str) -> Array: ...


class Drawn:
    """Numbers drawn per world; a number no source group stands behind widens in that world."""

    def __init__(self, worlds: Worlds, first: int, n: int) -> None:
        self.n = n
        self._worlds = worlds
        self._first = first
        self._at_word: dict[str, NDArray[np.bool_]] = {}

    def uniform(self, stream: str) -> Array:
        name = self._worlds.aliases.get(stream, stream)
        return uniforms(self._worlds.seed, name, self._first, self.n)

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array:
        if quantity is None:
            return np.zeros(self.n)
        if quantity.constant:
            return np.full(self.n, quantity.low)
        name = stream or quantity.path
        stated = self._quantiles(quantity, quantity.range, name)
        if not quantity.groups:
            return stated
        supported = np.logical_or.reduce([self._taken(group) for group in quantity.groups])
        widened = self._quantiles(quantity, quantity.unsupported_range, name)
        return np.where(supported, stated, widened)

    def _quantiles(self, quantity: Quantity, bounds: tuple[float, ...], stream: str) -> Array:
        name = self._worlds.aliases.get(stream, stream)
        return _quantiles(
            bounds, self._worlds.seed, name, self._first, self.n, logarithmic=quantity.logarithmic
        )

    def _taken(self, group: str) -> NDArray[np.bool_]:
        """Worlds in which the group is taken at its word: one draw for all its claims."""
        if group not in self._at_word:
            reliability = self._worlds.scenario.seeds.groups[group].reliability
            self._at_word[group] = self.uniform(f"group.{group}#word") < self.of(reliability)
        return self._at_word[group]


@lru_cache(maxsize=2048)
def _quantiles(
    bounds: tuple[float, ...], seed: int, name: str, first: int, n: int, *, logarithmic: bool
) -> Array:
    """Draws of one number; kept, since a what-if leaves nearly all of a scenario as it was."""
    made = quantile(uniforms(seed, name, first, n), bounds, logarithmic=logarithmic)
    made.setflags(write=False)
    return made


class Modes:
    """One world in which every number is its mode: the public estimate."""

    n = 1

    def of(self, quantity: Quantity | None, stream: str | None = None) -> Array:
        return np.full(1, 0.0 if quantity is None else quantity.mode)

    def uniform(self, stream: str) -> Array:
        return np.full(1, 0.5)
