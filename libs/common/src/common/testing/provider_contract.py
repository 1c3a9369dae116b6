"""What every provider adapter must show: subclass the one of its shape, and give it its answers.

`ProviderContract` is that of a wallet with a code, `PromptContract` of a prompt on a phone, and
`LinkContract` of a page; one that takes refunds from us keeps `RefundContract` as well.
"""

# ruff: noqa: S101 - these are tests, kept where every provider's tests can inherit them

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    OTHER_ACCOUNT,
    Approve,
    CallKind,
    Charged,
    Declined,
    Done,
    EnterCode,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    Pending,
    ShowCode,
    Started,
    Unknown,
    WrongOtp,
)
from common.payments.provider import AccountKey, CallOrder, PaymentProvider, RefundOrder

Event = Literal[
    "works", "declines", "wrong_otp", "times_out", "refuses_connection", "breaks", "answers_500",
    "answers_garbage", "answers_404_page", "answers_empty", "paid", "paid_less", "not_found",
    "unknown_code", "says_yes_with_error", "question_refused", "other_reference", "still_open",
    "refunded", "disputed",
]  # fmt: skip

REFERENCE = UUID("9ee57919-b4f0-4d86-95ae-a1311ad1de7d")
ASKED = Money(350, "USD")
LESS = Money(210, "USD")
OTP = "012345"
REFUND = RefundOrder(UUID("c7a2b9de-3e44-4f6b-9a57-2f6b0f6f7d11"), Money(150, "USD"), "T-1")
_PAYING = (CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL)
REFUNDING = (CallKind.REFUND, CallKind.REFUND_QUERY)
LOST: Sequence[Event] = (
    "times_out",
    "breaks",
    "answers_500",
    "answers_garbage",
    "answers_404_page",
    "answers_empty",
    "unknown_code",
    "says_yes_with_error",
)


NO_ANSWER: Sequence[Event] = (*LOST, "refuses_connection", "question_refused", "other_reference")
"""What says nothing of a payment when it is asked about."""


class AnyProviderContract(ABC):
    """A subclass makes its outside system behave, by its own recorded answers."""

    takes_refunds = False

    @abstractmethod
    def provider(self) -> PaymentProvider:
        """Return the adapter under test."""

    @abstractmethod
    def next(self, kind: CallKind, event: Event) -> None:
        """Make the outside system answer the next call of a kind in this way."""

    @abstractmethod
    def requests(self, kind: CallKind) -> list[str]:
        """Return the bodies that the outside system got for calls of a kind."""

    async def ask(self, kind: CallKind, event: Event, account: AccountKey | None = None) -> Outcome:
        """Make one call while the outside system behaves in one way."""
        self.next(kind, event)
        order = CallOrder(
            kind=kind,
            reference=REFERENCE,
            money=ASKED,
            channel="WEB",
            msisdn="263774975187",
            otp=OTP if kind is CallKind.CHARGE else None,
            account=account,
            refund=REFUND if kind in REFUNDING else None,
        )
        provider = self.provider()
        calls = {
            CallKind.START: provider.start,
            CallKind.CHARGE: provider.submit_otp,
            CallKind.QUERY: provider.query,
            CallKind.CANCEL: provider.cancel,
            CallKind.REFUND: provider.refund,
            CallKind.REFUND_QUERY: provider.query_refund,
        }
        return await calls[kind](order)

    async def test_a_start_that_is_declined_is_definite(self) -> None:
        """No is no."""
        assert isinstance(await self.ask(CallKind.START, "declines"), Declined)

    async def test_a_query_settles_by_the_providers_own_amount(self) -> None:
        """What arrived is what the provider says, not what was asked."""
        full, less = [await self.ask(CallKind.QUERY, e) for e in ("paid", "paid_less")]

        assert isinstance(full, Paid)
        assert isinstance(less, Paid)
        assert [full.settled, less.settled] == [ASKED, LESS]

    async def test_a_query_that_finds_nothing_says_only_that(self) -> None:
        """Absence is not a refusal."""
        assert isinstance(await self.ask(CallKind.QUERY, "not_found"), NotFound)

    async def test_a_query_without_an_answer_leaves_it_unknown(self) -> None:
        """Lost, refused for our key's sake, not sent, or of another payment: it proves nothing."""
        for event in NO_ANSWER:
            assert isinstance(await self.ask(CallKind.QUERY, event), Unknown), event

    async def test_a_payment_that_is_still_open_is_unpaid_so_far(self) -> None:
        """That is no final no, whatever the word is."""
        outcome = await self.ask(CallKind.QUERY, "still_open")

        assert isinstance(outcome, (Pending, Started))

    async def test_a_provider_without_refunds_says_so(self) -> None:
        """Definitely, and it sends nothing: a person gives the money back by hand."""
        if self.takes_refunds:
            return
        order = CallOrder(CallKind.REFUND, REFERENCE, ASKED, "WEB", "263774975187", refund=REFUND)
        provider = self.provider()

        assert isinstance(await provider.refund(order), NotSupported)
        assert isinstance(await provider.query_refund(order), NotSupported)

    async def test_what_was_opened_under_another_account_is_not_called(self) -> None:
        """Its money would go elsewhere, and a stranger's "not found" is no answer."""
        for account in (AccountKey("another", "a1"), AccountKey("", "")):
            for kind in _PAYING:
                outcome = await self.ask(kind, "works", account)
                expected = Unknown if kind is CallKind.QUERY else NotSent

                assert outcome == expected(OTHER_ACCOUNT), kind
                assert not self.requests(kind), kind

    async def test_what_was_opened_under_the_account_in_force_is_called(self) -> None:
        """The same account, or the same key: what was prepared is what is sent with."""
        order = CallOrder(CallKind.START, REFERENCE, ASKED, "WEB", "263774975187")
        mine = self.provider().prepare(order).account

        assert mine.speaks_for(mine)
        for account in (
            mine,
            AccountKey(mine.account, "an-older-key"),
            AccountKey("x", mine.key_id),
        ):
            assert isinstance(await self.ask(CallKind.QUERY, "paid", account), Paid)

    def test_secrets_never_show(self) -> None:
        """A code, a number or a key is in no repr that could reach a log."""
        order = CallOrder(CallKind.CHARGE, REFERENCE, ASKED, "WEB", "263774975187", OTP)

        assert OTP not in repr(order)
        assert "263774975187" not in repr(order)
        assert "key" not in repr(self.provider()).lower()


