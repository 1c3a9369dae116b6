"""What flow-engine is told from outside; only `main` reads it."""

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from common.addresses import checked_address, is_production
from common.money import CURRENCIES, AmountError, Money
from common.settings import SealedSettings, TextList, variables_of
from pydantic import AfterValidator, Field, SecretStr, ValidationInfo

OMARI_HOST = "omari.v.co.zw"
UAT_PATH = "/uat/"
UAT = f"https://{OMARI_HOST}{UAT_PATH}vsuite/omari/api/merchant/api/payment"
NotEmpty = Annotated[SecretStr, Field(min_length=1)]
METHODS: Final = {"omari": ("O'mari", frozenset({"USD", "ZWG"}))}
"""Ways to pay: how each is shown, and the currencies that it takes."""


def _omari_address(value: str, info: ValidationInfo) -> str:
    return checked_address(value, {OMARI_HOST}, info.data.get("sandbox_hosts", ()))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise ValueError("an IANA time zone, like Africa/Harare") from None
    return value


def _known_methods(value: tuple[str, ...]) -> tuple[str, ...]:
    if set(value) - METHODS.keys():
        raise ValueError(f"comma-separated, of these only: {', '.join(METHODS)}")
    return value


def _amounts(value: tuple[str, ...]) -> tuple[str, ...]:
    found = [smallest(text) for text in value]
    if len(dict(found)) != len(found) or any(minor <= 0 for _, minor in found):
        raise ValueError("one amount above zero for each currency, like USD=1.00,ZWG=1.00")
    return value


def smallest(text: str) -> tuple[str, int]:
    """Return currency and minor units of `USD=1.00`. Raises ValueError for anything else."""
    currency, _, amount = text.partition("=")
    try:
        return currency, Money.from_decimal(Decimal(amount), currency).minor
    except (AmountError, InvalidOperation):
        raise ValueError(
            "comma-separated amounts in currencies that are taken, like USD=1.00,ZWG=1.00"
        ) from None


def _limits(value: tuple[str, ...]) -> tuple[str, ...]:
    found = [limit_of(text) for text in value]
    if len(dict(found)) != len(found):
        raise ValueError("one limit for each currency, like USD:10000,ZWG:300000")
    return value


def limit_of(text: str) -> tuple[str, int]:
    """Return currency and minor units of `USD:10000`. Raises ValueError for anything else."""
    currency, _, minor = text.partition(":")
    if currency not in CURRENCIES or not (minor.isascii() and minor.isdigit()):
        raise ValueError("comma-separated limits in minor units, like USD:10000,ZWG:300000")
    return currency, int(minor)


class Settings(SealedSettings, alias_generator=variables_of("FLOW_ENGINE")):
    """Flow-engine refuses to start without the merchant's API key."""

    api_key: NotEmpty = Field(
        validation_alias="MARI_API_KEY",
        description="The key of the merchant API: X-Api-Key, or Authorization: Bearer.",
    )
    merchant_name: str = Field(
        default="Mosi Tours",
        min_length=1,
        validation_alias="MERCHANT_NAME",
        description="The merchant as customers see it, on receipts too.",
    )
    merchant_support_contact: str = Field(
        default="+263 77 000 0000",
        min_length=1,
        validation_alias="MERCHANT_SUPPORT_CONTACT",
        description="Whom customers can ask: a number or an address.",
    )
    merchant_zone: Annotated[str, AfterValidator(_zone)] = Field(
        default="Africa/Harare",
        validation_alias="MERCHANT_ZONE",
        description="The IANA time zone in which times are shown.",
    )
    methods: Annotated[TextList, AfterValidator(_known_methods)] = Field(
        default=("omari",),
        validation_alias="FLOW_ENGINE_METHODS",
        description="Comma-separated ways to pay that are offered: omari.",
    )
    minimums: Annotated[TextList, AfterValidator(_amounts)] = Field(
        default=("USD=1.00", "ZWG=1.00"),
        validation_alias="FLOW_ENGINE_MINIMUMS",
        description="The smallest payment by currency, comma-separated: USD=1.00.",
    )
    two_people_minor: Annotated[TextList, AfterValidator(_limits)] = Field(
        default=("USD:10000", "ZWG:300000"),
        validation_alias="REFUND_TWO_PEOPLE_MINOR",
        description=(
            "Above which amount, in minor units, two people must agree that money goes back or is"
            " given up: USD:10000. In a currency that is not named they always must."
        ),
    )
    omari_api_base_url: Annotated[str, AfterValidator(_omari_address)] = Field(
        default=UAT,
        validation_alias="OMARI_API_BASE_URL",
        description="Omari's address; anything but the production one is shown as TEST.",
    )
    graph_base_url: str = Field(default="", validation_alias="NOTIFIER_GRAPH_BASE_URL")
    """Where the notifier finds Meta: no stand-in beside Omari's production."""
    refusals_burst: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        description="Requests with a wrong key that one address may make at once.",
    )
    refusals_per_minute: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        description="Requests with a wrong key that one address may make in a minute after that.",
    )

    def chosen(self) -> Mapping[str, SecretStr]:
        """Return the merchant's key."""
        return {"MARI_API_KEY": self.api_key}

    def production(self) -> Collection[str]:
        """Return Omari's variable when its money is real."""
        is_real = is_production(self.omari_api_base_url, {OMARI_HOST}, UAT_PATH)
        return ("OMARI_API_BASE_URL",) if is_real else ()
