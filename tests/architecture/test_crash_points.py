"""Every place at which a test may kill the process is listed, so that tests do."""

import re
from pathlib import Path

from common.crash import ALL_POINTS

ROOT = Path(__file__).parents[2]
_PLACE = re.compile(r"crashpoint\(f?\"([a-z_.{}]+)\"\)")
_BY_CALL = {"{place}.before_call", "{place}.after_call"}
"""Of the provider's calls: `provider.auth`, `provider.request` and `provider.refund`."""


def test_every_place_is_listed_and_every_listed_place_exists() -> None:
    """A place that no list names would be killed at by no test."""
    files = [*ROOT.glob("libs/*/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py")]
    written = {place for file in files for place in _PLACE.findall(file.read_text())}
    known = set(ALL_POINTS)

    assert written - known == _BY_CALL
    assert known - written == {place for place in known if place.startswith("provider.")}
