"""What flow-engine asks of the payments services: paths, bodies and how long a wish is good."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from common.lanes.api import ServiceCall
from common.phones import is_own_number

from flow_engine.models import IntentRow, OrderRow, RefundRow

_WISH: Final = timedelta(seconds=60)
_CODE: Final = timedelta(seconds=120)
_REFUND: Final = timedelta(days=7)
"""Nobody waits for it in a chat: a service that is away for days gives back all the same."""
_DECIDED: Final = timedelta(days=7)
"""What a person decided is asked for however long the service is away."""
_LONGEST_DESCRIPTION: Final = 200
_LONGEST_REASON: Final = 200
"""What a payments service takes; a decision about a task may say more."""


def service_of(provider: str) -> str:
    """Return the name of the service that speaks with a provider."""
    return f"payments-{provider}"


def start_body(
    intent: IntentRow, order: OrderRow, payer_msisdn: str, *, chat_phone: str | None = None
) -> dict[str, Any]:
    """Return the body of `PUT /v1/payments/{id}`: the same intent always gives the same body."""
    body: dict[str, Any] = {
        "amount_minor": intent.amount_minor,
        "currency": intent.currency,
        "payer_msisdn": payer_msisdn,
        "order_reference": order.reference,
        "description": order.description[:_LONGEST_DESCRIPTION],
        "partition_key": intent.lane_key,
        "contact": str(intent.customer_id),
    }
    if intent.merchant_reference is not None:
        body["contact"] = f"merchant:{intent.customer_id}"
        body |= {"merchant_reference": str(intent.merchant_reference), "channel": intent.channel}
    elif not is_own_number(payer_msisdn, chat_phone):
        body["own_number"] = False
    return body


def start(intent: IntentRow, body: dict[str, Any]) -> ServiceCall:
    """Ask for a payment to be started."""
    return ServiceCall(
        service=service_of(intent.provider),
        method="PUT",
        path=payment_path(intent.payment_id),
        body=body,
        key=intent.lane_key,
        expires_after=_WISH,
    )


def submit_code(intent: IntentRow, code: str) -> ServiceCall:
    """Pass the customer's code on; the row that carries it is emptied when it is sent."""
    return ServiceCall(
        service=service_of(intent.provider),
        method="POST",
        path=payment_path(intent.payment_id, "otp"),
        body={"otp": code},
        key=intent.lane_key,
        expires_after=_CODE,
        secret=True,
    )


def ask(intent: IntentRow, action: str) -> ServiceCall:
    """Ask for `cancel`, `check` or `resend`."""
    return ServiceCall(
        service=service_of(intent.provider),
        method="POST",
        path=payment_path(intent.payment_id, action),
        body={},
        key=intent.lane_key,
        expires_after=_WISH,
    )


def refund(part: RefundRow, provider: str) -> ServiceCall:
    """Ask for money of one settlement to be given back; the same part is asked for once.

    Its key is its own, so that nothing else of the customer waits behind it.
    """
    return ServiceCall(
        service=service_of(provider),
        method="POST",
        path=payment_path(part.payment_id, "refunds"),
        body={
            "refund_id": str(part.id),
            "settlement_id": str(part.settlement_id),
            "amount_minor": part.amount_minor,
            "currency": part.currency,
            "reason": part.reason[:_LONGEST_REASON],
        },
        key=f"refund:{part.id}",
        expires_after=_REFUND,
        secret=True,
    )


def decided(intent: IntentRow, action: str, body: Mapping[str, Any]) -> ServiceCall:
    """Pass on what a person found out: `settlements` with what arrived, or `release`."""
    return ServiceCall(
        service=service_of(intent.provider),
        method="POST",
        path=payment_path(intent.payment_id, action),
        body=body,
        key=intent.lane_key,
        expires_after=_DECIDED,
        secret=True,
    )


def payment_path(payment_id: UUID, action: str = "") -> str:
    """Return the path of a payment, or of something that is asked of it."""
    return f"/v1/payments/{payment_id}" + (f"/{action}" if action else "")
