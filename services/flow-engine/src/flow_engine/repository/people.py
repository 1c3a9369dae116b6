"""Customers and the identities by which they are known."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from common.lanes.store import driver
from common.whatsapp_numbers import spellings
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.identities import PHONE, Identity
from flow_engine.models import (
    ContactRow,
    CustomerRow,
    IdentityRow,
    IntentRow,
    OrderRow,
    TaskRow,
)
from flow_engine.repository.among import among, among_named, among_texts, ids

_OWNERS = """
select kind, value, customer_id from customer_identity
where kind = any($1::text[]) and value = any($2::text[])
"""
_LOCK_CUSTOMERS = (
    select(CustomerRow)
    .where(among_named(CustomerRow.id, "ids"))
    .order_by(CustomerRow.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LOCK_CONTACTS = (
    select(ContactRow)
    .where(among_named(ContactRow.customer_id, "customers"))
    .order_by(ContactRow.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def find_owners(
    session: AsyncSession, identities: Iterable[Identity]
) -> dict[Identity, tuple[UUID, ...]]:
    """Return who each known identity belongs to, in one query, however its number was kept.

    Two people under two spellings of one number are one: the first is who has its one form.
    """
    wanted = {name: spelled(name) for name in identities}
    if not wanted:
        return {}
    kinds, values = (
        {kind for kind, _ in wanted},
        {one for names in wanted.values() for one in names},
    )
    rows = await driver.fetch(session, _OWNERS, sorted(kinds), sorted(values))
    found = {(row.kind, row.value): row.customer_id for row in rows}
    owners = {
        name: tuple(dict.fromkeys(found[name[0], one] for one in values if (name[0], one) in found))
        for name, values in wanted.items()
    }
    return {name: ids for name, ids in owners.items() if ids}


def spelled(identity: Identity) -> tuple[str, ...]:
    """Return every value under which an identity may be kept, the right one first."""
    kind, value = identity
    return spellings(value) if kind == PHONE else (value,)


async def lock_customers(
    session: AsyncSession, customer_ids: Iterable[UUID]
) -> dict[UUID, CustomerRow]:
    """Lock customers in order of id; a caller that sees `merged_into` looks again."""
    wanted = ids(customer_ids)
    if not wanted:
        return {}
    rows = await session.scalars(_LOCK_CUSTOMERS, {"ids": wanted})
    return {row.id: row for row in rows}


async def lock_lane(session: AsyncSession, key: str) -> None:
    """Wait until no worker is at this contact's lane, and keep it until the commit."""
    await session.execute(
        text("select 1 from lane where loop = 'worker' and key = :key for update"), {"key": key}
    )


async def move_identity(session: AsyncSession, identity: Identity, owner: UUID) -> None:
    """Give an identity that is known to another customer."""
    await session.execute(
        update(IdentityRow)
        .where(IdentityRow.kind == identity[0], IdentityRow.value.in_(spelled(identity)))
        .values(customer_id=owner)
        .execution_options(synchronize_session=False)
    )


async def forget_identity(session: AsyncSession, identity: Identity) -> None:
    """Forget an identity: whoever comes with it next is someone new."""
    await session.execute(
        delete(IdentityRow)
        .where(IdentityRow.kind == identity[0], IdentityRow.value.in_(spelled(identity)))
        .execution_options(synchronize_session=False)
    )


async def merge_customer(session: AsyncSession, loser: UUID, winner: UUID) -> None:
    """Give everything of one customer to another; of two contacts the latest stays."""
    await _merge_contacts(session, loser, winner)
    for model in (ContactRow, OrderRow, IntentRow):
        await session.execute(
            update(model)
            .where(model.customer_id == loser)
            .values(customer_id=winner, version=model.version + 1)
            .execution_options(synchronize_session=False)
        )
    for plain in (TaskRow, IdentityRow):
        await session.execute(
            update(plain)
            .where(plain.customer_id == loser)
            .values(customer_id=winner)
            .execution_options(synchronize_session=False)
        )


async def _merge_contacts(session: AsyncSession, loser: UUID, winner: UUID) -> None:
    rows = await session.execute(
        select(ContactRow.id, ContactRow.phone_number_id)
        .where(ContactRow.customer_id.in_((loser, winner)))
        .order_by(ContactRow.wrote_at.desc().nulls_last(), ContactRow.id)
    )
    kept: dict[str, UUID] = {}
    for contact_id, number in rows.all():
        if number in kept:
            await _replace_contact(session, contact_id, kept[number])
        else:
            kept[number] = contact_id


async def _replace_contact(session: AsyncSession, old: UUID, new: UUID) -> None:
    await session.execute(
        update(IntentRow)
        .where(IntentRow.contact_id == old)
        .values(contact_id=new, version=IntentRow.version + 1)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(TaskRow)
        .where(TaskRow.contact_id == old)
        .values(contact_id=new)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(ContactRow).where(ContactRow.id == old).execution_options(synchronize_session=False)
    )


async def list_contacts_of(
    session: AsyncSession, customer_ids: Iterable[UUID]
) -> Sequence[ContactRow]:
    """Lock the conversations of these customers, in order of id."""
    wanted = ids(customer_ids)
    if not wanted:
        return ()
    return (await session.scalars(_LOCK_CONTACTS, {"customers": wanted})).all()


async def find_by_lane_keys(
    session: AsyncSession, keys: Iterable[str]
) -> dict[str, tuple[CustomerRow, ContactRow]]:
    """Return who last wrote in these lanes, without a lock."""
    rows = await session.execute(
        select(CustomerRow, ContactRow)
        .join(ContactRow, ContactRow.customer_id == CustomerRow.id)
        .where(among_texts(ContactRow.lane_key, keys))
        .order_by(ContactRow.wrote_at.nulls_first())
    )
    return {contact.lane_key: (customer, contact) for customer, contact in rows.all()}


async def get_customers(
    session: AsyncSession, customer_ids: Iterable[UUID]
) -> dict[UUID, CustomerRow]:
    """Return customers by id, without a lock."""
    rows = await session.scalars(select(CustomerRow).where(among(CustomerRow.id, customer_ids)))
    return {row.id: row for row in rows}


async def get_contact(session: AsyncSession, contact_id: UUID | None) -> ContactRow | None:
    """Return a conversation, without a lock."""
    return None if contact_id is None else await session.get(ContactRow, contact_id)
