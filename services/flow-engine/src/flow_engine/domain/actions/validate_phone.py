"""validate_phone: the wallet's number, as typed or the chat's own."""

from typing import ClassVar

from common.phones import PhoneError, parse_msisdn

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.part import Name


class ValidatePhone(Action):
    """Sets `phone_ok`, and `payment_phone` as `2637XXXXXXXX`.

    The chat's own number is the one that the button showed: it may have changed since.
    """

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"phone_ok", "payment_phone"})

    reply_variable: Name = "phone_reply"

    def reads(self) -> frozenset[str]:
        """Return the reply."""
        return frozenset({self.reply_variable})

    def run(self, scene: Scene) -> Result:
        """Read it."""
        typed = scene.text(self.reply_variable)
        own = scene.text("phone_buttons.0.number") or scene.world.customer.phone or ""
        try:
            return Result(
                {
                    "phone_ok": True,
                    "payment_phone": parse_msisdn(own if typed == "phone:own" else typed),
                }
            )
        except PhoneError:
            return Result({"phone_ok": False, "payment_phone": ""})
