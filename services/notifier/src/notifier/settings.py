"""What the notifier is told from outside; only `main` reads it."""

import re
from collections.abc import Collection
from typing import Annotated

from common.addresses import checked_address, is_production
from common.settings import GivenSecret, SealedSettings, variables_of
from pydantic import AfterValidator, Field, SecretStr, ValidationInfo

META_HOST = "graph.facebook.com"
OLDEST_VERSION = (23, 0)
_VERSION = re.compile(r"v([0-9]{1,3})\.([0-9]{1,2})")


def _graph_version(value: str) -> str:
    match = _VERSION.fullmatch(value)
    if match is None or (int(match[1]), int(match[2])) < OLDEST_VERSION:
        raise ValueError("a version of the Graph API from v23.0 on, like v25.0")
    return value


def _graph_base_url(value: str, info: ValidationInfo) -> str:
    return checked_address(value, {META_HOST}, info.data.get("sandbox_hosts", ()))


class Settings(SealedSettings, alias_generator=variables_of("NOTIFIER")):
    """Without an access token everything waits, and health says so."""

    access_token: GivenSecret = Field(
        default=SecretStr(""),
        validation_alias="WHATSAPP_ACCESS_TOKEN",
        description="The system user's token for the Graph API.",
    )
    phone_number_id: str = Field(
        default="",
        validation_alias="WHATSAPP_PHONE_NUMBER_ID",
        description="The number that sends when a command names none.",
    )
    waba_id: str = Field(
        default="",
        validation_alias="WHATSAPP_WABA_ID",
        description="The WhatsApp business account that owns the numbers.",
    )
    api_version: Annotated[str, AfterValidator(_graph_version)] = Field(
        default="v25.0",
        validation_alias="WHATSAPP_API_VERSION",
        description="Version of the Graph API, v23.0 or later.",
    )
    graph_base_url: Annotated[str, AfterValidator(_graph_base_url)] = Field(
        default=f"https://{META_HOST}",
        validation_alias="NOTIFIER_GRAPH_BASE_URL",
        description="Meta's Graph API, or a stand-in on this machine.",
    )
    omari_api_base_url: str = Field(default="", validation_alias="OMARI_API_BASE_URL")
    """Where others find Omari: no stand-in beside Meta's production."""
    call_limit_seconds: float = Field(
        default=10.0,
        gt=0,
        le=60,
        validation_alias="NOTIFIER_CALL_LIMIT_SECONDS",
        description="How long a send waits for Meta's answer before its outcome is unknown.",
    )
    slots: int = Field(
        default=64,
        ge=1,
        validation_alias="NOTIFIER_SLOTS",
        description="Sends under way at once.",
    )
    sends_per_second: int = Field(
        default=80,
        ge=1,
        validation_alias="NOTIFIER_SENDS_PER_SECOND",
        description="Sends in any second from one number, by this process.",
    )
    recipient_burst: int = Field(
        default=20,
        ge=1,
        validation_alias="NOTIFIER_RECIPIENT_BURST",
        description="Sends that one recipient may get at once.",
    )
    recipient_interval_seconds: float = Field(
        default=6.0,
        gt=0,
        validation_alias="NOTIFIER_RECIPIENT_INTERVAL_SECONDS",
        description="After a burst, seconds between two sends to one recipient.",
    )
    unknown_wait_seconds: float = Field(
        default=60.0,
        gt=0,
        validation_alias="NOTIFIER_UNKNOWN_WAIT_SECONDS",
        description="How long a send of unknown outcome waits for a status before it is repeated.",
    )
    content_days: int = Field(
        default=7,
        ge=1,
        validation_alias="NOTIFIER_CONTENT_DAYS",
        description="Days after which the contents of finished notifications are erased.",
    )
    history_days: int = Field(
        default=90,
        ge=8,
        validation_alias="NOTIFIER_HISTORY_DAYS",
        description="Days that notifications and their statuses are kept.",
    )

    def production(self) -> Collection[str]:
        """Return the Graph API's variable unless it is a stand-in's."""
        is_meta = is_production(self.graph_base_url, {META_HOST})
        return ("NOTIFIER_GRAPH_BASE_URL",) if is_meta else ()
