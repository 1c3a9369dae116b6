"""One reader for each kind of answer. Each is pure and takes any text, however long."""

from flow_engine.domain.readers.amount import read_amount
from flow_engine.domain.readers.code import looks_like_code, read_code
from flow_engine.domain.readers.command import Command, read_command
from flow_engine.domain.readers.day import DayError, read_day
from flow_engine.domain.readers.number import read_number
from flow_engine.domain.readers.phone import read_phone

__all__ = [
    "Command",
    "DayError",
    "looks_like_code",
    "read_amount",
    "read_code",
    "read_command",
    "read_day",
    "read_number",
    "read_phone",
]
