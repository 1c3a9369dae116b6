"""What the gateway is told from outside; only `main` reads it."""

from collections.abc import Mapping
from typing import Annotated

from common.settings import GivenSecret, SealedSettings, TextList, variables_of
from pydantic import Field, SecretStr, StringConstraints

NumberId = Annotated[str, StringConstraints(strip_whitespace=True)]


class Settings(SealedSettings, alias_generator=variables_of("GATEWAY_WEBHOOKS")):
    """Without an app secret the door is closed; with a number of ours there must be one."""

    verify_token: GivenSecret = Field(
        default=SecretStr(""),
        validation_alias="WHATSAPP_WEBHOOK_VERIFY_TOKEN",
        description="The verify token that was typed at Meta beside the callback address.",
    )
    app_secret: GivenSecret = Field(
        default=SecretStr(""),
        validation_alias="WHATSAPP_APP_SECRET",
        description="The Meta app's secret: signs webhooks. Needed with a number, here or kept.",
    )
    app_secret_previous: GivenSecret = Field(
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

    def chosen(self) -> Mapping[str, SecretStr]:
        """Return the app secret of a configured number; the database may have it instead."""
        has_number = bool(self.phone_number_id or self.phone_number_ids)
        is_set = bool(self.app_secret.get_secret_value())
        return {"WHATSAPP_APP_SECRET": self.app_secret} if has_number and is_set else {}
