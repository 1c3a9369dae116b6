"""What is printed of the merchant API's key."""

from pathlib import Path

import pytest
from standalone.environment import Place
from standalone.local.up import addresses
from standalone.settings import StandaloneSettings


@pytest.mark.parametrize(("set_", "shown"), [("", True), ("pk-chosen-by-a-person-7Hq2", False)])
def test_a_key_that_was_set_is_not_echoed(set_: str, shown: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """Who set it knows it, and a terminal is copied; one that was made has to be told."""
    values = {"MARI_DATA_DIR": str(tmp_path)} | ({"MARI_API_KEY": set_} if set_ else {})
    settings = StandaloneSettings.model_validate(values)
    told = addresses(settings)
    place = Place(settings, tmp_path, {"api_key": "made-at-random"}, "")

    assert set_ == "" or set_ not in told
    assert (place.api_key_shown == "made-at-random") is shown
