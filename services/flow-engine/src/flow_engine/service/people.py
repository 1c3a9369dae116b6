"""Who a message is from: found, made, merged and moved, for a whole batch at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from common.errors import TransientError
from common.ids import new_id
from common.whatsapp_numbers import known_number
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.identities import BSUID, PHONE, Change, Identity
from flow_engine.models import CustomerRow, IdentityRow
from flow_engine.repository import people

_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """One sender to be found. `signed`: Meta says so, thus what it names is one person."""

    names: tuple[Identity, ...]
    profile_name: str | None = None
    change: Change | None = None
    signed: bool = True
    written: str | None = None
    """The number as WhatsApp spells it: what is written to."""


class People:
    """Locks the customers of a batch, then settles who is who in memory."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._owners: dict[Identity, UUID] = {}
        self._doubles: dict[Identity, tuple[UUID, ...]] = {}
        self._rows: dict[UUID, CustomerRow] = {}

    async def resolve(
        self, wanted: Sequence[Wanted], also: Iterable[UUID] = ()
    ) -> list[CustomerRow | None]:
        """Return the customer of each sender, locked; None for a change of nobody we know.

        `also` are customers to be locked with them. Raises TransientError when others keep
        changing the same people.
        """
        await self._lock(wanted, list(also))
        return [await self._settle(one) for one in wanted]

    def locked(self, customer_id: UUID) -> CustomerRow | None:
        """Return a customer that `resolve` locked."""
        return self._rows.get(customer_id)

    async def _lock(self, wanted: Sequence[Wanted], also: list[UUID]) -> None:
        names = [name for one in wanted for name in _all_names(one)]
        for _ in range(_ROUNDS):
            owners = await people.find_owners(self._session, names)
            self._owners = {name: ids[0] for name, ids in owners.items()}
            self._doubles = {name: ids[1:] for name, ids in owners.items()}
            ids = [*(one for ids in owners.values() for one in ids), *also]
            self._rows = await people.lock_customers(self._session, ids)
            moved = {i: row.merged_into for i, row in self._rows.items() if row.merged_into}
            if not moved and all(self._is_fresh(*item) for item in self._owners.items()):
                return
            also = [moved.get(one) or one for one in also]
        raise TransientError("These customers are being changed.", code="customers:contended")

    def _is_fresh(self, identity: Identity, owner: UUID) -> bool:
        row = self._rows.get(owner)
        return row is not None and (identity[0] != PHONE or _is_number(row, identity[1]))

    async def _settle(self, one: Wanted) -> CustomerRow | None:
        if one.change is not None:
            return await self._change(one.change)
        found = self._find(one.names) or self._add()
        for name in one.names:
            await self._give(name, found, signed=one.signed)
            if one.signed:
                await self._join_doubles(name, found)
        if one.signed and one.written and _is_number(found, known_number(one.written)):
            found.phone = one.written
        if one.profile_name and (one.signed or found.name is None):
            found.name = one.profile_name
        return found

    async def _change(self, change: Change) -> CustomerRow | None:
        owner = next((self._owners[name] for name in change.before if name in self._owners), None)
        owner = owner or next((self._owners[n] for n in change.after if n in self._owners), None)
        if owner is None:
            return None
        found = self._rows[owner]
        for name in change.after:
            await self._give(name, found, signed=True)
        doubt(found, self._now)
        return found

    def _find(self, names: Sequence[Identity]) -> CustomerRow | None:
        user_id = next((value for kind, value in names if kind == BSUID), None)
        rows = [
            row
            for name in names
            if (row := self._rows.get(self._owners[name]) if name in self._owners else None)
            and not _is_someone_else(name, row, user_id)
        ]
        before = {row.id for row in rows}
        separated = next((row for row in rows if row.separated_from in before), None)
        return separated or next(iter(rows), None)

    def _add(self) -> CustomerRow:
        row = CustomerRow(id=new_id(), must_confirm=False, created_at=self._now, version=1)
        self._session.add(row)
        self._rows[row.id] = row
        return row

    async def _give(self, name: Identity, found: CustomerRow, *, signed: bool) -> None:
        owner = self._owners.get(name)
        if owner is None:
            await self._attach(name, found, signed=signed)
        elif owner != found.id and signed:
            await self._take(name, self._rows[owner], found)

    async def _join_doubles(self, name: Identity, found: CustomerRow) -> None:
        """Merge who was kept under another spelling of the number, and is nobody else by now."""
        for other in self._doubles.pop(name, ()):
            row = self._rows.get(other)
            if row is not None and other != found.id and _is_same_person(row, found):
                await self._merge(row, found)

    async def _attach(self, name: Identity, found: CustomerRow, *, signed: bool) -> None:
        if not signed and _known(found, name[0]) is not None:
            return
        self._session.add(IdentityRow(kind=name[0], value=name[1], customer_id=found.id))
        self._owners[name] = found.id
        await self._know(name, found)

    async def _take(self, name: Identity, other: CustomerRow, found: CustomerRow) -> None:
        """Merge the other, if nothing says that it is someone else; else only the name moves."""
        is_numbers = name[0] == PHONE and other.user_id is not None
        if is_numbers or other.id == found.separated_from or found.id == other.separated_from:
            _forget(other, name)
            await people.move_identity(self._session, name, found.id)
            self._owners[name] = found.id
        else:
            await self._merge(other, found)
        await self._know(name, found)

    async def _know(self, name: Identity, found: CustomerRow) -> None:
        kind, value = name
        if kind == BSUID:
            found.user_id = value
        if kind != PHONE or _is_number(found, value):
            return
        if found.phone is not None:
            doubt(found, self._now)
            old = (PHONE, known_number(found.phone))
            await people.forget_identity(self._session, old)
            self._owners.pop(old, None)
        found.phone = value

    async def _merge(self, loser: CustomerRow, winner: CustomerRow) -> None:
        await self._session.flush()
        await people.merge_customer(self._session, loser.id, winner.id)
        if loser.must_confirm:
            doubt(winner, loser.confirm_since or self._now)
        winner.separated_from = winner.separated_from or loser.separated_from
        winner.name = winner.name or loser.name
        winner.user_id = winner.user_id or loser.user_id
        winner.phone = winner.phone or loser.phone
        loser.user_id = loser.phone = loser.name = None
        loser.merged_into = winner.id
        for name, owner in self._owners.items():
            if owner == loser.id:
                self._owners[name] = winner.id


