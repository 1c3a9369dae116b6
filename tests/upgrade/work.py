"""One process of payments-omari, of whichever release comes first in PYTHONPATH.

It runs the service's loops, opens payments of its own, and types the code of every payment that
waits for one, whoever opened it. Started by `test_both_releases.py`, and killed by it.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from asgi_lifespan import LifespanManager
from common.crypto import Keyring
from common.db import Database
from common.errors import ConflictError
from common.ids import derived_id
from common.lanes.store import driver
from common.money import Money
from common.payments.domain import Policy
from common.payments.limits import Limit, Limits
from common.payments.service import PaymentService, PaymentWish
from common.testing.units import RecordingUnit
from common.wiring import Parcel, Wiring, WithinCommit
from payments_omari.domain import Account
from payments_omari.main import create_app
from payments_omari.provider import OmariClient
from payments_omari.service import payment_service
from payments_omari.settings import Settings
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

OTP: Final = "012345"
_WAITING: Final = text("select id from payment where status = 'awaiting_customer' and closing = ''")


class Post(WithinCommit):
    """Takes every parcel: who reads them is not of this story."""

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Take them."""
        del session
        return {parcel.topic: True for parcel in parcels}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Nothing comes back."""


class Customers:
    """Customers of one process: they order, and type what they are asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._database = Database(values["database_url"], schema="payments_omari", pool_size=2)
        self._service = _service(values)

    async def order(self, name: str, count: int) -> None:
        """Open payments, one after the other."""
        for number in range(count):
            wish = PaymentWish(
                payment_id=derived_id(name, str(number)),
                money=Money(5000, "USD"),
                payer_msisdn="263774975187",
                order_reference=f"{name}-{number}",
                description="Solar lamp",
                partition_key=f"ZW.{name}",
                contact="a-customer",
            )
            await self._do("start", wish)
            await asyncio.sleep(0.2)

    async def type_codes(self) -> None:
        """Type the code of every payment that waits for one, for ever."""
        while True:
            async with self._database.begin() as session:
                waiting: list[UUID] = [row[0] for row in await session.execute(_WAITING)]
            for payment_id in waiting:
                await self._do("submit_otp", payment_id, OTP)
            await asyncio.sleep(0.3)

    async def _do(self, what: str, *values: Any) -> None:
        try:
            async with self._database.begin() as session:
                unit = RecordingUnit(session, await driver.now(session))
                await getattr(self._service, what)(unit, *values, None)
        except (ConflictError, SQLAlchemyError):
            return  # another process was faster


def _service(values: Mapping[str, Any]) -> PaymentService:
    client = OmariClient(
        Account(values["api_base_url"], values["merchant_key"]),
        call_limit=timedelta(seconds=30),
        make_client=httpx.AsyncClient,
    )
    wide = Limits(**{f.name: Limit(f.name, 10**6, timedelta(hours=1)) for f in fields(Limits)})
    return payment_service(client, Keyring([values["storage_keys"]]), Policy(), wide)


async def work(name: str, count: int, values: Mapping[str, Any]) -> None:
    """Run the service, and its customers, until somebody kills it."""
    wiring = Wiring(transport=Post(), client_for=lambda _name: httpx.AsyncClient())
    app = create_app(Settings.model_validate(values), wiring)
    customers = Customers(values)
    async with LifespanManager(app, startup_timeout=60, shutdown_timeout=30):
        await asyncio.gather(customers.order(name, count), customers.type_codes())


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])))
