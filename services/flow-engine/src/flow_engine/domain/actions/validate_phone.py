"""validate_phone: the wallet's number, as typed or the chat's own."""

from typing import ClassVar

from common.phones import PhoneError, is_own_number

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name
from flow_engine.domain.readers import read_phone


class ValidatePhone(Action):
    """Sets `phone_ok`, `payment_phone` as `2637XXXXXXXX`, and whether it is the chat's own.

    The number that was tapped is the one that the button showed: the chat's may have changed since.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"phone_ok", "payment_phone", "phone_is_own"})

    reply_variable: Name = "phone_reply"

    def reads(self) -> frozenset[str]:
        """Return the reply."""
        return frozenset({self.reply_variable})

    def run(self, scene: Scene) -> Result:
        """Read it."""
        typed, own = scene.text(self.reply_variable), scene.world.customer.phone
        shown = scene.text("phone_buttons.0.number") or own or ""
        try:
            number = read_phone(shown if typed == "phone:own" else typed)
        except PhoneError:
            return Result({"phone_ok": False, "payment_phone": "", "phone_is_own": False})
        is_own = is_own_number(number, own)
        return Result({"phone_ok": True, "payment_phone": number, "phone_is_own": is_own})
