"""Dead letters as a person names them, and what may be told of one."""

import json
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from common.clock import to_z, utc_now
from common.errors import MariError
from common.lanes.desk import is_about_money
from common.log import redact
from common.messaging.amqp import TopologyError
from common.messaging.amqp.dead_letters import (
    DeadLetter,
    DeadLetterError,
    DeadLetters,
    dead_letters,
)
from common.messaging.topology import SUBSCRIPTIONS

from standalone.commands.asking import chosen, who
from standalone.commands.deployment import deployment
from standalone.commands.failing import CANNOT, CommandError
from standalone.commands.finding import Form

_REMEMBERED: Final = timedelta(days=7)
"""A service knows what it had already for 8 days."""
_NO_BROKER: Final = "All services share one process here: there is no broker and no dead letter."


@dataclass(frozen=True, slots=True)
class Place:
    """A message as a person names it."""

    service: str
    id: str

    def __str__(self) -> str:
        """Return the name."""
        return f"{self.service}/{self.id}"


def place_of(word: str) -> Place:
    """Return service and id of `SERVICE/ID`. Raises CommandError."""
    service, _, found = word.partition("/")
    if not found.isalnum():
        raise CommandError(f"{word!r} is not SERVICE/ID, like flow-engine/0a1b2c3d4e5f.", status=2)
    return Place(chosen(service)[0], found)


def readers(services: Sequence[str]) -> list[str]:
    """Return those of the services that read a topic: the others have no queue."""
    return [service for service in services if SUBSCRIPTIONS.get(service)]


def broker_url() -> str:
    """Return the administrator's address of the broker. Raises CommandError."""
    known = deployment()
    if known.form is Form.RUN:
        raise CommandError(_NO_BROKER, status=CANNOT)
    if not known.admin_broker:
        raise CommandError(
            "Set MARI_ADMIN_AMQP_URL to a user who may read mari.*.dead and write to the default"
            " exchange.",
            status=CANNOT,
        )
    return known.admin_broker


@asynccontextmanager
async def opened(url: str, service: str) -> AsyncGenerator[DeadLetters]:
    """Give a service's dead letters. Raises CommandError when the broker does not."""
    try:
        async with dead_letters(url, service) as queue:
            yield queue
    except (DeadLetterError, TopologyError, MariError) as error:
        raise CommandError(f"{service}: {error}", status=CANNOT) from error


def told_of(letter: DeadLetter) -> dict[str, Any]:
    """Return what may be shown of a letter, for machines."""
    return {
        "letter": f"{letter.service}/{letter.id}",
        "service": letter.service,
        "topic": letter.topic,
        "source": letter.source,
        "reason": letter.reason,
        "died_at": to_z(letter.died_at) if letter.died_at else None,
        "is_money": is_money(letter),
        "is_parcel": letter.arrived.parcel is not None,
        "types": sorted({envelope.type for envelope in letter.envelopes}),
        "ids": [envelope.id for envelope in letter.envelopes],
        "size": letter.size,
    }


def is_money(letter: DeadLetter) -> bool:
    """Tell whether one of its envelopes is about a payment."""
    return any(
        is_about_money(envelope.type, letter.topic, None, envelope.priority)
        for envelope in letter.envelopes
    )


def is_old(letter: DeadLetter) -> bool:
    """Tell whether the service may have forgotten by now whether it had this."""
    begun = [letter.died_at or utc_now()]
    for envelope in letter.envelopes:
        with suppress(ValueError):
            begun.append(datetime.fromisoformat(envelope.time))
    return utc_now() - min(begun) > _REMEMBERED


def found_in(place: Place, found: Sequence[DeadLetter]) -> DeadLetter:
    """Return the letter of this name. Raises CommandError."""
    for letter in found:
        if letter.id == place.id:
            return letter
    raise CommandError(f"No dead letter has this name: {place}. See `mari dead list`.")


def log_discard(letter: DeadLetter, why: str) -> None:
    """Write the record to the error stream, as the services write theirs."""
    told = told_of(letter)
    event = {
        "event": "dead.discarded",
        "level": "error" if told["is_money"] else "warning",
        "timestamp": to_z(utc_now()),
        "letter": told["letter"],
        "topic": letter.topic,
        "types": ", ".join(told["types"]),
        "ids": ", ".join(told["ids"]),
        "by": who(),
        "why": why,
    }
    sys.stderr.write(json.dumps(redact(None, "", event), ensure_ascii=False) + "\n")
