"""One purchase through the running compose file: `compose_purchase.py ORIGIN`."""

import asyncio
import sys

import httpx
from standalone.testing.chat import Chat
from standalone.testing.purchase import Purchase

SANDBOX = "http://127.0.0.1:8100"
CUSTOMER = "263771230045"


async def buy(origin: str) -> None:
    """Order a lamp, pay it with O'mari in the chat, and read the receipt."""
    async with httpx.AsyncClient(base_url=SANDBOX, timeout=30, trust_env=False) as client:
        purchase = Purchase(Chat(client, CUSTOMER), origin)
        if not await purchase.make():
            raise SystemExit("the outcome stayed unknown")
    receipt = next(text for text in purchase.heard if "Receipt" in text)
    sys.stdout.write(f"{receipt}\n")


if __name__ == "__main__":
    asyncio.run(buy(sys.argv[1]))
