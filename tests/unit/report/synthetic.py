"""Findings made by hand, so that reports are tested without negotiating anything."""

import math

from sim.domain.comparison import CodingComparison, Comparison, Flip, Obstacle
from sim.domain.concession import ConcessionKind, ConcessionLift, ConcessionRow, ConcessionTable
from sim.domain.estimate import Amount, Difference, Labels, Quantiles, Share
from sim.domain.finding import (
    CodingSummary,
    DayShares,
    MissedOverlap,
    PackageShare,
    PartyValues,
    Refusal,
    RunSummary,
    TrackPoint,
)
from sim.domain.timing import BeliefPath, BeliefPoint, Timing, TimingPoint

PARTIES = {
    "russia": "Russia",
    "ukraine": "Ukraine",
    "united_states": "United States",
    "europe": "European governments",
}
ISSUES = {
    "alliance": "alliance pledge",
    "territory": "four regions",
    "guarantees": "security guarantees",
    "sanctions": "sanctions",
}
OPTIONS = {
    "alliance": {"none": "no pledge", "oral": "oral assurance", "written": "written, Ukraine only"},
    "territory": {
        "ukrainian": "full Ukrainian control",
        "line": "stop at the present line",
        "administration": "administration of what is held, title left open",
        "title": "title to what is held",
    },
    "guarantees": {"none": "none", "consult": "consultation", "pact": "pact with troops"},
    "sanctions": {"keep": "keep all", "some": "lift some", "all": "lift all"},
}
LONG = " that goes on for rather longer than anybody who draws plots would like"


def share(value, n=2000):
    half = 1.96 * math.sqrt(max(value * (1 - value), 1 / n) / n)
    return Share(share=value, low=max(0.0, value - half), high=min(1.0, value + half))


def difference(value, half=0.02):
    return Difference(difference=value, low=value - half, high=value + half)


def amount(value, half=0.01):
    return Amount(mean=value, low=value - half, high=value + half)


def quantiles(middle, spread=0.1):
    steps = (-2, -1, 0, 1, 2)
    return Quantiles(
        **dict(
            zip(
                ("p05", "p25", "p50", "p75", "p95"),
                (middle + s * spread / 2 for s in steps),
                strict=True,
            )
        )
    )


def labels(parties=4, issues=4, longer=False):
    tail = LONG if longer else ""
    return Labels(
        parties={id: name + tail for id, name in list(PARTIES.items())[:parties]},
        issues={id: name + tail for id, name in list(ISSUES.items())[:issues]},
        options={
            id: {option: name + tail for option, name in OPTIONS[id].items()}
            for id in list(ISSUES)[:issues]
        },
    )


def coding(name, settled, names, n=2000, horizon=90, says=""):
    partial, walkout = (1 - settled) * 0.3, (1 - settled) * 0.1
    endings = {
        "settlement": share(settled, n),
        "partial": share(partial, n),
        "impasse": share(1 - settled - partial - walkout, n),
        "walkout": share(walkout, n),
    }
    by_day = tuple(
        DayShares(
            day=float(day),
            settlement=share(settled * (day / horizon) ** 1.5, n),
            partial=share(partial * (1 - math.exp(-day / 20)), n),
            walkout=share(walkout * max(0, day - 45) / (horizon - 45), n),
        )
        for day in range(3, horizon + 1, 3)
    )
    return CodingSummary(
        coding=name,
        says=says or f"what {name} says",
        n=n,
        endings=endings,
        missed_overlap=MissedOverlap(n=400, share=share(0.07, 400)),
        by_day=by_day,
        packages=_packages(names, settled),
        options=_options(names) if settled else {},
        values=values(names, settled),
        concessions_made={
            party: {issue: amount(0.02 * (p + i)) for i, issue in enumerate(names.issues)}
            for p, party in enumerate(names.parties)
        },
        refusals=_refusals(names, n),
        partial_deals={"exchange": share(0.6, n), "local_truce": share(0.2, n)},
        followed=min(n, 512),
        track=_track(names, horizon),
        beliefs=_beliefs(names, min(n, 512), horizon),
        timing=_timing(by_day, endings, n),
    )


def _timing(by_day, endings, n):
    points = [
        TimingPoint(
            day=row.day,
            settled=row.settlement,
            over=row.walkout,
            talking=share(1 - row.settlement.share - row.walkout.share, n),
            agreed=share(row.settlement.share / max(0.5, 1 - row.walkout.share), n),
            at_table=n,
        )
        for row in by_day
    ]
    left = next(point.talking for point in reversed(points) if point.day <= 14)
    return Timing(points=tuple(points), half=None, left=left)


def _beliefs(names, n, horizon):
    observer, about = list(names.parties)[:2]
    return tuple(
        BeliefPath(
            observer=observer,
            about=about,
            type="stalling",
            name="a party that only plays for time",
            event="",
            true=true,
            points=tuple(
                BeliefPoint(
                    day=float(day),
                    n=n // 3 if true else n - n // 3,
                    chance=quantiles(0.4 + (0.4 if true else -0.2) * day / horizon, 0.1),
                )
                for day in range(3, horizon + 1, 3)
            ),
        )
        for true in (True, False)
    )


