"""The broker: reachable as each service's user, what is declared, how much lies there."""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import aio_pika
from aio_pika.abc import AbstractChannel
from aiormq.exceptions import ChannelNotFoundEntity
from common.lanes.supervisor import code_of
from common.messaging.amqp.link import BROKEN
from common.messaging.topology import EXCHANGE, SUBSCRIPTIONS, dead_queue_of, queue_of

from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.finding import Form
from standalone.commands.showing import times

_SECONDS: Final = 5.0
_MANY: Final = 1000
_ERRORS: Final = (*BROKEN, OSError, ValueError)


async def check_broker(urls: Mapping[str, str], admin_url: str, form: Form | None) -> list[Finding]:
    """Return a line for each service's way to it; in one process there is none."""
    if form is Form.RUN:
        return [ok("broker", "none is needed: all services share one process and one database")]
    if not urls and not admin_url:
        return [warn("broker", "no address is known here", "set <SERVICE>_AMQP_URL to check it")]
    looks = [_service(name, url) for name, url in urls.items()]
    found = list(await asyncio.gather(*looks))
    return found + (await _dead(admin_url) if admin_url else [])


async def _service(name: str, url: str) -> Finding:
    label = f"broker of {name}"
    try:
        async with asyncio.timeout(_SECONDS):
            connection = await aio_pika.connect(url, timeout=_SECONDS)
            async with connection:
                return await _declared(label, name, await connection.channel())
    except ChannelNotFoundEntity:
        return fail(label, "exchange or queue is not declared", "mari topology")
    except _ERRORS as error:
        where = urlsplit(url).netloc.rpartition("@")[2]
        advice = "is it started, and are user, password and virtual host right?"
        return fail(label, f"no connection to {where} ({code_of(error)})", advice)


async def _declared(label: str, name: str, channel: AbstractChannel) -> Finding:
    await channel.get_exchange(EXCHANGE, ensure=True)
    if not SUBSCRIPTIONS.get(name):
        return ok(label, "reachable; it reads no topic")
    queue = await channel.declare_queue(queue_of(name), passive=True, timeout=_SECONDS)
    waiting = queue.declaration_result.message_count or 0
    readers = queue.declaration_result.consumer_count or 0
    if not readers:
        return fail(label, f"nobody reads {queue_of(name)}", f"start {name}")
    if waiting > _MANY:
        return warn(label, f"{times(waiting, 'parcel')} in {queue_of(name)}", "mari lanes")
    return ok(label, f"reachable, {times(waiting, 'parcel')} in {queue_of(name)}")


async def _dead(url: str) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with asyncio.timeout(_SECONDS):
            connection = await aio_pika.connect(url, timeout=_SECONDS)
            async with connection:
                for service in sorted(name for name, topics in SUBSCRIPTIONS.items() if topics):
                    channel = await connection.channel()
                    queue = await channel.declare_queue(dead_queue_of(service), passive=True)
                    count = queue.declaration_result.message_count or 0
                    if count:
                        line = f"{times(count, 'message')} in {dead_queue_of(service)}"
                        found.append(warn("dead letters", line, "mari dead list"))
    except ChannelNotFoundEntity:
        return [fail("dead letters", "a queue is not declared", "mari topology")]
    except _ERRORS as error:
        return [fail("dead letters", f"no connection as administrator ({code_of(error)})")]
    return found or [ok("dead letters", "none")]
