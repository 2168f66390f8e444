"""A run of two codings, made by hand."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis"))

from making_outcomes import outcomes, scenario

CODINGS = ("tight", "loose")


def make_run():
    from sim.analysis.endings import summarise_run

    by_coding = {
        coding: outcomes(endings, of=scenario(coding=coding, codings=CODINGS))
        for coding, endings in zip(CODINGS, ("SSPIWI", "IIIIII"), strict=True)
    }
    return by_coding, summarise_run(by_coding)


@pytest.fixture
def run():
    return make_run()


@pytest.fixture
def compared(run):
    from sim.analysis.comparison import compare
    from sim.analysis.endings import summarise_run

    by_coding, _ = run
    against = compare({name: outcomes("SSSSSS") for name in CODINGS}, by_coding)
    return summarise_run(by_coding, against=against)


@pytest.fixture
def concession_table(run):
    from sim.domain.concession import ConcessionKind, ConcessionLift, ConcessionRow, ConcessionTable
    from sim.domain.estimate import Amount, Difference, Share

    _, summary = run
    lift = ConcessionLift(
        early=Difference(difference=0.1, low=0.05, high=0.15),
        horizon=Difference(difference=-0.1, low=-0.2, high=0.01),
        cost=Amount(mean=-0.02, low=-0.03, high=-0.01),
    )
    row = ConcessionRow(
        party="seller",
        issue="price",
        option="low",
        kind=ConcessionKind.ACCEPT,
        edits={"tight": {"party.seller.demand.price.values.low": [0.1, 0.2, 0.3]}},
        lifts={"tight": lift},
    )
    share = Share(share=0.3, low=0.2, high=0.4)
    return ConcessionTable(
        scenario="haggle",
        question=summary.question,
        scenario_hash="abc123",
        seed=1,
        worlds=400,
        protocol="alternating",
        version=summary.version,
        early_day=7.0,
        horizon=12.0,
        overrides={},
        labels=summary.labels,
        early={"tight": share},
        settled={"tight": share},
        rows=(row,),
    )
