"""How a person on WhatsApp is named, bounded, for every route: one definition each."""

import re
from typing import Annotated, Final

from pydantic import StringConstraints

_PHONE: Final = r"\+?[1-9][0-9]{5,14}"
_USER_ID: Final = r"[A-Z]{2}\.[0-9A-Za-z.]{1,132}"
"""facts: a country, a dot, perhaps `ENT.`, and up to 128 letters and digits."""
PHONE: Final = re.compile(_PHONE, re.ASCII)
USER_ID: Final = re.compile(_USER_ID, re.ASCII)

UserId = Annotated[str, StringConstraints(pattern=f"^{_USER_ID}$", max_length=135)]
"""A business-scoped user id."""
WaId = Annotated[str, StringConstraints(pattern=f"^(?:{_PHONE}|{_USER_ID})$", max_length=135)]
"""A number, with or without `+`, or a user id."""
