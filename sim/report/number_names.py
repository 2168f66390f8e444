"""What a number of a scenario is called: its path as words a reader knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.domain.estimate import Labels
from sim.report import wording

__all__ = ["number_words"]

_OF_PARTY = {
    ("patience",): "patience",
    ("premium",): "premium for any deal",
    ("draft_days",): "days until its draft is ready",
    ("no_deal", "shift"): "shift of its no-deal value",
    ("no_deal", "drift"): "weekly change of its no-deal value",
    ("no_deal", "belief_gap"): "error about the weekly change of its no-deal value",
    ("breach", "fear"): "feared chance of a breach",
    ("breach", "loss"): "loss from a breach",
    ("tactics", "opening"): "opening",
    ("tactics", "toughness"): "toughness (small is tough)",
    ("tactics", "patience_spread"): "spread of its patience",
}

_OF_TYPE = {"chance": "chance of the type", "side_benefit": "gain from talking on, of the type"}

_OF_EVENT = {
    "chance": "chance",
    "weekly_chance": "chance a week",
    "prior": "odds before anything is learnt",
    "moves_if_type": "chance that such a party moves",
    "moves_if_plain": "chance that any other moves",
    "no_deal": "effect on the no-deal value of",
    "premium": "effect on the premium of",
    "aims": "steps by which it raises the aims of",
    "gain": "gain of",
    "fear": "feared breach that remains for",
}


def number_words(path: str, labels: Labels, *, name: str = "") -> str:
    """A number, or a table of numbers that move together, as a reader would name it.

    path : keys joined by dots. name : of the event, small deal or type that the number belongs to,
    where there is one; its id stands in for it. A path of another kind is left as it is.

    >>> labels = Labels(parties={"seller": "the seller"}, issues={"price": "price"},
    ...                 options={"price": {"p100": "100"}})
    >>> number_words("party.seller.no_deal.shift", labels)
    'The seller: shift of its no-deal value'
    >>> number_words("party.seller.demand.price.values.p100", labels)
    'The seller: value of “100” on price'
    >>> number_words("event.strike.no_deal.seller", labels, name="a strike")
    'A strike: effect on the no-deal value of the seller'
    """
    head, *rest = path.split(".")
    if head == "party" and len(rest) > 1:
        told = _of_party(rest[1:], labels, name)
        return f"{_capital(rest[0], labels.parties)}: {told}" if told else path
    if path.startswith("deadline.belief.") and len(rest) == 2:
        return f"{_capital(rest[1], labels.parties)}: belief in the deadline"
    if head == "belief" and len(rest) > 2:
        return _belief(rest, labels)
    if head in ("event", "partial") and len(rest) > 1 and rest[1] in _OF_EVENT:
        whose = wording.capital(name or _plain(rest[0]))
        return f"{whose}: {_effect(rest[1:], labels)}"
    return path


def _of_party(keys: Sequence[str], labels: Labels, name: str) -> str:
    if tuple(keys) in _OF_PARTY:
        return _OF_PARTY[tuple(keys)]
    if keys[0] == "demand" and len(keys) > 2:
        issue = _name(keys[1], labels.issues)
        if keys[2] == "weight":
            return f"weight of {issue}"
        return f"value of {_option(keys[1], keys[-1], labels)} on {issue}"
    if keys[0] == "red_line" and len(keys) > 1:
        against = "" if len(keys) < 4 else f" against {_option(keys[1], keys[3], labels)}"
        return f"firmness of the line on {_name(keys[1], labels.issues)}{against}"
    if keys[:2] == ["breach", "remaining"] and len(keys) == 4:
        return f"feared breach left by {_option(keys[2], keys[3], labels)}"
    if keys[0] == "type" and len(keys) == 3 and keys[2] in _OF_TYPE:
        return f"{_OF_TYPE[keys[2]]} “{name or _plain(keys[1])}”"
    return ""


def _belief(keys: Sequence[str], labels: Labels) -> str:
    about = wording.party_words(_name(keys[1], labels.parties))
    what = f"weight of {_name(keys[3], labels.issues)}" if len(keys) > 3 else "no-deal value"
    return f"{_capital(keys[0], labels.parties)} about {about}: {what}"


def _effect(keys: Sequence[str], labels: Labels) -> str:
    whose = [wording.party_words(_name(key, labels.parties)) for key in keys[1:2]]
    on = [f"on {_name(key, labels.issues)}" for key in keys[2:3]]
    return " ".join([_OF_EVENT[keys[0]], *whose, *on])


def _option(issue: str, option: str, labels: Labels) -> str:
    return f"“{_name(option, labels.options.get(issue, {}))}”"


def _name(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, _plain(key))


def _capital(party: str, names: Mapping[str, str]) -> str:
    return wording.capital(_name(party, names))


def _plain(key: str) -> str:
    return key.replace("_", " ")
