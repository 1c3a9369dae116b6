"""What stories need: a house of their own that can be killed, and a customer with a phone."""

from standalone.testing.audit import Books, Dump
from standalone.testing.chat import Chat, Message
from standalone.testing.forms import FORMS, AnyHouse
from standalone.testing.local_house import LocalHouse
from standalone.testing.process import House, HouseOptions
from standalone.testing.purchase import Purchase, to_the_code

__all__ = [
    "FORMS",
    "AnyHouse",
    "Books",
    "Chat",
    "Dump",
    "House",
    "HouseOptions",
    "LocalHouse",
    "Message",
    "Purchase",
    "to_the_code",
]
