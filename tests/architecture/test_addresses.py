"""Public addresses are built from SITE_URL and FRONTEND_URL alone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "services").glob("*/src/**/*.py"))
FROM_A_REQUEST = re.compile(
    r"\burl_for\(|request\.base_url\b|request\.url\b(?!\.(?:path|query)\b)"
    r"|headers(?:\.get\(|\[)[\"'](?:host|x-forwarded-\w+|forwarded)[\"']",
    re.IGNORECASE,
)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_service_believes_the_name_it_was_asked_by(file: Path) -> None:
    """A forged Host would otherwise end in a customer's link, or in a provider's return address."""
    assert not FROM_A_REQUEST.search(file.read_text())


@pytest.mark.parametrize("text", ["request.url_for('x')", "request.base_url", 'headers["Host"]'])
def test_the_rule_would_notice(text: str) -> None:
    """The pattern finds what it is there for."""
    assert FROM_A_REQUEST.search(text)
