"""Conditions on many ids at once, written so that every batch size is the same statement."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam
from sqlalchemy.orm import InstrumentedAttribute


def among_named(column: InstrumentedAttribute[UUID], name: str) -> ColumnElement[bool]:
    """Return `column = any(:name)`, for a statement that is made once; see `ids`."""
    return column == any_(bindparam(name, type_=ARRAY(Uuid())))


def ids(wanted: Iterable[UUID]) -> list[UUID]:
    """Return ids as such a statement takes them: once each, sorted."""
    return sorted(set(wanted))


def among(column: InstrumentedAttribute[Any], wanted: Iterable[UUID]) -> ColumnElement[bool]:
    """Return `column = any(wanted)`."""
    return column == any_(bindparam(None, ids(wanted), ARRAY(Uuid()), unique=True))


def among_texts(column: InstrumentedAttribute[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """Return `column = any(texts)`."""
    values = bindparam(None, sorted(set(texts)), ARRAY(Text()), unique=True)
    return column == any_(values)
