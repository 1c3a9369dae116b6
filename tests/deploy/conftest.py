"""What the tests of the deployment share."""

import pytest
from standalone.testing.deployment import Compose, load_compose


@pytest.fixture(scope="session")
def compose() -> Compose:
    """Give the compose file, anchors resolved, variables as they are written."""
    return load_compose()
