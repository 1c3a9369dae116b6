"""A payments service that may be killed at a named place while it gives money back.

A second run goes on where the first was killed: the same refund is wished again over HTTP, as
whoever got no answer does.
"""

import argparse
import asyncio
import sys
from uuid import UUID

import httpx
from fastapi import FastAPI

from common.crash import arm
from common.lanes.runtime import LaneRuntime
from common.payments.router import Desk, payments_router
from common.service_tokens import ServiceAuth, ServiceVerifier
from common.testing.identities import TRUST, identity_of
from common.testing.lanes import until
from common.testing.page_shop import PageHouse
from common.testing.prompts import PAYMENTS


def app_of(house: PageHouse, lanes: LaneRuntime) -> FastAPI:
    """Return the service's routes."""
    verifier, app = ServiceVerifier(TRUST, audience=PAYMENTS), FastAPI()
    desk = Desk(house.service, house.database(PAYMENTS), lanes.unit_of_work)
    app.include_router(payments_router(desk, verifier))
    return app


async def wish_refund(app: FastAPI, payment_id: str, body: dict[str, object]) -> httpx.Response:
    """Wish a refund over HTTP, as the service that owns the orders does."""
    transport = httpx.ASGITransport(app=app)
    auth = ServiceAuth(identity_of("flow-engine"), audience=PAYMENTS)
    async with httpx.AsyncClient(transport=transport, base_url="http://p", auth=auth) as client:
        return await client.post(f"/v1/payments/{payment_id}/refunds", json=body)


async def run_refund(
    url: str, payment_id: UUID, settlement_id: UUID, refund_id: UUID, *, point: str = ""
) -> int:
    """Run the process until the refund has ended; returns its exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.testing.refund_child", url, str(payment_id)),
        *(str(settlement_id), str(refund_id), f"--point={point}"),
    )
    return await asyncio.wait_for(process.wait(), 60)


async def _run(given: argparse.Namespace) -> None:
    house = PageHouse(given.url)
    lanes = house.runtime(PAYMENTS, callers=[house.caller])
    body: dict[str, object] = {
        "refund_id": given.refund,
        "settlement_id": given.settlement,
        "amount_minor": 2000,
        "currency": "USD",
        "reason": "ill",
    }

    async def has_ended() -> bool:
        return bool(await house.rows(PAYMENTS, "select 1 from refund where done_at is not null"))

    async with lanes:
        if given.point:
            arm(given.point)
        answer = await wish_refund(app_of(house, lanes), given.payment, body)
        if answer.is_error:
            raise LookupError(answer.text)
        await until(has_ended, seconds=50)
    await house.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("url", "payment", "settlement", "refund"):
        parser.add_argument(name)
    parser.add_argument("--point", default="")
    asyncio.run(_run(parser.parse_args()))