def _packages(names, settled):
    if not settled:
        return ()
    first = {issue: list(options)[-2] for issue, options in names.options.items()}
    second = {issue: list(options)[-1] for issue, options in names.options.items()}
    return (
        PackageShare(package=first, share=share(0.3)),
        PackageShare(package=second, share=share(0.2)),
        PackageShare(package={}, share=share(0.5)),
    )


def _options(names):
    found = {}
    for issue, options in names.options.items():
        weights = [(k + 1) % 3 + 0.5 * k for k in range(len(options))]
        found[issue] = {
            option: share(w / sum(weights)) for option, w in zip(options, weights, strict=True)
        }
    return found


def values(names, settled, above=0.0):
    found = {}
    for p, party in enumerate(names.parties):
        base = 0.3 + 0.05 * p + above
        found[party] = PartyValues(
            settled=quantiles(base + 0.15) if settled else None,
            no_deal=quantiles(base - 0.02, 0.15),
            no_deal_settled=quantiles(base, 0.12) if settled else None,
            gain=quantiles(0.12, 0.05) if settled else None,
        )
    return found


def _refusals(names, n):
    found = []
    for p, party in enumerate(names.parties):
        found.append(
            Refusal(party=party, issue=None, reason="value", share=share(0.9 - 0.2 * p, n))
        )
        issue = list(names.issues)[p % len(names.issues)]
        found.append(
            Refusal(party=party, issue=issue, reason="line", share=share(0.7 - 0.15 * p, n))
        )
    return tuple(sorted(found, key=lambda refusal: -refusal.share.share))


def _track(names, horizon):
    proposers = list(names.parties)[:2]
    points = []
    for day in range(6, horizon + 1, 3):
        for proposer in proposers:
            for party in proposers:
                own = proposer == party
                fall = 0.3 * (day / horizon)
                middle = 0.85 - fall if own else 0.2 + fall * 0.8
                points.append(
                    TrackPoint(
                        day=float(day),
                        proposer=proposer,
                        party=party,
                        n=max(10, 400 - 4 * day),
                        value=quantiles(middle, 0.06),
                    )
                )
    return tuple(points)


def run(settled=(0.21, 0.04), parties=4, issues=4, longer=False, n=2000, against=False):
    names = labels(parties, issues, longer)
    coding_names = ["low-no-deal", "high-no-deal", "third", "fourth"][: len(settled)]
    if len(settled) == 1:
        coding_names = ["stated"]
    codings = {
        name: coding(name, s, names, n) for name, s in zip(coding_names, settled, strict=True)
    }
    return RunSummary(
        scenario="two-weeks",
        title="Two weeks to find out" + (LONG if longer else ""),
        question="Who blocks a settlement, and on what?",
        scenario_hash="0123456789abcdef",
        seed=1,
        worlds=n,
        protocol="alternating",
        horizon=90.0,
        round_days=3.0,
        deadline=14.0,
        overrides={},
        version="0.1.0",
        labels=names,
        codings=codings,
        against=comparison(coding_names) if against else None,
    )


def comparison(coding_names):
    return Comparison(
        first="parent",
        second="two-weeks",
        labels=labels(),
        codings={
            name: CodingComparison(
                coding=name,
                n=2000,
                endings={
                    "settlement": difference(0.05),
                    "partial": difference(-0.01),
                    "impasse": difference(-0.04),
                    "walkout": difference(0.0),
                },
                flips=(
                    Flip(first="impasse", second="impasse", n=1700, share=0.85),
                    Flip(first="impasse", second="settlement", n=120, share=0.06, worlds=(3, 8)),
                    Flip(first="settlement", second="impasse", n=20, share=0.01),
                ),
                gained=(
                    Obstacle(party="russia", issue="alliance", reason="line", n=80, share=0.66),
                ),
                lost=(),
            )
            for name in coding_names
        },
    )


def concessions(rows=14, codings=("low-no-deal", "high-no-deal"), longer=False):
    names = labels(longer=longer)
    made = []
    for place in range(rows):
        party = list(names.parties)[place % len(names.parties)]
        issue = list(names.issues)[place % len(names.issues)]
        kind = list(ConcessionKind)[place % 3]
        option = "" if kind is ConcessionKind.DROP_LINE else list(names.options[issue])[place % 3]
        lift = 0.18 - 0.02 * place
        made.append(
            ConcessionRow(
                party=party,
                issue=issue,
                option=option,
                kind=kind,
                edits={name: {} for name in codings},
                lifts={
                    name: ConcessionLift(
                        early=difference(lift / 3),
                        horizon=difference(lift + 0.05 * c),
                        cost=amount(-0.03 + 0.004 * place),
                    )
                    for c, name in enumerate(codings)
                },
            )
        )
    return ConcessionTable(
        scenario="two-weeks",
        question="Who blocks a settlement, and on what?",
        scenario_hash="0123456789abcdef",
        seed=1,
        worlds=400,
        protocol="alternating",
        version="0.1.0",
        early_day=14.0,
        horizon=90.0,
        overrides={},
        labels=names,
        early={name: share(0.03, 400) for name in codings},
        settled={name: share(0.2, 400) for name in codings},
        rows=tuple(made),
    )
