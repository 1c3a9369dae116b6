"""The page of the merchant API has every route that takes the merchant's key, and no other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from common.web import Access
from fastapi import FastAPI

PAGE = Path(__file__).parents[2] / "docs/merchant-api.md"
HEADING = re.compile(r"^### `([A-Z]+) (/\S+)`$", re.MULTILINE)


def on_page(text: str) -> set[tuple[str, str]]:
    """Give method and path of each route that has a heading of its own."""
    return set(HEADING.findall(text))


def served(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Give method and path of each documented route that takes the merchant's key."""
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            if operation.get("x-access") == Access.KEY:
                yield method.upper(), re.sub(r"\{\w+\}", "{}", path)


def test_every_route_of_the_merchant_stands_on_its_page(app_of: Callable[[str], FastAPI]) -> None:
    """A route that is added, renamed or removed changes the page in the same step."""
    page = {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in on_page(PAGE.read_text())}

    assert set(served(app_of("flow-engine"))) == page


def test_the_rule_reads_headings_only() -> None:
    """A route that is only mentioned has no section of its own."""
    assert on_page("### `GET /api/tours`\n\nsee `POST /api/orders`\n") == {("GET", "/api/tours")}
