"""How a person on WhatsApp is named, bounded, for every route: one definition each."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from common.phones import PhoneError
from common.whatsapp_numbers import canonical_number

LONGEST: Final = 135
_USER_ID: Final = r"[A-Z]{2}\.[0-9A-Za-z.]{1,132}"
"""facts: a country, a dot, perhaps `ENT.`, and up to 128 letters and digits."""
PHONE: Final = re.compile(r"\+?[1-9][0-9]{5,14}", re.ASCII)
USER_ID: Final = re.compile(_USER_ID, re.ASCII)


def _wa_id(value: str) -> str:
    """Keep a user id, or a number in its one form."""
    if USER_ID.fullmatch(value):
        return value
    try:
        return canonical_number(value[:LONGEST])
    except PhoneError:
        raise PydanticCustomError(
            "number_with_country_code_expected",
            "a WhatsApp number with its country code, as 263771234567, or a user id",
        ) from None


UserId = Annotated[str, StringConstraints(pattern=f"^{_USER_ID}$", max_length=LONGEST)]
"""A business-scoped user id."""
_ONE_FORM: Final = rf"^(\+?[1-9][0-9]{{5,14}}|{_USER_ID})$"
WaId = Annotated[
    str,
    AfterValidator(_wa_id),
    Field(json_schema_extra={"pattern": _ONE_FORM}),
]
"""A number in any spelling with its country code, or a user id; a number comes in its one form.

That form is what the API describes; other spellings are read as well.
"""
