"""What the tests of the installation share."""

from collections.abc import Generator
from pathlib import Path

import pytest
from standalone.testing.local_index import Index, SmallCheckout, serving


@pytest.fixture
def index(tmp_path: Path) -> Generator[Index]:
    """Serve an empty index on loopback."""
    with serving(tmp_path / "index") as found:
        yield found


@pytest.fixture
def checkout(tmp_path: Path, index: Index) -> SmallCheckout:
    """Give a small checkout in a folder whose name needs quoting."""
    return SmallCheckout.of(tmp_path / "it's a cöpy, 100% & more", index.url)
