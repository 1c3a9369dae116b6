"""Where the merchant API is, and whose account speaks to it (facts: Omari 1.1)."""

from dataclasses import dataclass, field
from typing import Final

from common.addresses import checked_address

HOST: Final = "omari.v.co.zw"
PRODUCTION_URL: Final = f"https://{HOST}/vsuite/omari/api/merchant/api/payment"
UAT_PATH: Final = "/uat/"
UAT_URL: Final = f"https://{HOST}{UAT_PATH}vsuite/omari/api/merchant/api/payment"


def is_test(base_url: str) -> bool:
    """Tell whether its money is play money: everything but the production address."""
    return base_url.rstrip("/") != PRODUCTION_URL


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's account: the address is Omari's own over https, or a stand-in's."""

    base_url: str
    merchant_key: str = field(default="", repr=False)
    sandboxes: tuple[str, ...] = ()
    """Hosts of stand-ins; this machine needs no mention."""

    def __post_init__(self) -> None:
        try:
            checked_address(self.base_url, {HOST}, self.sandboxes)
        except ValueError as error:
            raise ValueError(f"OMARI_API_BASE_URL: {error}") from None
        if any(ord(char) <= 32 or ord(char) > 126 for char in self.merchant_key):  # noqa: PLR2004 - the printable ASCII range
            raise ValueError("OMARI_MERCHANT_KEY is printable and without spaces")

    @property
    def configured(self) -> bool:
        """Whether a key is set."""
        return bool(self.merchant_key)
