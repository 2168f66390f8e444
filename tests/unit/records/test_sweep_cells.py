"""Finished cells of a sweep on disk."""

import json

import pytest

from sim.analysis.grid.varying import varied_from
from sim.analysis.sweep import sweep_grid
from sim.loading import load_codings
from sim.records.sweeping import CellFolder, is_begun


class Collected(dict):
    def open(self):
        pass

    def find(self, place):
        return None

    def keep(self, cell):
        self[cell.place] = cell


@pytest.fixture(scope="module")
def cells():
    kept = Collected()
    words = ["protocol.horizon=10,20", "party.seller.premium=0,0.1"]
    sweep_grid(load_codings("price-haggle"), varied_from(words), n=8, shelf=kept)
    return kept


def shelf(folder, sweep="abc"):
    return CellFolder(folder=folder, sweep=sweep)


def test_a_cell_comes_back_as_it_was_kept(cells, tmp_path):
    mine = shelf(tmp_path / "sweep")
    for cell in cells.values():
        mine.keep(cell)
    assert {place: mine.find(place) for place in cells} == cells
    assert mine.count() == 4
    names = sorted(file.name for file in (tmp_path / "sweep" / "cells").iterdir())
    assert names == ["000-000.json", "000-001.json", "001-000.json", "001-001.json"]


def test_what_is_not_kept_is_not_found(tmp_path):
    assert shelf(tmp_path / "none").find((0,)) is None
    assert shelf(tmp_path / "none").count() == 0
    assert not (tmp_path / "none").exists()


def test_cells_of_another_sweep_are_never_found_and_go_when_opened(cells, tmp_path):
    shelf(tmp_path, "other").keep(cells[0, 0])
    mine = shelf(tmp_path)
    assert mine.find((0, 0)) is None
    assert mine.count() == 0
    mine.open()
    assert list((tmp_path / "cells").iterdir()) == []


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"sweep": "abc", "cell": 3}'])
def test_a_damaged_cell_is_as_good_as_absent(cells, tmp_path, text):
    mine = shelf(tmp_path)
    mine.keep(cells[0, 0])
    (tmp_path / "cells" / "000-000.json").write_text(text)
    assert mine.find((0, 0)) is None
    mine.keep(cells[0, 0])
    assert mine.find((0, 0)) == cells[0, 0]


def test_what_a_killed_process_left_is_cleared_and_anything_else_is_not(cells, tmp_path):
    mine = shelf(tmp_path)
    mine.keep(cells[0, 0])
    half = tmp_path / "cells" / ".000-001.json.part-77"
    half.write_text("{")
    (tmp_path / "cells" / "notes.txt").write_text("mine")
    mine.open()
    assert not half.exists()
    assert (tmp_path / "cells" / "notes.txt").exists()
    assert mine.find((0, 0)) is not None


def test_a_sweep_is_begun_where_its_cells_are_and_no_manifest_is(cells, tmp_path):
    place = tmp_path / "sweep"
    assert not is_begun(place, "abc")
    shelf(place).keep(cells[0, 0])
    assert is_begun(place, "abc")
    assert not is_begun(place, "other")
    (place / "cells.csv").write_text("what was put there before the power failed")
    assert is_begun(place, "abc")
    (place / "manifest.json").write_text("{}")
    assert not is_begun(place, "abc")


def test_a_folder_without_a_cell_that_can_be_read_is_begun_only_if_it_holds_nothing_else(
    cells, tmp_path
):
    shelf(tmp_path).keep(cells[0, 0])
    (tmp_path / "cells" / "000-000.json").write_text("")
    assert is_begun(tmp_path, "abc")
    (tmp_path / "letter.txt").write_text("keep me")
    assert not is_begun(tmp_path, "abc")


def test_a_cell_tells_each_worlds_ending(cells, tmp_path):
    mine = shelf(tmp_path)
    mine.keep(cells[0, 1])
    kept = json.loads((tmp_path / "cells" / "000-001.json").read_text())
    assert kept["sweep"] == "abc"
    assert kept["cell"]["values"] == ["10", "0.1"]
    assert len(kept["cell"]["codings"]["stated"]["endings"]) == 8