def doubt(customer: CustomerRow, since: datetime) -> None:
    """Have the customer asked who he is before anything of his is shown or paid."""
    if not customer.must_confirm:
        customer.must_confirm, customer.confirm_since = True, since


def _forget(customer: CustomerRow, name: Identity) -> None:
    if name[0] == PHONE and _is_number(customer, name[1]):
        customer.phone = None
    if name == (BSUID, customer.user_id):
        customer.user_id = None


def _all_names(one: Wanted) -> tuple[Identity, ...]:
    return one.names if one.change is None else (*one.change.before, *one.change.after)


def _is_someone_else(name: Identity, row: CustomerRow, user_id: str | None) -> bool:
    """Tell whether a number has passed on: its owner has another user id."""
    return name[0] == PHONE and None not in (row.user_id, user_id) and row.user_id != user_id


def _is_same_person(double: CustomerRow, found: CustomerRow) -> bool:
    """Tell whether nothing says that a double is somebody else by now."""
    is_apart = double.id == found.separated_from or found.id == double.separated_from
    return double.merged_into is None and double.user_id is None and not is_apart


def _is_number(row: CustomerRow, canonical: str) -> bool:
    return row.phone is not None and known_number(row.phone) == canonical


def _known(found: CustomerRow, kind: str) -> str | None:
    return {BSUID: found.user_id, PHONE: found.phone}.get(kind)
