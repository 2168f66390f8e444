"""The house stands: imports point down only, floors do not reach across, modules stay short."""

import ast

import pytest
from reading_imports import PACKAGE, ROOT, Import, all_imports, imports_of, modules

FLOOR = {
    "errors": 1,
    "_version": 1,
    "domain": 2,
    "theory": 3,
    "sampling": 3,
    "loading": 3,
    "records": 3,
    "behaviour": 4,
    "exchange": 4,
    "engine": 5,
    "analysis": 6,
    "report": 7,
    "explorer": 7,
    "cli": 8,
    "__main__": 9,
    "sim": 8,
}

MOST_LINES = 400
WORTH_A_REASON = 250
#: Longer than a module should be without a reason; each named here with it.
LONG_FOR_A_REASON = {
    "sim.behaviour.ladder": "one algorithm, read from top to bottom",
    "sim.domain.cells": "one layout: what blocks and cells are, and how a scenario falls into them",
}

UNTELLING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler"}


def room(module: str) -> str:
    """The part of the house a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "sim"


def points_down(one: Import) -> bool:
    own, other = room(one.importer), room(one.imported)
    return own == other or FLOOR[other] < FLOOR[own]


def test_every_room_has_a_floor():
    assert {room(name) for name in modules()} <= set(FLOOR)


def test_imports_point_down_only():
    wrong = [f"{i.importer}:{i.line} → {i.imported}" for i in all_imports() if not points_down(i)]
    assert not wrong, "imports that do not point down:\n" + "\n".join(wrong)


def test_siblings_and_upward_imports_would_be_seen():
    def written(importer, imported):
        return Import(importer=importer, imported=imported, line=1, at_top=True)

    assert not points_down(written("sim.records.folder", "sim.loading.layers"))
    assert not points_down(written("sim.engine.model", "sim.report.text"))
    assert points_down(written("sim.engine.model", "sim.behaviour.ladder"))


def test_reader_of_imports_sees_every_form(tmp_path):
    source = tmp_path / "probe.py"
    source.write_text(
        "from sim import domain\nimport sim.errors\n"
        "def f():\n    from sim.engine.model import Model\n    from . import text\n"
    )
    known = {"sim.domain", "sim.engine.model", "sim.report.text"}
    seen = {(i.imported, i.at_top) for i in imports_of("sim.report.probe", source, known)}
    assert seen == {
        ("sim.domain", True),
        ("sim.errors", True),
        ("sim.engine.model", False),
        ("sim.report.text", False),
    }


def test_no_module_imports_itself_in_a_circle():
    edges: dict[str, set[str]] = {}
    for one in all_imports():
        if one.at_top and one.importer != one.imported:
            edges.setdefault(one.importer, set()).add(one.imported)
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "circle: " + " → ".join((*trail, name))
        if name in done:
            return
        for other in sorted(edges.get(name, ())):
            visit(other, (*trail, name))
        done.add(name)

    for name in sorted(edges):
        visit(name, ())


@pytest.mark.parametrize("name", sorted(modules()))
def test_module_length(name):
    lines = len(modules()[name].read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{name} has {lines} lines and wants splitting"
    assert lines <= WORTH_A_REASON or name in LONG_FOR_A_REASON, (
        f"{name} has {lines} lines: split it or say why"
    )


def test_reasons_for_length_name_modules_that_are_there():
    assert set(LONG_FOR_A_REASON) <= set(modules())


def test_names_tell_what_a_thing_is():
    wrong = [
        name
        for name, path in modules().items()
        for word in (
            *name.split("."),
            *(
                node.name
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.ClassDef)
            ),
        )
        if word.strip("_").lower() in UNTELLING
        or word.endswith(("Manager", "Handler", "Helper", "Util", "Utils"))
    ]
    assert not wrong


def test_top_level_is_what_the_house_says():
    expected = {
        *("pyproject.toml", "README.md", "seeds", "sim", "scenarios", "results", "tests"),
        *("docs", "benchmarks", "CHANGELOG.md", "CITATION.cff", "LICENSE", "constraints.txt"),
    }
    made_by_tools = {"build", "dist", "uv.lock"}
    found = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and not path.name.endswith((".egg-info", "__pycache__"))
    }
    assert found - made_by_tools <= expected
    assert PACKAGE.name in found
