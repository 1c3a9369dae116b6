"""Every route reads JSON strictly: what two could read differently, or none keep, is refused."""

import httpx
import pytest
from common.web.problems import install
from common.web.strict import StrictRoute
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel


class _Body(BaseModel):
    amount: int


@pytest.fixture
def app() -> FastAPI:
    """Give an app with one route that takes a body."""
    router = APIRouter(route_class=StrictRoute)

    @router.post("/orders")
    async def take(body: _Body) -> int:
        return body.amount

    app = FastAPI()
    install(app)
    app.include_router(router)
    return app


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"amount": 1, "amount": 1000}', "json:duplicate_key"),
        ('{"amount": 1}'.encode("utf-16"), "json:not_utf8"),
        ('{"amount": 1}'.encode("utf-32"), "json:not_utf8"),
        (b'\xef\xbb\xbf{"amount": 1}', "json:malformed"),
        (b'{"amount": NaN}', "json:number"),
        (b'{"amount": 1', "json:malformed"),
        (b"[" * 100 + b"]" * 100, "json:too_deep"),
        (b'{"amount": "1\\u0000"}', "json:nul"),
        (b'{"amount": 1, "more": [{"\\u0000": 1}]}', "json:nul"),
    ],
)
async def test_what_two_readers_could_read_differently_is_refused(
    body: bytes, code: str, app: FastAPI
) -> None:
    """422, with the code that says which rule, and nothing of the input."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/orders", content=body, headers=headers)

    assert (422, code) == (answer.status_code, answer.json()["code"])


async def test_a_good_body_is_taken(app: FastAPI) -> None:
    """Nothing else changes."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        assert 5 == (await client.post("/orders", json={"amount": 5})).json()
