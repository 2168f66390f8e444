"""What a run comes to in one sentence, told where it stands alone."""

from __future__ import annotations

from sim.domain.finding import RunSummary
from sim.report import wording

__all__ = ["run_headline"]


def run_headline(run: RunSummary) -> str:
    """How many worlds settle: the range over codings first, then each coding."""
    shares = [coding.endings["settlement"] for coding in run.codings.values()]
    by = f"by {wording.day_words(run.horizon)}"
    if len(shares) == 1:
        return f"In {wording.share_sentence(shares[0])} the talks end in a settlement {by}."
    told = wording.over_codings(wording.range_words(shares), len(shares))
    each = "; ".join(
        f"{name} {wording.share_words(coding.endings['settlement'])}"
        for name, coding in run.codings.items()
    )
    return f"The talks end in a settlement {by} in {told} ({each}; {wording.SAMPLING_ONLY})."
