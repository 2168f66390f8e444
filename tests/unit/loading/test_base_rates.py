"""Base rates: counts over other cases, checked as they are read, and without any effect."""

import pytest

from sim.errors import ScenarioError
from sim.loading import load_scenario

HEAD = """
extends = "price-haggle"
"""


def written(tmp_path, text):
    place = tmp_path / "mine.toml"
    place.write_text(HEAD + text)
    return place


def test_a_base_rate_is_read_as_written(tmp_path):
    place = written(
        tmp_path,
        '[base_rate.like]\nsays = "ended in a sale"\nof = 40\nheld = 30\n'
        'source = "outside: somebody counted (1999)"\n',
    )
    rate = load_scenario(place).base_rates["like"]
    assert (rate.of, rate.held) == (40, 30)
    assert rate.source == "somebody counted (1999)"


def test_all_faults_come_together_with_their_lines(tmp_path):
    place = written(
        tmp_path,
        '[base_rate.like]\nsays = ""\nof = 4\nheld = 5\nsource = "I think so"\n'
        '[base_rate.other]\nsays = "x"\nof = 0\nsource = "outside: a count (2001)"\n',
    )
    with pytest.raises(ScenarioError) as caught:
        load_scenario(place)
    found = {(fault.path, fault.line) for fault in caught.value.faults}
    assert found == {
        ("base_rate.like.says", 4),
        ("base_rate.like.held", 6),
        ("base_rate.like.source", 7),
        ("base_rate.other.of", 10),
    }


def test_without_a_count_there_is_a_pattern_only(tmp_path):
    place = written(
        tmp_path,
        '[base_rate.pattern]\nsays = "haste goes with resale"\nof = 68\n'
        'source = "outside: a comparison of cases (2011)"\n',
    )
    assert load_scenario(place).base_rates["pattern"].held is None
