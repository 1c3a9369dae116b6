"""A payment from its acceptance to its money, over PostgreSQL."""

from typing import Any
from uuid import UUID

import pytest

pytestmark = pytest.mark.database

House = Any
OTP = "012345"


async def test_a_payment_is_accepted_opened_charged_and_settled(
    house: House, payment_id: UUID
) -> None:
    """PUT sends the code, the code charges, and the money is what the provider settled."""
    opened = await house.put(payment_id)
    paid = await house.ask(payment_id, "otp", {"otp": OTP})

    assert (
        opened.status_code,
        opened.json()["status"],
        opened.json()["otp_reference"],
        opened.json()["tries_left"],
    ) == (202, "awaiting_customer", "ETDC", 3)
    assert (
        paid.status_code,
        paid.json()["status"],
        paid.json()["settled_minor"],
    ) == (202, "succeeded", 5000)
    await house.heard("payment.succeeded.v1")
    assert house.post.sent == ["payment.otp_requested.v1", "payment.succeeded.v1"]
