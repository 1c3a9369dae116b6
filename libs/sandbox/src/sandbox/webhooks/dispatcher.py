"""Delivers pending webhooks: signed, a few bodies at a time, again until each is accepted."""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence

import httpx
from common.log import get_logger
from common.unanswered import UNANSWERED

from sandbox.settings import SandboxSettings
from sandbox.signals import Signals
from sandbox.store import Store
from sandbox.webhooks import queue
from sandbox.webhooks.bodies import Account, render
from sandbox.webhooks.queue import Claimed
from sandbox.webhooks.schedule import MESSAGE, STATUS

log = get_logger(__name__)
_BODIES_AT_ONCE = {MESSAGE: 8, STATUS: 4}
_ACCEPTED = 200
_PATIENCE = 10.0
_LONGEST_SLEEP = 5.0


class Dispatcher:
    """Two loops, one for messages and one for statuses, over the durable queue."""

    def __init__(
        self, store: Store, settings: SandboxSettings, signals: Signals, client: httpx.AsyncClient
    ) -> None:
        self._store = store
        self._settings = settings
        self._signals = signals
        self._client = client
        self._clock = settings.clock
        self._bells = {MESSAGE: asyncio.Event(), STATUS: asyncio.Event()}
        self._account = Account(
            settings.waba_id, settings.phone_number_id, settings.display_phone_number
        )

    async def run(self) -> None:
        """Deliver until cancelled."""
        await self._store.run(queue.release_all)
        async with asyncio.TaskGroup() as tasks:
            for kind in (MESSAGE, STATUS):
                tasks.create_task(self._loop(kind, tasks))

    def ring(self, kind: str) -> None:
        """Say that something of this kind was scheduled."""
        self._bells[kind].set()

    async def _loop(self, kind: str, tasks: asyncio.TaskGroup) -> None:
        slots = asyncio.Semaphore(_BODIES_AT_ONCE[kind])
        while True:
            await slots.acquire()
            self._bells[kind].clear()
            now = self._clock().timestamp()
            items, due = await self._store.run(
                lambda db, now=now: (queue.claim(db, kind, now), queue.next_due(db, kind, now))
            )
            if items:
                tasks.create_task(self._deliver(kind, items, slots))
            else:
                slots.release()
                await self._sleep(kind, due)
            if kind == STATUS:
                await asyncio.sleep(self._settings.timing.status_tick)

    async def _sleep(self, kind: str, due: float | None) -> None:
        pause = _LONGEST_SLEEP if due is None else due - self._clock().timestamp()
        try:
            async with asyncio.timeout(max(0.001, min(pause, _LONGEST_SLEEP))):
                await self._bells[kind].wait()
        except TimeoutError:
            return

    async def _deliver(self, kind: str, items: Sequence[Claimed], slots: asyncio.Semaphore) -> None:
        try:
            self._signals.notify(one.chat_id for one in items)
            audible = [one for one in items if not one.silent]
            if audible:
                await self._report(kind, audible)
        finally:
            slots.release()
            self.ring(kind)

    async def _report(self, kind: str, items: Sequence[Claimed]) -> None:
        key = "messages" if kind == MESSAGE else "statuses"
        body = render(self._account, key, [(one.item, one.contact) for one in items])
        if await self._post(body):
            await self._store.run(lambda db: queue.accepted(db, kind, items))
        else:
            now, timing = self._clock().timestamp(), self._settings.timing
            await self._store.run(lambda db: queue.refused(db, items, now, timing))
        self._signals.notify(one.chat_id for one in items)

    async def _post(self, body: bytes) -> bool:
        secret = self._settings.app_secret.encode()
        signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
        try:
            response = await self._client.post(
                self._settings.webhook_url, content=body, headers=headers, timeout=_PATIENCE
            )
        except UNANSWERED as error:
            log.info("webhook.unanswered", error=type(error).__name__)
            return False
        if response.status_code != _ACCEPTED:
            log.info("webhook.refused", status=response.status_code)
        return response.status_code == _ACCEPTED
