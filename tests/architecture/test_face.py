"""The public face: what ``sim`` offers, what loading it costs, and what the tree must not hold."""

import importlib
import os
import re
import subprocess
import sys

import pytest
from reading_imports import ROOT

import sim

HEAVY = ("numpy", "scipy", "mesa", "matplotlib", "pydantic", "pandas", "networkx", "pyarrow")
NEVER = ("scipy.stats", "matplotlib.pyplot")


def loaded_after(statement: str) -> set[str]:
    """Names in ``sys.modules`` of a fresh interpreter that ran a statement."""
    program = f"import sys\n{statement}\nprint('|'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split("|"))


def test_public_names_are_asserted():
    assert sim.__all__ == [
        "CodingSummary",
        "Comparison",
        "ConcessionTable",
        "NotFoundError",
        "Outcomes",
        "ParleyError",
        "ResultsError",
        "RunSummary",
        "Scenario",
        "ScenarioError",
        "Story",
        "UsageError",
        "WorkerLostError",
        "Worlds",
        "__version__",
        "analysis",
        "load_codings",
        "load_scenario",
        "negotiate",
        "sample_worlds",
        "summarise",
        "summarise_run",
        "tell",
        "write_report",
    ]
    assert sorted(sim.__all__) == sim.__all__


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_is_there_and_listed(name):
    assert getattr(sim, name) is not None
    assert name in dir(sim)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'sumarise'"):
        sim.sumarise  # noqa: B018


@pytest.mark.parametrize(
    "statement",
    [
        "import sim",
        "import sim.cli",
        "import sim.cli\ntry:\n    sim.cli.main(['--help'])\nexcept SystemExit:\n    pass",
    ],
)
def test_help_loads_nothing_heavy(statement):
    loaded = loaded_after(statement)
    assert not [name for name in HEAVY if name in loaded]


def test_help_of_a_command_loads_nothing_heavy():
    statement = (
        "import sim.cli\ntry:\n    sim.cli.main(['run', '--help'])\nexcept SystemExit:\n    pass"
    )
    loaded = loaded_after(statement)
    # Newer releases of typer check the ranges of options with pydantic.
    assert not [name for name in HEAVY if name in loaded and name != "pydantic"]


def test_slow_libraries_are_not_imported_by_name():
    # mesa itself loads pandas, so only our own imports are looked at.
    for path in (ROOT / "sim").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"^\s*(import|from) (pandas|scipy\.stats|matplotlib\.pyplot)", text, re.M
        )
        assert "from scipy import stats" not in text
        assert "from matplotlib import pyplot" not in text


def test_the_whole_library_never_loads_what_is_slow_to_load():
    names = "\n".join(f"import {name}" for name in sorted(_library()))
    loaded = loaded_after(names)
    assert "numpy" in loaded
    assert not [name for name in NEVER if name in loaded]


def _library() -> set[str]:
    from reading_imports import modules

    return {name for name in modules() if name != "sim.__main__"}


def test_every_module_can_be_imported():
    for name in sorted(_library()):
        assert importlib.import_module(name).__name__ == name


def tracked_files() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if name]


def test_no_machine_path_in_the_tree():
    # Written in pieces so that this file does not find itself.
    places = ["/".join(("", place, "")) for place in ("home", "Users", "root", "work")]
    pattern = re.compile("|".join(re.escape(place) + r"\w" for place in places))
    wrong = []
    for name in tracked_files():
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".parquet"}:
            continue
        text = path.read_text(encoding="utf-8")
        wrong += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert not wrong


def test_python_dash_m_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.stdout.strip() == f"parley {sim.__version__}"
    assert done.returncode == 0
