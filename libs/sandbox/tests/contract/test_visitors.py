"""The sandbox answers its own page and programs, and no page of somebody else's."""

from typing import Any

import httpx
import pytest
from sandbox.visitors import warn_if_wide
from structlog.testing import capture_logs


@pytest.mark.parametrize("host", ["127.0.0.1:8100", "localhost:8100", "[::1]:8100", "sandbox"])
async def test_it_answers_under_its_own_names(desk: Any, host: str) -> None:
    """This machine's, and the one that it has among containers."""
    answer: httpx.Response = await desk.http.get("/api/faults", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1:8100", ""])
@pytest.mark.parametrize("path", ["/api/faults", "/", "/api/sms/263774975187"])
async def test_under_a_name_that_is_not_its_own_it_says_nothing(
    desk: Any, host: str, path: str
) -> None:
    """A stranger's name that leads here would let his page read codes as its own."""
    answer: httpx.Response = await desk.http.get(path, headers={"Host": host})

    assert (answer.status_code, answer.json()["code"]) == (400, "http:host")


async def test_a_name_can_be_added(open_desk: Any) -> None:
    """For a sandbox that others reach on purpose."""
    async with open_desk(hosts=("tests.example",)) as desk:
        answer = await desk.http.get("/api/faults", headers={"Host": "tests.example:81"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://sandbox:81"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_sites_page_changes_nothing(desk: Any, headers: dict[str, str]) -> None:
    """A form or a script of another site could else pay, write and switch faults on."""
    body = {"provider": "omari", "operation": "*", "behaviour": "slow"}
    refused = await desk.http.post("/api/faults", json=body, headers=headers)
    faults = (await desk.http.get("/api/faults")).json()

    assert (refused.status_code, refused.json()["code"]) == (403, "sandbox:origin")
    assert "slow" not in str(faults["active"])


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://sandbox", "Sec-Fetch-Site": "same-origin"}]
)
async def test_its_own_page_and_programs_may(desk: Any, headers: dict[str, str]) -> None:
    """A program names no origin, and its page names the sandbox's."""
    body = {"provider": "omari", "operation": "*", "behaviour": "slow"}
    answer = await desk.http.post("/api/faults", json=body, headers=headers)

    assert answer.status_code == 201


@pytest.mark.parametrize(("host", "said"), [("0.0.0.0", 1), ("192.0.2.1", 1), ("127.0.0.1", 0)])  # noqa: S104 - nothing listens
def test_being_reachable_for_others_is_said(host: str, said: int) -> None:
    """It asks nobody who he is."""
    with capture_logs() as lines:
        warn_if_wide(host)

    assert len([line for line in lines if line["event"] == "sandbox.wide"]) == said


async def test_a_body_larger_than_any_file_is_refused_unread_as_a_problem(desk: Any) -> None:
    """As every server of ours does, and with the bytes that are taken."""
    too_much = {"Content-Length": str(1 << 40)}
    answer: httpx.Response = await desk.http.post("/api/faults", content=b"", headers=too_much)

    assert (413, "http:413") == (answer.status_code, answer.json()["code"])
    assert "application/problem+json" == answer.headers["content-type"]
    assert " bytes" in answer.json()["detail"]
