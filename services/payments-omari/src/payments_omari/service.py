"""The kit's use cases over Omari."""

from common.crypto import Keyring
from common.payments.domain import Policy
from common.payments.limits import Limits
from common.payments.provider import PaymentProvider
from common.payments.service import KitParts, PaymentService

from payments_omari.repository import TABLES


def payment_service(
    provider: PaymentProvider, keyring: Keyring, policy: Policy, limits: Limits
) -> PaymentService:
    """Return the use cases of this service's payments."""
    return PaymentService(KitParts(provider, TABLES, keyring, policy, limits))
