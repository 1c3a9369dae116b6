"""What the actions on a running payment share."""

from typing import Any, Final, cast
from uuid import UUID

from flow_engine.domain.actions.action import ActionError, Scene
from flow_engine.domain.rendering import look_up
from flow_engine.domain.required_action import NO_ACTION

BLANK: Final = NO_ACTION | {
    "code": "",
    "left": "",
    "masked_msisdn": "",
    "otp_reference": "",
    "paid_in_full": False,
    "retry_at": "",
    "settled": "",
    "status": "",
    "test": False,
    "tries_left": "",
}
"""What texts may always say of a payment, before anything is known."""


def payment_of(scene: Scene) -> dict[str, Any]:
    """Return the facts of the running payment. Raises ActionError when there is none."""
    found = look_up("payment", scene.variables)
    if not isinstance(found, dict) or not found.get("id"):  # pyright: ignore[reportUnknownMemberType] - session data
        raise ActionError("no_payment")
    return dict(cast("dict[str, Any]", found))


def payment_id_of(scene: Scene) -> UUID:
    """Return the running payment's id. Raises ActionError when there is none."""
    return UUID(str(payment_of(scene)["id"]))


def in_phase(scene: Scene, phase: str) -> dict[str, Any]:
    """Return the variables with the running payment in this phase."""
    return {"payment": payment_of(scene) | {"phase": phase}}
