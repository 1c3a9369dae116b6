"""How a person is named in the merchant API: one shape for each id, bounded."""

import pytest
from common.whatsapp_ids import PHONE, USER_ID
from flow_engine.api.views import CustomerBody
from flow_engine.domain.identities import BSUID
from flow_engine.domain.identities import PHONE as NUMBER
from pydantic import ValidationError


@pytest.mark.parametrize("length", [133, 201, 9_000])
@pytest.mark.parametrize("field", ["wa_id", "user_id"])
def test_an_id_that_is_too_long_is_refused(field: str, length: int) -> None:
    """It is no number either, and nothing is stored under it."""
    with pytest.raises(ValidationError):
        CustomerBody.model_validate({field: "ZW." + "6" * length})


@pytest.mark.parametrize(
    ("given", "identity"),
    [
        ("263771230045", (NUMBER, "263771230045")),
        ("+263771230045", (NUMBER, "263771230045")),
        ("ZW." + "6" * 128, (BSUID, "ZW." + "6" * 128)),
        ("ZW.ENT.60218437719530264811", (BSUID, "ZW.ENT.60218437719530264811")),
    ],
)
def test_an_id_is_what_its_shape_says(given: str, identity: tuple[str, str]) -> None:
    """A `wa_id` that is taken is a number or a user id, never one taken for the other."""
    assert (identity,) == CustomerBody(wa_id=given).names()
    assert bool(PHONE.fullmatch(given)) != bool(USER_ID.fullmatch(given))
