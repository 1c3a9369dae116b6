"""The kit's use cases over Omari."""

from common.crypto import Keyring
from common.payments.domain import Policy
from common.payments.limits import Limits
from common.payments.provider import PaymentProvider
from common.payments.service import KitParts, PaymentService
from sqlalchemy.ext.asyncio import AsyncSession

from payments_omari.repository import TABLES, count_in_doubt


def payment_service(
    provider: PaymentProvider, keyring: Keyring, policy: Policy, limits: Limits
) -> PaymentService:
    """Return the use cases of this service's payments."""
    return PaymentService(KitParts(provider, TABLES, keyring, policy, limits))


async def why_keys_stay(session: AsyncSession) -> str | None:
    """Say why the merchant key should not be changed now, or nothing.

    Another account does not know the charges of this one: it would call a paid one unknown.
    """
    count = await count_in_doubt(session)
    if count == 0:
        return None
    return (
        f"{count} charges have no final answer yet, and another account cannot be asked about "
        "them: try again in a minute, or insist if it is a new key of the same account."
    )
