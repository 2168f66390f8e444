"""Findings as text and back."""

import pytest

from sim.errors import ResultsError
from sim.records.encoding import as_text, from_text


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
def test_text_that_is_no_finding_names_its_file_in_one_line(text, concession_table, tmp_path):
    kind = type(concession_table)
    assert from_text(kind, as_text(concession_table), tmp_path) == concession_table
    with pytest.raises(ResultsError) as problem:
        from_text(kind, text, tmp_path / "concessions.json")
    said = str(problem.value)
    assert said.startswith(str(tmp_path / "concessions.json"))
    assert "http" not in said
    assert "\n" not in said
