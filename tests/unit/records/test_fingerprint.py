"""The hash of a run changes with whatever changes a byte, and with nothing else."""

from dataclasses import replace

import pytest
from making_outcomes import scenario

from sim.domain.agenda import Agenda
from sim.domain.quantity import Quantity, Role
from sim.records import fingerprint
from sim.records.fingerprint import run_hash


def changed_number(base):
    buyer = replace(
        base.parties["buyer"],
        premium=Quantity(path="party.buyer.premium", range=(0.01,), role=Role.EFFECT),
    )
    return replace(base, parties={**base.parties, "buyer": buyer})


BASE = scenario()

CHANGES = {
    "a number": changed_number(BASE),
    "protocol": replace(BASE, protocol=replace(BASE.protocol, horizon=15.0)),
    "deadline": replace(BASE, deadline=None),
    "name": replace(BASE, name="other"),
    "question": replace(BASE, question="Why?"),
    "override": replace(BASE, overrides={}),
    "order of parties": replace(BASE, parties=dict(reversed(BASE.parties.items()))),
    "order of issues": replace(BASE, agenda=Agenda(issues=BASE.agenda.issues[::-1])),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_a_byte_changes_the_hash(what):
    plain = run_hash({"stated": BASE}, n=10, seed=1)
    assert run_hash({"stated": CHANGES[what]}, n=10, seed=1) != plain


def test_worlds_seed_codings_and_comparison_count(monkeypatch):
    found = {
        run_hash({"stated": BASE}, n=10, seed=1),
        run_hash({"stated": BASE}, n=11, seed=1),
        run_hash({"stated": BASE}, n=10, seed=2),
        run_hash({"low": BASE}, n=10, seed=1),
        run_hash({"stated": BASE, "low": BASE}, n=10, seed=1),
        run_hash({"stated": BASE}, n=10, seed=1, against={"stated": BASE}),
    }
    monkeypatch.setattr(fingerprint, "__version__", "99")
    found.add(run_hash({"stated": BASE}, n=10, seed=1))
    assert len(found) == 7


def test_where_the_file_lies_does_not_count():
    moved = replace(BASE, file="/elsewhere/haggle.toml")
    assert run_hash({"a": moved}, n=10, seed=1) == run_hash({"a": BASE}, n=10, seed=1)
