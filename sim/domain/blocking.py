"""Who blocks: what would have to be waived where no package is acceptable.

A *line* is all that one party refuses on one issue; a *shift* lowers one party's no-deal value by
steps of a grid. Shares "of the empty worlds" are of those whose acceptable set holds no package on
the day; they are ``None`` where there is no such world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.estimate import Amount, Quantiles, Share

__all__ = [
    "Blocking",
    "BlockingLine",
    "BlockingParty",
    "CrossedOption",
    "EmptyWorlds",
    "NoDealShift",
    "OpeningCost",
    "OpeningSet",
    "SmallestSize",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyWorlds:
    """How many worlds hold no acceptable package, and on what grounds.

    empty : share of all worlds; n : their number. The grounds exclude one another, of the empty
    worlds: lines – dropping every line opens it, no fall of no-deal values does; values – the other
    way about; either – both do; together – only both at once do; closed – not even that, for a
    principal has left or no package may be signed. one_line, one_shift, one_party : some line, some
    shift within the grid, some party's whole signature test opens it alone. shortfall : where no
    line need go, the least by which no-deal values would have to fall, all parties together.
    """

    coding: str
    n: int
    empty: Share
    lines: Share | None
    values: Share | None
    either: Share | None
    together: Share | None
    closed: Share | None
    one_line: Share | None
    one_shift: Share | None
    one_party: Share | None
    shortfall: Quantiles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestSize:
    """How many waivers the smallest sets of an empty world hold.

    size : lines and shifts in it; ``None`` where no set up to the size asked for opens the world.
    share : of the empty worlds.
    """

    coding: str
    size: int | None
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingLine:
    """One party's line on one issue.

    firm : share of all worlds in which it rules an allowed option out. crossed : where it is firm,
    the mean share of packages that cross it. alone : share of all worlds that its waiving alone
    opens. Of the empty worlds: opens – that it alone opens; smallest – it belongs to a set than
    which none is smaller; minimal – to a set from which nothing can be left out; always – to every
    such set, up to the size asked for. loud : firm in many worlds and crossed by many packages, yet
    hardly ever in a minimal set of the worlds that have one.
    """

    coding: str
    party: str
    issue: str
    firm: Share
    crossed: float | None
    alone: Share
    opens: Share | None
    smallest: Share | None
    minimal: Share | None
    always: Share | None
    loud: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingParty:
    """One party's whole signature test: all its lines and its reservation together.

    alone : share of all worlds that waiving it alone opens. Of the empty worlds: opens – the same;
    lines – waiving all its lines does; value – its no-deal value falling by any amount does. Of its
    shift within the grid, as for lines: smallest, minimal, always.
    """

    coding: str
    party: str
    principal: bool
    alone: Share
    opens: Share | None
    lines: Share | None
    value: Share | None
    smallest: Share | None
    minimal: Share | None
    always: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDealShift:
    """What one party's lower no-deal value would open. step : value units. opens : of the empty
    worlds, alone."""

    coding: str
    party: str
    step: float
    opens: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSet:
    """One set of waivers; the best of its size lead, by the lowest share opened over codings.

    key : its name in every coding. lines : ``party.issue``. shifts : parties whose no-deal value
    falls by as much as is needed, up to the last step of the grid. opens : of the empty worlds.
    open : share of all worlds that hold an acceptable package once it is waived. adds : of the
    empty worlds, those that it opens and its best part, of one element less, does not.
    """

    coding: str
    key: str
    size: int
    lines: tuple[str, ...]
    shifts: tuple[str, ...]
    opens: Share | None
    open: Share
    adds: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCost:
    """What one party gives in a set of waivers, over the worlds that it opens.

    Each world takes the least of the set that it needs: the smallest fall of no-deal values, all
    parties together, then the fewest waivers. lines : how many lines of the party are in the set.
    shift : mean fall of its no-deal value; ``None`` where the set asks for none of it. margin :
    mean value, above its reservation as it was, of the package that is best for it among those so
    opened; ``None`` where its signature is never needed. Both ``None`` with too few worlds to tell.
    """

    coding: str
    key: str
    party: str
    lines: int
    shift: Amount | None
    margin: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossedOption:
    """An option beyond a line of minimal sets that the packages they open hold.

    Of the packages that one set opens, the one with the best worst margin. share : of the empty
    worlds.
    """

    coding: str
    party: str
    issue: str
    option: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """Who blocks on a day, and what would open the acceptable set where it is empty.

    grid : steps of no-deal shifts, value units. most : the largest set looked for.
    """

    kind: ClassVar[str] = "blocking"

    made: Made
    day: float
    grid: tuple[float, ...]
    most: int
    empty: tuple[EmptyWorlds, ...]
    sizes: tuple[SmallestSize, ...]
    lines: tuple[BlockingLine, ...]
    parties: tuple[BlockingParty, ...]
    shifts: tuple[NoDealShift, ...]
    sets: tuple[OpeningSet, ...]
    costs: tuple[OpeningCost, ...]
    options: tuple[CrossedOption, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Name → rows, the most important first."""
        return {
            "empty": self.empty,
            "smallest_sizes": self.sizes,
            "blocking_lines": self.lines,
            "blocking_parties": self.parties,
            "no_deal_shifts": self.shifts,
            "opening_sets": self.sets,
            "opening_costs": self.costs,
            "crossed_options": self.options,
        }
