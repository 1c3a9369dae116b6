"""The kit's use cases over Omari."""

from common.clock import to_z
from common.crypto import Keyring
from common.payments.domain import Policy
from common.payments.limits import Limits
from common.payments.provider import PaymentProvider
from common.payments.service import KitParts, PaymentService
from sqlalchemy.ext.asyncio import AsyncSession

from payments_omari.repository import TABLES, count_in_doubt, find_watched


def payment_service(
    provider: PaymentProvider,
    keyring: Keyring,
    policy: Policy,
    limits: Limits,
    requests_per_minute: int = 0,
) -> PaymentService:
    """Return the use cases of this service's payments."""
    parts = KitParts(provider, TABLES, keyring, policy, limits, requests_per_minute)
    return PaymentService(parts)


async def why_keys_stay(session: AsyncSession) -> str | None:
    """Say why the merchant key should not be changed now, or nothing.

    Another account does not know the charges of this one: it would call a paid one unknown, and
    of a payment that is closed unpaid it would never tell that it was paid after all.
    """
    count = await count_in_doubt(session)
    if count:
        return (
            f"{count} charges have no final answer yet, and another account cannot be asked about "
            "them: try again in a minute, or insist if it is a new key of the same account."
        )
    count, until = await find_watched(session)
    if until is None:
        return None
    return (
        f"{count} payments that ended unpaid are still watched for late money, until "
        f"{to_z(until)}, and another account cannot be asked about them: try again then, or "
        "insist if it is a new key of the same account."
    )
