"""A mediator who may put anything in the text must be able to try everything."""

from pathlib import Path

import pytest

from sim.domain.protocol import Edits
from sim.errors import ScenarioError
from sim.loading import load_scenario, playing

FREE = "protocol.edits='package'"
#: Three issues of five options.
SMALL = Path(__file__).resolve().parents[2] / "mechanisms" / "edits.toml"


def test_an_agenda_too_large_to_try_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"edits can be had over 10,000 .*there are 50,000"):
        load_scenario("ukraine-2025-v08-single-text", sets=[FREE])
    assert load_scenario(SMALL, sets=[FREE]).protocol.edits is Edits.PACKAGE


def test_only_packages_that_are_not_ruled_out_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "MOST_REDRAFTED", 75)
    with pytest.raises(ScenarioError, match="there are 125"):
        load_scenario(SMALL, sets=[FREE])
    load_scenario(SMALL, sets=[FREE, "only.x=['low', 'fair', 'top']"])
