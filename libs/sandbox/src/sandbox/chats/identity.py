"""Who a customer is to Meta: a number, a business-scoped user id, or only the latter."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass

_WA_ID = re.compile(r"[1-9][0-9]{6,14}")
_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_NAMES = (
    "Tendai Moyo",
    "Rudo Ncube",
    "Farai Dube",
    "Chipo Sibanda",
    "Tatenda Mlambo",
    "Nyasha Chikore",
    "Sipho Ndlovu",
    "Ruvimbo Gumbo",
    "Thandeka Khumalo",
    "Kudzai Marufu",
)
_FROM_CUSTOMER = (b"\x12\x18\x14", 10)
_FROM_BUSINESS = (b"\x11\x18\x12", 9)


@dataclass(frozen=True, slots=True)
class Customer:
    """A chat's owner; `wa_id` is None for a customer who shares no phone number."""

    chat_id: str
    user_id: str
    wa_id: str | None
    name: str


def customer(address: str, name: str | None = None) -> Customer:
    """Return the customer at a number or a business-scoped user id. Raises ValueError."""
    bare = address.removeprefix("+")
    pleasant = name or _NAMES[_digest(bare) % len(_NAMES)]
    if _WA_ID.fullmatch(bare):
        return Customer(bare, f"ZW.{_digest(bare) % 10**20:020d}", bare, pleasant)
    if _USER_ID.fullmatch(address):
        return Customer(address, address, None, pleasant)
    raise ValueError("an address is digits with the country code, or a user id such as ZW.6021")


def wamid_of_customer(chat_id: str) -> str:
    """Return a new id for a message that a customer writes."""
    return _wamid(chat_id, _FROM_CUSTOMER)


def wamid_of_business(chat_id: str) -> str:
    """Return a new id for a message that the business sends."""
    return _wamid(chat_id, _FROM_BUSINESS)


def _wamid(chat_id: str, shape: tuple[bytes, int]) -> str:
    phone = chat_id.encode() if chat_id.isdigit() else b"263770000000"
    mark, size = shape
    unique = secrets.token_hex(size).upper().encode()
    raw = b"\x1c\x18" + bytes([len(phone)]) + phone + b"\x15\x02\x00" + mark + unique + b"\x00"
    return "wamid." + base64.b64encode(raw).decode()


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:12])
