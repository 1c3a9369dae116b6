"""Where the merchant API is, and whose account speaks to it (facts: Omari 1.1)."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = "omari.v.co.zw"
PRODUCTION_URL: Final = f"https://{_HOST}/vsuite/omari/api/merchant/api/payment"
UAT_URL: Final = f"https://{_HOST}/uat/vsuite/omari/api/merchant/api/payment"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def is_test(base_url: str) -> bool:
    """Tell whether its money is play money: everything but the production address."""
    return base_url.rstrip("/") != PRODUCTION_URL


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's account: the address is Omari's own over https, or this machine's."""

    base_url: str
    merchant_key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        is_omari = parts.scheme == "https" and parts.hostname == _HOST and parts.port is None
        is_here = parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK
        if not (is_omari or is_here) or parts.username or parts.query or parts.fragment:
            raise ValueError(f"OMARI_API_BASE_URL is https://{_HOST}/… or a loopback address")
        if any(ord(char) <= 32 or ord(char) > 126 for char in self.merchant_key):  # noqa: PLR2004 - the printable ASCII range
            raise ValueError("OMARI_MERCHANT_KEY is printable and without spaces")

    @property
    def configured(self) -> bool:
        """Whether a key is set."""
        return bool(self.merchant_key)
