"""Media of the Graph stand-in (facts: WhatsApp, section 10)."""

from typing import Any


async def test_media_goes_up_and_comes_down(desk: Any) -> None:
    """Upload, describe, fetch: the same bytes, only with the token and while the address lives."""
    headers = {"Authorization": f"Bearer {desk.settings.access_token}"}
    number = desk.settings.phone_number_id
    answer = await desk.http.post(
        f"/graph/v25.0/{number}/media",
        data={"messaging_product": "whatsapp", "type": "image/png"},
        files={"file": ("a.png", b"\x89PNG\r\n\x00\xff", "image/png")},
        headers=headers,
    )
    media_id = answer.json()["id"]
    described = (await desk.http.get(f"/graph/v25.0/{media_id}", headers=headers)).json()
    fetched = await desk.http.get(described["url"], headers=headers)
    stranger = await desk.http.get(described["url"])

    assert (described["mime_type"], described["file_size"]) == ("image/png", "8")
    assert fetched.content == b"\x89PNG\r\n\x00\xff"
    assert stranger.status_code == 404
