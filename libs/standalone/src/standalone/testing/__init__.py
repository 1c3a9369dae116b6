"""What stories need: a house of their own that can be killed, and a customer with a phone."""

from standalone.testing.audit import Books, Dump
from standalone.testing.chat import Chat, Message
from standalone.testing.process import House, HouseOptions
from standalone.testing.purchase import Purchase, to_the_code

__all__ = ["Books", "Chat", "Dump", "House", "HouseOptions", "Message", "Purchase", "to_the_code"]
