"""What this service is told from outside; only `main` reads it."""

from collections.abc import Collection
from typing import Annotated

from common.addresses import checked_address, is_production
from common.settings import GivenSecret, SealedSettings, variables_of
from pydantic import AfterValidator, Field, SecretStr, ValidationInfo

from payments_omari.domain import HOST, UAT_PATH, UAT_URL


def _address(value: str, info: ValidationInfo) -> str:
    return checked_address(value, {HOST}, info.data.get("sandbox_hosts", ()))


class Settings(SealedSettings, alias_generator=variables_of("PAYMENTS_OMARI")):
    """Without a merchant key Omari is off; without production's address it is a test."""

    api_base_url: Annotated[str, AfterValidator(_address)] = Field(
        default=UAT_URL,
        validation_alias="OMARI_API_BASE_URL",
        description="Omari's merchant API; the default is its test address (UAT).",
    )
    graph_base_url: str = Field(default="", validation_alias="NOTIFIER_GRAPH_BASE_URL")
    """Where the notifier finds Meta: no stand-in beside Omari's production."""
    merchant_key: GivenSecret = Field(
        default=SecretStr(""),
        validation_alias="OMARI_MERCHANT_KEY",
        description="The merchant's key. Unset: O'mari is not offered.",
    )
    starts_per_contact_hour: int = Field(
        default=3,
        ge=1,
        validation_alias="PAYMENTS_OMARI_STARTS_PER_CONTACT_HOUR",
        description="Codes that one customer may have sent in an hour.",
    )
    starts_per_payer_day: int = Field(
        default=5,
        ge=1,
        validation_alias="PAYMENTS_OMARI_STARTS_PER_PAYER_DAY",
        description="Codes that a wallet's phone may get in a day from its owner's own chat, and "
        "as many again from the merchant's program.",
    )
    other_starts_per_contact_day: int = Field(
        default=5,
        ge=1,
        validation_alias="PAYMENTS_OMARI_OTHER_STARTS_PER_CONTACT_DAY",
        description="Codes that one customer may have sent in a day to numbers not his chat's own.",
    )
    other_starts_per_payer_day: int = Field(
        default=3,
        ge=1,
        validation_alias="PAYMENTS_OMARI_OTHER_STARTS_PER_PAYER_DAY",
        description="Codes that a wallet's phone may get in a day from chats not its owner's.",
    )
    otp_tries_per_hour: int = Field(
        default=12,
        ge=1,
        validation_alias="PAYMENTS_OMARI_OTP_TRIES_PER_HOUR",
        description="Codes that one customer, or for one wallet, may be tried in an hour.",
    )
    otp_tries: int = Field(
        default=3,
        ge=1,
        le=5,
        validation_alias="PAYMENTS_OMARI_OTP_TRIES",
        description="Wrong codes that one attempt takes.",
    )
    call_limit_seconds: int = Field(
        default=35,
        ge=5,
        le=60,
        validation_alias="PAYMENTS_OMARI_CALL_LIMIT_SECONDS",
        description="How long Omari may take to answer a start or a charge.",
    )
    expires_after_minutes: int = Field(
        default=15,
        ge=1,
        validation_alias="PAYMENTS_OMARI_EXPIRES_AFTER_MINUTES",
        description="How long a payment waits for its customer.",
    )
    payer_days: int = Field(
        default=90,
        ge=8,
        validation_alias="PAYMENTS_OMARI_PAYER_DAYS",
        description="Days after its end for which a payment keeps its payer's number, sealed.",
    )
    calls_days: int = Field(
        default=396,
        ge=30,
        validation_alias="PAYMENTS_OMARI_CALLS_DAYS",
        description="Days after its end for which a payment keeps its journal of calls.",
    )
    dead_minutes: int = Field(
        default=15,
        ge=5,
        le=120,
        validation_alias="OMARI_DEAD_MINUTES",
        description="Minutes after which a charge that O'mari twice called unpaid is dead: the "
        "customer may pay again, and late money is still credited.",
    )
    requests_per_minute: int = Field(
        default=6000,
        ge=0,
        le=100_000,
        validation_alias="OMARI_REQUESTS_PER_MINUTE",
        description="Requests to O'mari in a minute, from all replicas together; 0: no bound. The "
        "last fifth is kept for charges and for asking about those in doubt.",
    )
    void_is_fence: bool = Field(
        default=False,
        validation_alias="PAYMENTS_OMARI_VOID_IS_FENCE",
        description="Whether a charge that was cut is voided, to call it unpaid in a minute. Only "
        "once O'mari has said that what was voided is never charged.",
    )
    slots: int = Field(
        default=64,
        ge=1,
        validation_alias="PAYMENTS_OMARI_SLOTS",
        description="Calls to Omari at the same time.",
    )

    def production(self) -> Collection[str]:
        """Return Omari's variable when its money is real."""
        is_real = is_production(self.api_base_url, {HOST}, UAT_PATH)
        return ("OMARI_API_BASE_URL",) if is_real else ()
