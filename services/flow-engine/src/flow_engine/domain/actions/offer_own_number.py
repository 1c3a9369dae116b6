"""offer_own_number: the chat's own number as a button, when it is a wallet's shape of number."""

from typing import ClassVar

from common.phones import PhoneError, parse_msisdn

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.rendering.filters import local_phone


class OfferOwnNumber(Action):
    """Sets `phone_buttons`: one button, or none when the number is not known."""

    OUTPUTS: ClassVar[frozenset[str]] = frozenset({"phone_buttons"})

    def run(self, scene: Scene) -> Result:
        """Offer it."""
        try:
            own = parse_msisdn(scene.world.customer.phone or "")
        except PhoneError:
            return Result({"phone_buttons": []})
        button = {"id": "phone:own", "title": f"Use {local_phone(own)}", "number": own}
        return Result({"phone_buttons": [button]})
