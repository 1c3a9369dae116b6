"""What the gateway is told from outside; only `main` reads it."""

from typing import Annotated

from common.settings import StoredSettings, TextList, variables_of
from pydantic import Field, SecretStr, StringConstraints

NotEmpty = Annotated[SecretStr, Field(min_length=1)]
NumberId = Annotated[str, StringConstraints(strip_whitespace=True)]


class Settings(StoredSettings, alias_generator=variables_of("GATEWAY_WEBHOOKS")):
    """The gateway refuses to start without the app secret: an open door is no door."""

    verify_token: NotEmpty = Field(
        validation_alias="WHATSAPP_WEBHOOK_VERIFY_TOKEN",
        description="The verify token that was typed at Meta beside the callback address.",
    )
    app_secret: NotEmpty = Field(
        validation_alias="WHATSAPP_APP_SECRET",
        description="The Meta app's secret: the key of the signatures on webhooks.",
    )
    app_secret_previous: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="WHATSAPP_APP_SECRET_PREVIOUS",
        description="The old app secret, for the hours of a rotation.",
    )
    phone_number_id: NumberId = Field(
        default="",
        validation_alias="WHATSAPP_PHONE_NUMBER_ID",
        description="The business phone number id; an envelope without number means this one.",
    )
    phone_number_ids: TextList = Field(
        default=(),
        validation_alias="GATEWAY_WEBHOOKS_PHONE_NUMBER_IDS",
        description="Comma-separated number ids that go on; others are archived. Empty: all.",
    )
    archive_days: int = Field(
        default=45,
        ge=8,
        le=45,
        validation_alias="GATEWAY_WEBHOOKS_ARCHIVE_DAYS",
        description="Days that items and their dedupe keys are kept, 8 to 45; Meta repeats for 7.",
    )
    refusals_burst: int = Field(
        default=20,
        ge=1,
        validation_alias="GATEWAY_WEBHOOKS_REFUSALS_BURST",
        description="Refused requests that one address may make at once.",
    )
    refusals_per_minute: int = Field(
        default=20,
        ge=1,
        validation_alias="GATEWAY_WEBHOOKS_REFUSALS_PER_MINUTE",
        description="Refused requests that one address may make in a minute after that.",
    )
