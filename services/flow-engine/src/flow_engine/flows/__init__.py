"""The flows that are shipped: data, one file each."""

import json
from importlib import resources
from typing import Any


def shipped_flows() -> list[dict[str, Any]]:
    """Return the definitions, in the order of their names."""
    files = [one for one in resources.files(__name__).iterdir() if one.name.endswith(".json")]
    texts = [one.read_text(encoding="utf-8") for one in sorted(files, key=lambda one: one.name)]
    return [json.loads(text) for text in texts]
