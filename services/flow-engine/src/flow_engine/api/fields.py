"""What the fields of requests take: text that can be seen, amounts, currencies and names."""

from typing import Annotated
from unicodedata import category

from common.money import CURRENCIES, AmountError, exponent
from pydantic import (
    AfterValidator,
    Field,
    StrictInt,
    StringConstraints,
)

from flow_engine.domain.approval import mixes_scripts
from flow_engine.domain.characters import readable

_LARGEST = 10**12


def _currency(value: str) -> str:
    try:
        exponent(value)
    except AmountError:
        raise ValueError("a currency that is taken") from None
    return value


def _shown(value: str) -> str:
    """Keep what customers can see: what is invisible leaves, as it does from what they write."""
    if any(category(char) == "Cc" and char != "\n" for char in value):
        raise ValueError("text without control characters")
    seen = readable(value).strip()
    if not seen:
        raise ValueError("text that can be seen")
    return seen


Shown = AfterValidator(_shown)
_Printable = Field(json_schema_extra={"pattern": r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]+$"})


def _one_script(name: str) -> str:
    if mixes_scripts(name):
        raise ValueError("a name in one script: letters of another only look like its own")
    return name


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    Shown,
    _Printable,
]
PersonName = Annotated[Line, AfterValidator(_one_script)]
"""Who decides about money, as the holder of the key says."""
ProviderReference = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[A-Za-z0-9 ._/:#-]+$"
    ),
]
"""As a provider's portal shows it: customers read it, so that it is one line without markup."""
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000),
    Shown,
    _Printable,
]
Currency = Annotated[
    str, AfterValidator(_currency), Field(json_schema_extra={"enum": [*sorted(CURRENCIES)]})
]
Minor = Annotated[StrictInt, Field(gt=0, le=_LARGEST)]
MinorOrFree = Annotated[StrictInt, Field(ge=0, le=_LARGEST)]
