"""The Graph stand-in tells of tokens and subscriptions as Meta does (`debug_token`, WABA)."""

from typing import Any

import httpx
import pytest
from sandbox.settings import Token


async def _ask(desk: Any, path: str, method: str = "GET", **params: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {desk.settings.access_token}"}
    return await desk.http.request(method, f"/graph/v25.0/{path}", params=params, headers=headers)


@pytest.mark.parametrize("path", ["debug_token", "318450721904466/subscribed_apps"])
async def test_a_wrong_token_is_refused(desk: Any, path: str) -> None:
    """Code 190, as everywhere."""
    answer = await desk.http.get(f"/graph/v25.0/{path}", headers={"Authorization": "Bearer x"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)


async def test_another_account_is_not_there(desk: Any) -> None:
    """Code 33: not there, or not this token's."""
    answer = await _ask(desk, "999/subscribed_apps")

    assert answer.json()["error"]["code"] == 33


async def test_an_unknown_token_is_described_as_invalid(desk: Any) -> None:
    """The call succeeds; the token it is about does not."""
    told = (await _ask(desk, "debug_token", input_token="EAAsomething")).json()["data"]

    assert (told["is_valid"], told["error"]["code"], told["scopes"]) == (False, 190, [])


async def test_our_token_is_a_system_users_with_both_permissions(desk: Any) -> None:
    """Type, age, end and permissions."""
    told = (await _ask(desk, "debug_token", input_token=desk.settings.access_token)).json()["data"]

    assert (told["type"], told["expires_at"], told["is_valid"]) == ("SYSTEM_USER", 0, True)
    assert {"whatsapp_business_management", "whatsapp_business_messaging"} <= set(told["scopes"])
    assert told["granular_scopes"][0]["target_ids"] == [desk.settings.waba_id]


async def test_a_token_may_be_a_persons_and_end(open_desk: Any) -> None:
    """What a merchant pastes from the start page: an hour long, with less than is needed."""
    short = Token(type="USER", scopes=("whatsapp_business_messaging",), expires_at=1800000000)
    async with open_desk(token=short) as desk:
        given = desk.settings.access_token
        told = (await _ask(desk, "debug_token", input_token=given)).json()["data"]

    assert (told["type"], told["expires_at"]) == ("USER", 1800000000)
    assert "whatsapp_business_management" not in told["scopes"]


async def test_the_app_is_subscribed_and_can_be_removed_and_added(desk: Any) -> None:
    """GET lists, DELETE removes, POST adds."""
    path = f"{desk.settings.waba_id}/subscribed_apps"
    before = (await _ask(desk, path)).json()["data"]
    await _ask(desk, path, "DELETE")
    without = (await _ask(desk, path)).json()["data"]
    added = (await _ask(desk, path, "POST")).json()

    assert before[0]["whatsapp_business_api_data"]["id"] == desk.settings.app_id
    assert (without, added) == ([], {"success": True})
    assert (await _ask(desk, path)).json()["data"] == before