class ProviderContract(AnyProviderContract):
    """A wallet that sends a code: the call that carries the code moves the money."""

    async def test_a_start_that_works_gives_what_the_customer_needs(self) -> None:
        """The customer is shown the reference of the code."""
        outcome = await self.ask(CallKind.START, "works")

        assert isinstance(outcome, Started)
        assert isinstance(outcome.action, EnterCode)

    async def test_a_charge_that_works_is_charged(self) -> None:
        """The provider's reference is kept."""
        outcome = await self.ask(CallKind.CHARGE, "works")

        assert isinstance(outcome, Charged)
        assert outcome.provider_reference

    async def test_a_charge_that_is_declined_is_definite_and_says_why(self) -> None:
        """One of our reasons."""
        outcome = await self.ask(CallKind.CHARGE, "declines")

        assert isinstance(outcome, Declined)
        assert outcome.reason

    async def test_a_wrong_code_is_its_own_outcome(self) -> None:
        """The customer may try again."""
        assert isinstance(await self.ask(CallKind.CHARGE, "wrong_otp"), WrongOtp)

    async def test_a_charge_that_was_certainly_not_sent_says_so(self) -> None:
        """A refused connection moved nothing."""
        assert isinstance(await self.ask(CallKind.CHARGE, "refuses_connection"), NotSent)

    async def test_whatever_hides_the_outcome_of_a_charge_is_unknown(self) -> None:
        """Time-outs, broken lines, 5xx, garbage, unlisted codes: never a failure, never success."""
        for event in LOST:
            assert isinstance(await self.ask(CallKind.CHARGE, event), Unknown), event

    async def test_a_cancel_that_works_is_done(self) -> None:
        """The provider let go."""
        assert isinstance(await self.ask(CallKind.CANCEL, "works"), Done)

    async def test_the_same_reference_is_sent_each_time(self) -> None:
        """The attempt's own reference goes out with start and charge."""
        await self.ask(CallKind.START, "works")
        await self.ask(CallKind.CHARGE, "works")
        bodies = [*self.requests(CallKind.START), *self.requests(CallKind.CHARGE)]

        assert bodies
        assert all(str(REFERENCE) in body for body in bodies)


class _StartCharges(AnyProviderContract):
    """The start itself may move money: what hides its outcome must not look like a no."""

    async def test_whatever_hides_the_outcome_of_a_start_is_unknown(self) -> None:
        """Never a failure, or another way would be opened beside one that lives."""
        for event in LOST:
            assert isinstance(await self.ask(CallKind.START, event), Unknown), event

    async def test_a_start_that_was_certainly_not_sent_says_so(self) -> None:
        """A refused connection opened nothing."""
        assert isinstance(await self.ask(CallKind.START, "refuses_connection"), NotSent)

    async def test_no_code_is_taken(self) -> None:
        """It has no such operation, definitely; nothing is sent."""
        assert isinstance(await self.ask(CallKind.CHARGE, "works"), NotSupported)
        assert not self.requests(CallKind.CHARGE)

    async def test_a_start_carries_our_reference(self) -> None:
        """By it a start is found whose answer was lost."""
        await self.ask(CallKind.START, "works")

        assert all(str(REFERENCE) in body for body in self.requests(CallKind.START))
        assert self.requests(CallKind.START)


class PromptContract(_StartCharges):
    """A prompt on the customer's phone: nobody can take it back."""

    async def test_a_start_that_works_gives_what_the_customer_needs(self) -> None:
        """He approves on the phone, or shows a code there."""
        outcome = await self.ask(CallKind.START, "works")

        assert isinstance(outcome, Started)
        assert isinstance(outcome.action, (Approve, ShowCode))

    async def test_a_prompt_is_not_taken_back(self) -> None:
        """Nobody is told that it was."""
        assert isinstance(await self.ask(CallKind.CANCEL, "works"), NotSupported)


class LinkContract(_StartCharges):
    """A page that whoever has its link pays, once."""

    async def test_a_start_that_works_gives_what_the_customer_needs(self) -> None:
        """A page under https."""
        outcome = await self.ask(CallKind.START, "works")

        assert isinstance(outcome, Started)
        assert isinstance(outcome.action, OpenLink)
        assert outcome.action.url.startswith("https://")

    async def test_a_start_that_is_repeated_is_the_same_to_the_byte(self) -> None:
        """So that the provider answers it with the page that it has."""
        await self.ask(CallKind.START, "times_out")
        await self.ask(CallKind.START, "works")
        bodies = self.requests(CallKind.START)

        assert [bodies[0]] * 2 == bodies

    async def test_a_page_that_was_closed_is_done_and_any_other_answer_is_not(self) -> None:
        """One that is paid cannot be closed; a lost answer closes nothing for sure."""
        assert isinstance(await self.ask(CallKind.CANCEL, "works"), Done)
        for event in LOST:
            assert isinstance(await self.ask(CallKind.CANCEL, event), Unknown), event
