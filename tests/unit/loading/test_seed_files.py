"""Seed files: claims, groups, contradictions, silences."""

from __future__ import annotations

from pathlib import Path

from sim.loading import validate
from sim.loading.seeds import read_seeds
from sim.loading.toml import read_file


def test_a_seed_file_becomes_nouns(faults_folder: Path) -> None:
    seeds = read_seeds(read_file(faults_folder / "seeds" / "good.toml"))
    assert seeds.claims["T1"].group == "witness"
    assert seeds.claims["T2"].unused_because == "too vague"
    assert seeds.groups["witness"].reliability.path == "group.witness.reliability"
    assert seeds.groups["witness"].reliability.range == (0.4, 0.6, 0.8)
    assert seeds.contradictions["X1"].claims == ("T1", "T2")
    assert seeds.silences["S1"].text == "how large the claim is"


def test_faulty_seeds_are_faults_of_the_scenario_that_rests_on_them(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "fixtures" / "faults"
    assert validate([folder / "seeds" / "faulty.toml"])
    text = (folder / "ordinary.toml").read_text(encoding="utf-8")
    text = text.replace("seeds/good.toml", (folder / "seeds" / "faulty.toml").as_posix())
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    files = {Path(fault.file).name for fault in validate([tmp_path / "case.toml"])}
    assert "faulty.toml" in files


def test_seeds_that_are_not_there_are_told(tmp_path: Path, ordinary: Path) -> None:
    text = ordinary.read_text(encoding="utf-8").replace("seeds/good.toml", "nowhere.toml")
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    told = [(fault.line, fault.path) for fault in validate([tmp_path / "case.toml"])]
    assert (5, "seeds") in told
