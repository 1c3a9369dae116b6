"""Conditions on many ids at once, written so that every batch size is the same statement."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Text, Uuid, any_, bindparam
from sqlalchemy.orm import InstrumentedAttribute


def ids_param(ids: Iterable[UUID]) -> BindParameter[Sequence[UUID]]:
    """Return ids as one array parameter, sorted."""
    return bindparam(None, sorted(set(ids)), ARRAY(Uuid()), unique=True)


def among(column: InstrumentedAttribute[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Return `column = any(ids)`."""
    return column == any_(ids_param(ids))


def among_texts(column: InstrumentedAttribute[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """Return `column = any(texts)`."""
    values = bindparam(None, sorted(set(texts)), ARRAY(Text()), unique=True)
    return column == any_(values)
