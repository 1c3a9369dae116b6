"""What a call is made with: read from its rows, and fixed on them before the first call."""

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from common.crypto import Keyring, SealError
from common.log import get_logger
from common.money import Money
from common.payments.domain import Call, Held, Outcome, Payment, Started
from common.payments.domain.calls import CallKind
from common.payments.provider import (
    AccountKey,
    CallOrder,
    PaymentProvider,
    Prepared,
    RefundOrder,
)
from common.payments.repository import Opened
from common.payments.tables import AttemptColumns

log = get_logger(__name__)

MOST_FACTS: Final = 4096
"""Bytes of what a provider hands out, and of what a start is prepared with, each."""
_NOBODY: Final = AccountKey("", "")


def payer_place(payment_id: UUID) -> str:
    """Return the place that a payer's number is sealed for."""
    return f"payment:payer_sealed:{payment_id}"


def code_place(call_id: UUID) -> str:
    """Return the place that a customer's code is sealed for."""
    return f"provider_call:otp_sealed:{call_id}"


def order_of(
    keyring: Keyring,
    opened: Opened,
    attempt_id: UUID,
    kind: CallKind,
    *,
    otp: str | None = None,
    refund: RefundOrder | None = None,
) -> CallOrder:
    """Return what is to be called. Raises SealError when no key of ours opens it any more."""
    row, attempt = opened.row, opened.attempts[attempt_id]
    payer = keyring.open(row.payer_sealed, payer_place(row.id)) if row.payer_sealed else b""
    account = None
    if attempt.account is not None:
        account = AccountKey(attempt.account, attempt.key_id or "")
    return CallOrder(
        kind=kind,
        reference=attempt_id,
        money=Money(row.amount_minor, row.currency),
        channel=row.channel,
        msisdn=payer.decode(),
        otp=otp,
        facts=_facts(keyring, attempt),
        account=account,
        refund=refund,
    )


def refund_order_of(payment: Payment, call: Call) -> RefundOrder | None:
    """Return what a call gives back, or asks about; None for the calls of a payment itself."""
    if call.refund_id is None:
        return None
    refund = payment.refund_of(call)
    settlement = payment.settlement_by_id(refund.settlement_id)
    reference = settlement.provider_reference if settlement else ""
    return RefundOrder(refund.id, refund.money, reference)


def prepare(provider: PaymentProvider, keyring: Keyring, opened: Opened, attempt_id: UUID) -> None:
    """Write on a new attempt under which account, and with which body, it is started.

    One that cannot be prepared is nobody's: its calls are not made.
    """
    row = opened.attempts[attempt_id]
    try:
        prepared = provider.prepare(order_of(keyring, opened, attempt_id, CallKind.START))
    except SealError:
        log.exception("payment.sealed", payment_id=str(opened.payment.id))
        prepared = Prepared(_NOBODY)
    if _size(prepared.facts) > MOST_FACTS:
        log.error("payment.facts_too_large", payment_id=str(opened.payment.id))
        prepared = Prepared(_NOBODY)
    row.account, row.key_id = prepared.account.account, prepared.account.key_id
    if prepared.facts:
        keep_facts(keyring, row, prepared.facts)


def keep_facts(keyring: Keyring, attempt: AttemptColumns, facts: Mapping[str, str]) -> None:
    """Seal facts beside those that the attempt has; of one name the newest stays."""
    try:
        known = _facts(keyring, attempt)
    except SealError:
        known = {}
    attempt.facts_sealed = keyring.seal(_text(known | dict(facts)), _facts_place(attempt.id))


def bounded(outcome: Outcome) -> Outcome:
    """Return what can be kept of an outcome: facts beyond 4 KB are for a person.

    What the customer would act by is not told: without its facts nobody could ask about it.
    """
    if isinstance(outcome, Started) and _size(outcome.facts) > MOST_FACTS:
        return Held("facts_too_large")
    return outcome


def _facts(keyring: Keyring, attempt: AttemptColumns) -> dict[str, str]:
    if attempt.facts_sealed is None:
        return {}
    return json.loads(keyring.open(attempt.facts_sealed, _facts_place(attempt.id)))


def _facts_place(attempt_id: UUID) -> str:
    return f"attempt:facts_sealed:{attempt_id}"


def _size(facts: Mapping[str, str]) -> int:
    return len(_text(facts))


def _text(facts: Mapping[str, str]) -> bytes:
    return json.dumps(dict(facts), ensure_ascii=False).encode(errors="replace")
