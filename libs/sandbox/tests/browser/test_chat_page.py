"""The chat page in a real browser, on a wide screen and on a phone's."""

from typing import Any

import pytest
from common.ids import new_id
from playwright.async_api import Page, expect

pytestmark = pytest.mark.browser


async def open_panel(page: Page, name: str) -> None:
    """Show a panel, which on a narrow screen is a tab."""
    tab = page.locator(f".tabs button[data-tab={name}]")
    if await tab.is_visible():
        await tab.click()


async def test_a_list_is_opened_and_a_button_pressed(page: Page, merchant: Any) -> None:
    """Write, choose a row from the sheet, press a button; ticks turn blue."""
    await page.fill("#draft", "menu")
    await page.press("#draft", "Enter")
    await page.get_by_role("button", name="See tours").click()
    await page.get_by_text("Victoria Falls", exact=True).click()
    await page.locator("#sheet-send").click()
    await page.get_by_role("button", name="Pay now").click()
    await expect(page.locator(".message.in")).to_have_count(3)
    await expect(page.locator(".message.in .ticks.read")).to_have_count(3)

    assert [one["type"] for one in merchant.heard] == ["text", "interactive", "interactive"]


async def test_a_message_is_text_and_never_markup(page: Page) -> None:
    """What a merchant or customer writes cannot become part of the page."""
    await page.fill("#draft", "menu")
    await page.press("#draft", "Enter")
    bubble = page.locator(".message.out .bubble").first
    await expect(bubble).to_contain_text("<b>now</b>")

    assert await bubble.locator("b").count() == 0
    assert await bubble.locator("strong").inner_text() == "Mari Demo Tours"


async def test_a_code_goes_from_the_sms_into_the_chat(page: Page, merchant: Any) -> None:
    """The wallet's SMS appears beside the phone, and its code is one press away."""
    auth = {"msisdn": "263771230045", "reference": str(new_id()), "amount": 5, "currency": "USD"}
    key = {"X-Merchant-Key": "5a9db0a1-0000-4000-8000-5a9db0a10000"}
    await merchant.graph.post("/omari/auth", json={**auth, "channel": "WEB"}, headers=key)
    await open_panel(page, "sms")
    await page.get_by_role("button", name="Use code").click()
    code = await page.locator(".text .code").inner_text()

    await expect(page.locator("#draft")).to_have_value(code)


async def test_a_fault_is_switched_on_and_off(page: Page, merchant: Any) -> None:
    """A switch is a fault of the provider, shown while it is on."""
    await open_panel(page, "faults")
    await page.get_by_text("Timeout after charge").click()
    await expect(page.locator(".chip")).to_have_count(1)
    active = (await merchant.graph.get("/api/faults")).json()["active"]
    await page.locator("#faults-off").click()
    await expect(page.locator(".chip")).to_have_count(0)

    assert [(one["operation"], one["behaviour"], one["remaining"]) for one in active] == [
        ("request", "timeout_after_charge", 1)
    ]


async def test_a_person_who_was_asked_for_can_hand_back(page: Page, merchant: Any) -> None:
    """While a task is open for this customer, the page offers to release it."""
    customer = {"wa_id": "263771230045", "user_id": None}
    task = {"id": "t-1", "kind": "person", "status": "open", "customer": customer}
    merchant.tasks.append(task)
    await page.locator("#release").click()
    await expect(page.locator("#handover")).to_be_hidden()

    assert merchant.tasks == []


async def test_a_customer_without_a_number_can_write(page: Page, merchant: Any) -> None:
    """The switcher has someone who shares no phone number."""
    await page.get_by_role("button", name="no phone number").click()
    await page.locator("#hints button").first.click()
    await expect(page.locator(".message.out")).to_have_count(1)

    assert "from" not in merchant.heard[0]


async def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    """No panel makes the page scroll sideways."""
    for name in ("chat", "sms", "faults", "timeline"):
        await open_panel(page, name)
        overflow = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

        assert overflow == 0
