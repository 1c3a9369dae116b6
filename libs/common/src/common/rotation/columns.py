"""Where sealed bytes are stored, as data: each service lists its own columns."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed bytes; empty and null ones hold nothing."""

    table: str
    column: str
    place: str = ""
    """What a row is sealed for, with `{id}`; else `<table>:<column>:{id}`."""
    id_type: Literal["uuid", "text"] = "uuid"
    key: str = "id"
    """The column of the primary key."""
    and_set: str = ""
    """Further assignments of an update: `version = version + 1`."""

    @property
    def name(self) -> str:
        """Name it in reports."""
        return f"{self.table}.{self.column}"

    def place_of(self, identity: str) -> str:
        """Return what one row is sealed for."""
        return (self.place or f"{self.table}:{self.column}:{{id}}").format(id=identity)


LANES: Final = (
    SealedColumn("outbox", "body", "envelope:{id}"),
    SealedColumn("inbox", "body", "envelope:{id}", id_type="text"),
)
"""Bodies under the bus keys: what waits, what is parked, and the gateway's archive."""

CREDENTIALS: Final = SealedColumn("credential", "value", id_type="text")
"""What an operator keeps of providers, under the storage keys."""
