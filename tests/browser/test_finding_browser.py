"""The browser of the tests is the one named, else the one installed, else none."""

import pytest
from finding_browser import NAMES, installed_browser


@pytest.fixture
def programs(tmp_path):
    """A function that puts a program of this name on an otherwise empty PATH."""

    def put(name):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n", encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    return put


@pytest.mark.parametrize("name", NAMES)
def test_each_usual_name_is_found(programs, tmp_path, name):
    program = programs(name)
    assert installed_browser({"PATH": str(tmp_path)}) == program


def test_none_is_found_where_there_is_none(tmp_path):
    assert installed_browser({"PATH": str(tmp_path)}) is None
    assert installed_browser({"PATH": str(tmp_path), "PARLEY_BROWSER": ""}) is None


def test_the_one_named_goes_first_by_name_or_by_path(programs, tmp_path):
    programs("chromium")
    program = programs("another")
    for named in ("another", program):
        found = installed_browser({"PATH": str(tmp_path), "PARLEY_BROWSER": named})
        assert found == program


def test_one_named_that_cannot_be_run_is_a_fault_not_a_skip(programs, tmp_path):
    programs("chromium")
    with pytest.raises(ValueError, match="missing"):
        installed_browser({"PATH": str(tmp_path), "PARLEY_BROWSER": "missing"})
