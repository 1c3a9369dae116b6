"""The tables of a payments service as mixins: a service names its schema and adds its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Enum, Identity, LargeBinary
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from common.payments.domain import (
    CallKind,
    CallState,
    Closing,
    DisputeState,
    PaymentStatus,
    RefundStatus,
    Source,
    Verdict,
)


def _words(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],  # pyright: ignore[reportUnknownLambdaType, reportUnknownVariableType, reportUnknownMemberType] - SQLAlchemy leaves it untyped
    )


def _moment(*, nullable: bool = True) -> Any:  # noqa: ANN401 - SQLAlchemy's own column type
    return mapped_column(DateTime(timezone=True), nullable=nullable)


class PaymentColumns:
    """One payment; the payer's number is sealed, digests serve the limits only."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[str]
    method: Mapped[str]
    status: Mapped[PaymentStatus] = mapped_column(_words(PaymentStatus))
    version: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    order_reference: Mapped[str]
    description: Mapped[str]
    partition_key: Mapped[str]
    channel: Mapped[str]
    contact_digest: Mapped[bytes] = mapped_column(LargeBinary)
    payer_digest: Mapped[bytes] = mapped_column(LargeBinary)
    payer_is: Mapped[str]
    payer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    masked_msisdn: Mapped[str]
    merchant_reference: Mapped[UUID | None]
    test: Mapped[bool]
    created_at: Mapped[datetime] = _moment(nullable=False)
    updated_at: Mapped[datetime | None] = _moment()
    expires_at: Mapped[datetime] = _moment(nullable=False)
    start_deadline: Mapped[datetime | None] = _moment()
    closing: Mapped[Closing] = mapped_column(_words(Closing))
    asked: Mapped[str]
    last_checked_at: Mapped[datetime | None] = _moment()
    hinted_at: Mapped[datetime | None] = _moment()
    announced_at: Mapped[datetime | None] = _moment()
    settled_minor: Mapped[int | None] = mapped_column(BigInteger)
    provider_reference: Mapped[str | None]
    debit_reference: Mapped[str | None]
    code: Mapped[str | None]
    hold_code: Mapped[str | None]
    needs_staff: Mapped[bool]
    calls_made: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Compare and set: an update names the version that it read."""
        return {"version_id_col": cls.version}


class AttemptColumns:
    """One request that can move money; its id is the reference the provider knows.

    `facts_sealed`: what its start was prepared with, and what the provider must be shown when it
    is asked again. `account`, `key_id`: whose credentials it was opened under, another account is
    never asked about it; empty: nobody's, and null: of a release that did not write it down.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    number: Mapped[int]
    created_at: Mapped[datetime] = _moment(nullable=False)
    otp_reference: Mapped[str | None]
    opened_at: Mapped[datetime | None] = _moment()
    action_until: Mapped[datetime | None] = _moment()
    tries_left: Mapped[int]
    absent_at: Mapped[datetime | None] = _moment()
    unpaid_at: Mapped[datetime | None] = _moment()
    dead_at: Mapped[datetime | None] = _moment()
    charged_reference: Mapped[str | None]
    debit_reference: Mapped[str | None]
    watch_until: Mapped[datetime | None] = _moment()
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    account: Mapped[str | None]
    key_id: Mapped[str | None]


class SettlementColumns:
    """One movement of money that arrived; only ever added.

    Unique by (provider, account, movement): whose account took it, and how it is known there.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    attempt_id: Mapped[UUID]
    provider: Mapped[str]
    account: Mapped[str]
    movement: Mapped[str]
    method: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    provider_reference: Mapped[str]
    debit_reference: Mapped[str | None]
    source: Mapped[Source] = mapped_column(_words(Source))
    named_by: Mapped[str]
    settled_at: Mapped[datetime] = _moment(nullable=False)


class RefundColumns:
    """Money of a settlement that is to go back, or went back; one that is done stays as it is."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    settlement_id: Mapped[UUID]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reason: Mapped[str]
    status: Mapped[RefundStatus] = mapped_column(_words(RefundStatus))
    seen_key: Mapped[str | None]
    provider_reference: Mapped[str]
    refunded_minor: Mapped[int | None] = mapped_column(BigInteger)
    code: Mapped[str | None]
    needs_staff: Mapped[bool]
    is_awaited: Mapped[bool]
    created_at: Mapped[datetime] = _moment(nullable=False)
    tried_at: Mapped[datetime | None] = _moment()
    sent_at: Mapped[datetime | None] = _moment()
    doubted_at: Mapped[datetime | None] = _moment()
    absent_at: Mapped[datetime | None] = _moment()
    announced_at: Mapped[datetime | None] = _moment()
    done_at: Mapped[datetime | None] = _moment()


class DisputeColumns:
    """A settlement that its payer disputes at his bank, as the provider's record showed it."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    settlement_id: Mapped[UUID]
    key: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    state: Mapped[DisputeState] = mapped_column(_words(DisputeState))
    due_at: Mapped[datetime | None] = _moment()
    reason: Mapped[str]
    created_at: Mapped[datetime] = _moment(nullable=False)
    updated_at: Mapped[datetime] = _moment(nullable=False)


class CallColumns:
    """The journal of provider calls: what was asked, when, and what it proved; never a body."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    payment_id: Mapped[UUID]
    attempt_id: Mapped[UUID]
    kind: Mapped[CallKind] = mapped_column(_words(CallKind))
    state: Mapped[CallState] = mapped_column(_words(CallState))
    priority: Mapped[int]
    next_at: Mapped[datetime] = _moment(nullable=False)
    created_at: Mapped[datetime] = _moment(nullable=False)
    token: Mapped[UUID | None]
    started_at: Mapped[datetime | None] = _moment()
    finished_at: Mapped[datetime | None] = _moment()
    verdict: Mapped[Verdict | None] = mapped_column(_words(Verdict))
    code: Mapped[str | None]
    moves_money: Mapped[bool]
    refund_id: Mapped[UUID | None]
    otp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class AcceptedRequestColumns:
    """An `Idempotency-Key` that was accepted; remembered 8 days."""

    key: Mapped[str] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID]
    accepted_at: Mapped[datetime] = _moment(nullable=False)


class LimitUseColumns:
    """One use of a limit by one subject's digest."""

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rule: Mapped[str]
    subject: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime] = _moment(nullable=False)


class BudgetColumns:
    """How many requests a provider was sent in a minute, by all replicas together."""

    provider: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = _moment(nullable=False)
    used: Mapped[int]


@dataclass(frozen=True, slots=True)
class Tables:
    """A service's own mapped classes."""

    payment: type[PaymentColumns]
    attempt: type[AttemptColumns]
    call: type[CallColumns]
    settlement: type[SettlementColumns]
    refund: type[RefundColumns]
    dispute: type[DisputeColumns]
    accepted_request: type[AcceptedRequestColumns]
    limit_use: type[LimitUseColumns]
    budget: type[BudgetColumns]
