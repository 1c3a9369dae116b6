"""The declarative base, and rows that count their changes."""

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, DateTime, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, object_session
from sqlalchemy.orm.attributes import flag_modified

SCHEMA: Final = "flow_engine"


class Base(DeclarativeBase):
    """Every table of this service; the migrations own its names and constraints."""

    metadata = MetaData(schema=SCHEMA)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger(),
        datetime: DateTime(timezone=True),
    }


class Versioned(Base):
    """A row that counts its changes; the database refuses an update of a stale one (40001).

    The check is a trigger and the row is written whole, so that a batch of changed rows is one
    `executemany` instead of a statement for each.
    """

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)


def _count_change(mapper: Mapper[Any], _connection: Connection, target: Versioned) -> None:
    """Count a change; a row that was only given the values it has already is not written."""
    session = object_session(target)
    if session is not None and not session.is_modified(target):
        return
    target.version += 1
    for attribute in mapper.column_attrs:
        if not attribute.columns[0].primary_key:
            flag_modified(target, attribute.key)


event.listen(Versioned, "before_update", _count_change, propagate=True)
