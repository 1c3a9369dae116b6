"""What an adapter must show whose provider takes refunds from us, beside the contract of its shape.

Its outside system answers `CallKind.REFUND` and `CallKind.REFUND_QUERY` too: `works` gives `REFUND`
back. A record that is `refunded` shows it under its id, and one that is `disputed` its dispute.
"""

# ruff: noqa: S101 - these are tests, kept where every provider's tests can inherit them

from common.payments.domain import (
    OTHER_ACCOUNT,
    CallKind,
    Declined,
    NotFound,
    NotSent,
    Paid,
    Pending,
    Refunded,
    Unknown,
)
from common.payments.provider import AccountKey
from common.testing.provider_contract import (
    ASKED,
    LOST,
    NO_ANSWER,
    REFUND,
    REFUNDING,
    AnyProviderContract,
)


class RefundContract(AnyProviderContract):
    """Money that is given back: definite, or asked about."""

    takes_refunds = True

    async def test_a_refund_that_works_says_what_went_back(self) -> None:
        """And how the provider calls it, so that its record is recognised."""
        for kind in REFUNDING:
            outcome = await self.ask(kind, "works")

            assert isinstance(outcome, Refunded), kind
            assert REFUND.money == outcome.refunded, kind
            assert outcome.provider_reference, kind

    async def test_a_refund_that_is_declined_is_definite(self) -> None:
        """Also one that failed after it was taken."""
        for kind in REFUNDING:
            assert isinstance(await self.ask(kind, "declines"), Declined), kind

    async def test_whatever_hides_the_outcome_of_a_refund_is_unknown(self) -> None:
        """Never a failure: it may have been made."""
        for event in LOST:
            assert isinstance(await self.ask(CallKind.REFUND, event), Unknown), event

    async def test_a_refund_that_was_certainly_not_sent_says_so(self) -> None:
        """A refused connection gave nothing back."""
        assert isinstance(await self.ask(CallKind.REFUND, "refuses_connection"), NotSent)

    async def test_a_refund_carries_our_id_and_is_the_same_to_the_byte_again(self) -> None:
        """By it a refund is found whose answer was lost, or made again and counted once."""
        await self.ask(CallKind.REFUND, "times_out")
        await self.ask(CallKind.REFUND, "works")
        bodies = self.requests(CallKind.REFUND)

        assert [bodies[0]] * 2 == bodies
        assert str(REFUND.id) in bodies[0]

    async def test_a_question_about_a_refund_says_how_it_stands(self) -> None:
        """Not done yet, or known to nobody: neither is a no."""
        assert isinstance(await self.ask(CallKind.REFUND_QUERY, "still_open"), Pending)
        assert isinstance(await self.ask(CallKind.REFUND_QUERY, "not_found"), NotFound)

    async def test_a_question_about_a_refund_without_an_answer_proves_nothing(self) -> None:
        """Lost, refused for our key's sake, not sent, or of another."""
        for event in NO_ANSWER:
            outcome = await self.ask(CallKind.REFUND_QUERY, event)
            assert isinstance(outcome, (Unknown, NotSent)), event

    async def test_a_record_shows_what_went_back_of_what_arrived(self) -> None:
        """What arrived stays what it was; refunds have their names, and ours our id."""
        outcome = await self.ask(CallKind.QUERY, "refunded")

        assert isinstance(outcome, Paid)
        assert outcome.settled == ASKED
        (seen,) = outcome.refunds
        assert (REFUND.money, REFUND.id) == (seen.money, seen.ours)
        assert seen.key

    async def test_a_record_shows_what_its_payer_disputes(self) -> None:
        """With a name of its own, by which it is known again in its next state."""
        outcome = await self.ask(CallKind.QUERY, "disputed")

        assert isinstance(outcome, Paid)
        (seen,) = outcome.disputes
        assert seen.key
        assert seen.money == ASKED

    async def test_what_arrived_under_another_account_is_not_given_back(self) -> None:
        """Its money is not ours, and a stranger's "not found" is no answer."""
        for kind in REFUNDING:
            outcome = await self.ask(kind, "works", AccountKey("another", "a1"))
            expected = Unknown if kind is CallKind.REFUND_QUERY else NotSent

            assert outcome == expected(OTHER_ACCOUNT), kind
            assert not self.requests(kind), kind
