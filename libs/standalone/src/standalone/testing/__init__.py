"""What stories need: a house of their own that can be killed, and a customer with a phone."""

from standalone.testing.chat import Chat, Message
from standalone.testing.process import House, HouseOptions

__all__ = ["Chat", "House", "HouseOptions", "Message"]
