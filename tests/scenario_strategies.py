"""Small random scenarios, built directly from nouns, for tests that hold for any scenario."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from hypothesis import strategies as st

from sim.domain.agenda import Agenda, Consent, Issue, Option
from sim.domain.event import Event, EventKind, Learning, PartialDeal
from sim.domain.party import Behaviour, Breach, Demand, NoDeal, Party, PartyType, RedLine, Tactics
from sim.domain.protocol import Acceptance, Answers, Deadline, Protocol, ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Belief, Scenario

__all__ = ["BEHAVIOURS", "FEATURES", "RISKS", "TURNS", "random_scenario", "scenarios"]

#: What a random scenario may hold beside parties, issues and values.
FEATURES = frozenset(
    {
        "aims",
        "beliefs",
        "breach",
        "consents",
        "deadline",
        "drafts",
        "events",
        "hazards",
        "learning",
        "leaves",
        "lines",
        "only",
        "opens_with",
        "partials",
        "premium",
        "reservation",
        "status_quo",
        "types",
        "unless",
    }
)

#: Rules of alternating offers that a random scenario has only when asked: who is recognised, and a
#: quota. Without them scenarios of the same seed are the same as ever.
TURNS = frozenset({"quota", "recognition"})

#: That talks may break down: only when asked as well, and drawn apart.
RISKS = frozenset({"breakdown"})

#: Habits of the table; what plays a game needs scenarios made for it.
BEHAVIOURS = (
    Behaviour.TIME_DEPENDENT,
    Behaviour.RECIPROCAL,
    Behaviour.MINIMAL_CONCESSION,
    Behaviour.OBSTINATE,
)

PARTIES = ("ash", "birch", "cedar", "elm")
ISSUES = ("land", "money", "ships", "fish")
OPTIONS = ("none", "some", "most", "all")


def scenarios(
    *,
    features: Iterable[str] = FEATURES,
    behaviours: Iterable[Behaviour] = BEHAVIOURS,
    kind: ProtocolKind = ProtocolKind.ALTERNATING,
) -> st.SearchStrategy[Scenario]:
    """Random scenarios as a hypothesis strategy; each is fixed by one integer."""
    chosen, ways = frozenset(features), tuple(behaviours)
    return st.integers(min_value=0, max_value=2**32 - 1).map(
        lambda seed: random_scenario(seed, features=chosen, behaviours=ways, kind=kind)
    )


def random_scenario(
    seed: int,
    *,
    features: Iterable[str] = FEATURES,
    behaviours: Iterable[Behaviour] = BEHAVIOURS,
    kind: ProtocolKind = ProtocolKind.ALTERNATING,
) -> Scenario:
    """The random scenario of a seed: 2–4 parties, 1–4 issues, 2–4 options each.

    Every feature asked for is present about half of the time, so that seeds cover most mixtures.
    """
    rng = Random(seed)
    asked = frozenset(features)
    present = {feature for feature in sorted(asked - TURNS - RISKS) if rng.random() < 0.5}
    apart = Random(f"turns of {seed}")
    present |= {feature for feature in sorted(asked & TURNS) if apart.random() < 0.7}
    maker = _Maker(rng, present, tuple(behaviours), kind)
    maker.apart = apart
    if "breakdown" in asked:
        maker.breakdown = Random(f"breakdowns of {seed}").choice((0.0, 0.02, 0.1, 0.5, 0.9))
    return maker.scenario(f"random_{seed}")


class _Maker:
    def __init__(
        self, rng: Random, present: set[str], behaviours: tuple[Behaviour, ...], kind: ProtocolKind
    ) -> None:
        self.rng, self.present, self.behaviours, self.kind = rng, present, behaviours, kind
        self.apart = Random(0)
        self.breakdown = 0.0
        self.ids = PARTIES[: rng.randint(2, 4)]
        self.principals = self.ids[: rng.randint(2, len(self.ids))]
        self.guests = self.ids[len(self.principals) :]

    def number(self, path: str, low: float, high: float, role: Role = Role.EFFECT) -> Quantity:
        """One, two or three numbers within bounds."""
        size = self.rng.choice((1, 2, 3, 3))
        bounds = sorted(self.rng.uniform(low, high) for _ in range(size))
        return Quantity(path=path, range=tuple(bounds), role=role)

    # --- what is negotiated

    def agenda(self) -> Agenda:
        issues = []
        for issue in ISSUES[: self.rng.randint(1, 4)]:
            names = OPTIONS[: self.rng.randint(2, 4)]
            options = tuple(
                Option(id=name, name=name, consent=self.consent(), allowed=self.allowed(k))
                for k, name in enumerate(names)
            )
            quo = None
            if "status_quo" in self.present and self.rng.random() < 0.5:
                quo = names[0]
                free = Option(id=quo, name=quo, allowed=options[0].allowed)
                options = (free, *options[1:])
            issues.append(Issue(id=issue, name=issue, options=options, status_quo=quo))
        return Agenda(issues=tuple(issues))

    def consent(self) -> Consent:
        if "consents" not in self.present or not self.guests or self.rng.random() < 0.5:
            return ()
        one = frozenset(self.rng.sample(self.ids, 1))
        two = frozenset(self.rng.sample(self.ids, min(2, len(self.ids))))
        return self.rng.choice(((one,), (two,), (one, two), (frozenset({self.guests[0]}),)))

    def allowed(self, place: int) -> bool:
        return "only" not in self.present or place < 2 or self.rng.random() < 0.6

    # --- who negotiates

    def party(self, id_: str, agenda: Agenda, rising: bool) -> Party:
        path = f"party.{id_}"
        principal = id_ in self.principals
        return Party(
            id=id_,
            name=id_,
            principal=principal,
            demands={issue.id: self.demand(path, issue, rising) for issue in agenda},
            red_lines={
                issue.id: self.line(path, issue, agenda, rising)
                for issue in agenda
                if "lines" in self.present and self.rng.random() < 0.4
            },
            no_deal=NoDeal(
                package={i.id: self.rng.choice(i.options).id for i in agenda},
                shift=self.number(f"{path}.no_deal.shift", -0.35, 0.05),
                drift=self.number(f"{path}.no_deal.drift", -0.03, 0.02),
                belief_gap=self.number(f"{path}.no_deal.belief_gap", 0.0, 0.02),
            ),
            patience=self.number(f"{path}.patience", 0.9, 0.998, Role.DISCOUNT),
            premium=self.bonus(f"{path}.premium"),
            breach=self.breach(path, agenda),
            tactics=self.tactics(path),
            behaviour=self.rng.choice(self.behaviours),
            draft_days=(
                self.number(f"{path}.draft_days", 1.0, 20.0, Role.DAYS)
                if "drafts" in self.present and principal
                else None
            ),
            deadline_belief=(
                self.number(f"deadline.belief.{id_}", 0.0, 0.9, Role.CHANCE)
                if "deadline" in self.present
                else None
            ),
            types=self.types(path),
        )

    def demand(self, path: str, issue: Issue, rising: bool) -> Demand:
        where = f"{path}.demand.{issue.id}"
        ladder = sorted(self.rng.random() for _ in issue.options)
        ladder[0], ladder[-1] = 0.0, 1.0
        if not rising:
            ladder.reverse()
        if self.rng.random() < 0.2:
            self.rng.shuffle(ladder)
        values = {}
        for option, mid in zip(issue.options, ladder, strict=True):
            width = self.rng.choice((0.02, 0.1, 0.2))
            values[option.id] = Quantity(
                path=f"{where}.values.{option.id}",
                range=(max(0.0, mid - width), mid, min(1.0, mid + width)),
                role=Role.VALUE,
            )
        opens = None
        if "opens_with" in self.present and self.rng.random() < 0.3:
            opens = self.rng.choice([o.id for o in issue.options if o.allowed])
        weight = self.number(f"{where}.weight", 0.1, 1.0, Role.WEIGHT)
        return Demand(weight=weight, values=values, opens_with=opens)

    def line(self, path: str, issue: Issue, agenda: Agenda, rising: bool) -> RedLine:
        bad = list(issue.options) if not rising else list(reversed(issue.options))
        named = bad[:0:-1][: self.rng.randint(1, len(bad) - 1)]
        firmness, least = {}, (0.0, 0.0, 0.0)
        for option in reversed(named):
            drawn = sorted(self.rng.uniform(0.0, 1.0) for _ in range(3))
            least = tuple(max(pair) for pair in zip(drawn, least, strict=True))
            firmness[option.id] = Quantity(
                path=f"{path}.red_line.{issue.id}.firmness.{option.id}",
                range=least,
                role=Role.FIRMNESS,
            )
        others = [i for i in agenda if i.id != issue.id]
        unless = {}
        if "unless" in self.present and others:
            for other in self.rng.sample(others, min(len(others), self.rng.choice((1, 1, 2)))):
                unless[other.id] = self.rng.choice(other.options).id
        return RedLine(firmness=firmness, unless=unless)

    def breach(self, path: str, agenda: Agenda) -> Breach:
        fear = Quantity(path=f"{path}.breach.fear", range=(0.0,), role=Role.CHANCE)
        loss = Quantity(path=f"{path}.breach.loss", range=(0.0,), role=Role.AMOUNT)
        if "breach" not in self.present or self.rng.random() < 0.4:
            return Breach(fear=fear, loss=loss)
        remaining = {}
        for issue in self.rng.sample(agenda.issues, self.rng.randint(0, min(2, len(agenda)))):
            remaining[issue.id] = {
                option.id: self.number(
                    f"{path}.breach.remaining.{issue.id}.{option.id}", 0.0, 1.0, Role.SHARE
                )
                for option in issue.options[1:]
            }
        return Breach(
            fear=self.number(f"{path}.breach.fear", 0.05, 0.5, Role.CHANCE),
            loss=self.number(f"{path}.breach.loss", 0.05, 0.4, Role.AMOUNT),
            remaining=remaining,
        )

    def bonus(self, path: str) -> Quantity:
        if "premium" in self.present:
            return self.number(path, -0.05, 0.1)
        return Quantity(path=path, range=(0.0,), role=Role.EFFECT)

    def tactics(self, path: str) -> Tactics:
        where = f"{path}.tactics"
        opening = Quantity(
            path=f"{where}.opening", range=(0.01, 0.3), role=Role.SHARE, logarithmic=True
        )
        toughness = Quantity(
            path=f"{where}.toughness", range=(0.25, 1.0), role=Role.AMOUNT, logarithmic=True
        )
        spread = Quantity(path=f"{where}.patience_spread", range=(0.6, 1.4), role=Role.AMOUNT)
        return Tactics(opening=opening, toughness=toughness, patience_spread=spread)

    def types(self, path: str) -> dict[str, PartyType]:
        if "types" not in self.present:
            return {}
        types = {}
        for name in ("stalling", "stubborn")[: self.rng.randint(1, 2)]:
            where = f"{path}.type.{name}"
            types[name] = PartyType(
                id=name,
                name=name,
                chance=self.number(f"{where}.chance", 0.1, 0.5, Role.CHANCE),
                side_benefit=self.number(f"{where}.side_benefit", 0.0, 0.03, Role.AMOUNT),
                behaviour=self.rng.choice((None, *self.behaviours)),
            )
        return types

    # --- what may happen

    def events(self, agenda: Agenda) -> dict[str, Event]:
        events: dict[str, Event] = {}
        if "learning" in self.present and "types" in self.present:
            observer, about = self.rng.sample(self.ids, 2)
            where = "event.lesson"
            events["lesson"] = Event(
                id="lesson",
                name="lesson",
                kind=EventKind.LEARNING,
                day=float(self.rng.randint(5, 30)),
                learning=Learning(
                    observer=observer,
                    about=about,
                    type="stalling",
                    prior=self.number(f"{where}.prior", 0.1, 0.9, Role.CHANCE),
                    moves_if_type=self.number(f"{where}.moves_if_type", 0.1, 0.5, Role.CHANCE),
                    moves_if_plain=self.number(f"{where}.moves_if_plain", 0.3, 0.9, Role.CHANCE),
                ),
            )
        follows = "lesson" if "lesson" in events and self.rng.random() < 0.7 else None
        for name, kind, feature in (
            ("threat", EventKind.DATED, "events"),
            ("ratchet", EventKind.HAZARD, "hazards"),
            ("exit", self.rng.choice((EventKind.DATED, EventKind.HAZARD)), "leaves"),
        ):
            if feature in self.present:
                events[name] = self.event(name, kind, agenda, follows)
        return events

    def event(self, name: str, kind: EventKind, agenda: Agenda, follows: str | None) -> Event:
        where = f"event.{name}"
        some = self.rng.sample(self.ids, self.rng.randint(1, len(self.ids)))
        aims: dict[str, dict[str, Quantity]] = {}
        if name == "ratchet" and "aims" in self.present:
            issue = self.rng.choice(agenda.issues).id
            path = f"{where}.aims.{some[0]}.{issue}"
            aims = {some[0]: {issue: self.number(path, 0.0, 2.0, Role.AMOUNT)}}
        leaves: tuple[str, ...] = ()
        if name == "exit":
            leaves = (self.rng.choice(self.guests or self.ids),)
            if "quota" in self.present:
                leaves = tuple(self.apart.sample(self.ids, self.apart.choice((1, 1, 2))))
        return Event(
            id=name,
            name=name,
            kind=kind,
            day=float(self.rng.randint(0, 40)),
            chance=self.number(f"{where}.chance", 0.05, 0.9, Role.CHANCE),
            follows=follows,
            no_deal={p: self.number(f"{where}.no_deal.{p}", -0.15, 0.05) for p in some},
            premium=(
                {some[0]: self.number(f"{where}.premium.{some[0]}", -0.02, 0.1)}
                if "premium" in self.present
                else {}
            ),
            aims=aims,
            leaves=leaves,
        )

    def partials(self) -> dict[str, PartialDeal]:
        if "partials" not in self.present:
            return {}
        deals = {}
        for name in ("exchange", "truce")[: self.rng.randint(1, 2)]:
            where = f"partial.{name}"
            two = frozenset(self.rng.sample(self.ids, 2))
            some = self.rng.choice(self.ids)
            deals[name] = PartialDeal(
                id=name,
                name=name,
                consent=(two,),
                weekly_chance=self.number(f"{where}.weekly_chance", 0.05, 0.7, Role.CHANCE),
                gain={p: self.number(f"{where}.gain.{p}", -0.02, 0.06) for p in sorted(two)},
                no_deal={some: self.number(f"{where}.no_deal.{some}", -0.02, 0.08)},
                fear=(
                    {some: self.number(f"{where}.fear.{some}", 0.4, 1.0, Role.SHARE)}
                    if self.rng.random() < 0.5
                    else {}
                ),
            )
        return deals

    def beliefs(self, agenda: Agenda) -> tuple[Belief, ...]:
        if "beliefs" not in self.present:
            return ()
        holder, about = self.rng.sample(self.ids, 2)
        where, issue = f"belief.{holder}.{about}", agenda.issues[0].id
        return (
            Belief(
                holder=holder,
                about=about,
                no_deal=self.number(f"{where}.no_deal", -0.1, 0.1),
                weights={
                    issue: self.number(f"{where}.weight.{issue}", 0.1, 1.0, Role.WEIGHT),
                },
            ),
        )

    def recognition(self, order: list[str]) -> dict[str, float]:
        if "recognition" not in self.present:
            return {}
        parts = {party: self.apart.choice((0.0, 1.0, 1.0, 2.0)) for party in order}
        parts[self.apart.choice(order)] += 1.0
        return {party: part / sum(parts.values()) for party, part in parts.items()}

    def quota(self) -> int | None:
        return self.apart.randint(1, len(self.principals)) if "quota" in self.present else None

    # --- all of it

    def scenario(self, name: str) -> Scenario:
        agenda = self.agenda()
        parties = {
            id_: self.party(id_, agenda, rising=place % 2 == 0)
            for place, id_ in enumerate(self.ids)
        }
        events = self.events(agenda)
        order = list(self.principals)
        self.rng.shuffle(order)
        round_days = self.rng.choice((1.0, 2.0, 3.0))
        acceptance = Acceptance.RESERVATION if "reservation" in self.present else Acceptance.TARGET
        return Scenario(
            name=name,
            title=name,
            question="what happens?",
            file=name,
            agenda=agenda,
            parties=parties,
            protocol=Protocol(
                kind=self.kind,
                order=tuple(order),
                round_days=round_days,
                horizon=round_days * self.rng.randint(5, 40) + self.rng.choice((0.0, 0.5)),
                acceptance=acceptance,
                answers=self.rng.choice(tuple(Answers)),
                quiet_days=float(self.rng.choice((5, 14))),
                recognition=self.recognition(order),
                quota=self.quota(),
                breakdown=self.breakdown,
            ),
            deadline=(
                Deadline(day=float(self.rng.randint(2, 60))) if "deadline" in self.present else None
            ),
            events=events,
            partial_deals=self.partials(),
            beliefs=self.beliefs(agenda),
        )
