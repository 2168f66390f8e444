"""What each kind of number means, in a sentence for a reader who meets it on the page."""

from __future__ import annotations

__all__ = ["meaning_of"]

#: What a number is, by a key of its path.
_MEANS = {
    "weight": "Share of the party's attention; weights are divided by their sum.",
    "firmness": "Chance that the refusal is real and no bluff.",
    "shift": "Added to what it expects without a deal. Its best on everything is worth 1.",
    "drift": "How much what it expects without a deal changes in a week.",
    "belief_gap": "What it believes of that weekly change, less the truth.",
    "patience": "What something a week away is worth to it today, of 1; near 1 is patient.",
    "premium": "Value of any deal at all to it, whatever the terms.",
    "draft_days": "Mean days until its own draft is ready; it offers nothing before.",
    "opening": "How far its first aim stands above the best it believes it can get, as a share of "
    "the way to its ideal.",
    "toughness": "The shape of its giving in over time; small means late.",
    "patience_spread": "Factor on the time it takes to come down to what it would sign.",
    "fear": "Chance it gives to the deal being broken, or what is left of that chance.",
    "loss": "What it would lose by a breach. Its best on everything is worth 1.",
    "chance": "Chance of it.",
    "weekly_chance": "Chance of it within a week.",
    "side_benefit": "What a week of talking on brings such a party.",
    "prior": "Chance given to it before anything is learnt.",
    "moves_if_type": "Chance that a new offer of such a party gives more than its last.",
    "moves_if_plain": "Chance that a new offer of any other party gives more than its last.",
    "gain": "What it brings at once. A party's best on everything is worth 1.",
    "no_deal": "Added to what is expected without a deal. The best on everything is worth 1.",
    "aims": "Steps of the issue by which aims rise.",
    "belief": "Chance it gives to the talks ending at the deadline.",
    "deadline": "An announced day on which something may happen; it ends nothing by itself.",
    "protocol": "The day on which the talks end whatever happens.",
}


def meaning_of(path: str) -> str:
    """A sentence on the number at a path, by the last key that tells; empty where none does.

    >>> meaning_of("party.seller.demand.price.weight")
    "Share of the party's attention; weights are divided by their sum."
    """
    known = [key for key in path.split(".") if key in _MEANS]
    return _MEANS[known[-1]] if known else ""
