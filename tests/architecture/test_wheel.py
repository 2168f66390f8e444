"""What is built holds what it needs: an installed Parley runs bundled scenarios by name."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from reading_imports import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_its_scenarios_and_its_seeds(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("scenarios", "seeds"):
        for place in (ROOT / folder).rglob("*.toml"):
            assert f"sim/_bundled/{place.relative_to(ROOT).as_posix()}" in names
    for schema in ("run", "finding"):
        assert f"sim/records/{schema}.schema.json" in names
    for template in ("page.html.j2", "page.css", "page.js"):
        assert f"sim/report/keeping/templates/{template}" in names
    for file in (ROOT / "sim" / "explorer" / "page").iterdir():
        assert f"sim/explorer/page/{file.name}" in names
    assert any(name.endswith("entry_points.txt") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "results/"))]
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_installs_the_command_and_names_its_needs(wheel):
    with zipfile.ZipFile(wheel) as file:
        texts = {name.rsplit("/", 1)[-1]: file.read(name) for name in file.namelist()
                 if ".dist-info/" in name}  # fmt: skip
    assert b"parley = sim.__main__:main" in texts["entry_points.txt"]
    needs = [line.split()[1] for line in texts["METADATA"].decode().splitlines()
             if line.startswith("Requires-Dist:") and "extra ==" not in line]  # fmt: skip
    assert {need.split(">")[0].split("<")[0].lower() for need in needs} == {
        *("salib", "jinja2", "markdown-it-py", "matplotlib", "mesa", "networkx", "numpy"),
        "pillow",
        *("pydantic", "rich", "scipy", "tomli-w", "tomlkit", "typer"),
    }


def test_bundled_scenarios_run_by_name_away_from_the_checkout(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as file:
        file.extractall(tmp_path / "site")
    command = [sys.executable, "-m", "sim", "run", "ukraine-2025", "--worlds", "16", "--json"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["scenario"] == "ukraine-2025"
    program = (
        "import sim.loading as l, sim.loading.shelf as s; "
        "print(l.load_scenario('theory/abreu-gul').name, s.scenarios_folder())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
    )
    folder = tmp_path / "site" / "sim" / "_bundled" / "scenarios"
    assert told.stdout.strip() == f"theory/abreu-gul {folder}"
