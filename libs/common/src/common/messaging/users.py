"""One broker user for each service, with the least that it needs, through the management API."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import httpx

from common.messaging.topology import EXCHANGE, rights_of, topics_of

_SECONDS: Final = 15.0


class UserError(Exception):
    """The users cannot be as they are written; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class BrokerUser:
    """A service's user: it has the service's name."""

    service: str
    password: str
    vhost: str


def users_of(urls: Mapping[str, str]) -> list[BrokerUser]:
    """Return the users that the services' AMQP URLs name, by service. Raises UserError."""
    return [_user(service, url) for service, url in urls.items()]


def _user(service: str, url: str) -> BrokerUser:
    variable = f"{service.upper().replace('-', '_')}_AMQP_URL"
    if not url:
        raise UserError(f"{variable} is not set: the user's password is read from it.")
    parts = urlsplit(url)
    if unquote(parts.username or "") != service:
        raise UserError(f"{variable}: the user of this service is {service}, not another one.")
    if not parts.password:
        raise UserError(f"{variable}: the user needs a password.")
    return BrokerUser(service, unquote(parts.password), unquote(parts.path[1:]) or "/")


async def ensure_users(api_url: str, users: Iterable[BrokerUser]) -> None:
    """Create each user and its virtual host, or set password and rights anew. Raises UserError."""
    async with httpx.AsyncClient(
        base_url=api_url.rstrip("/"), timeout=_SECONDS, trust_env=False
    ) as client:
        for user in users:
            vhost, name = quote(user.vhost, safe=""), quote(user.service, safe="")
            configure, write, read = rights_of(user.service)
            rights = {"configure": configure, "write": write, "read": read}
            await _put(client, f"/api/vhosts/{vhost}", {})
            await _put(client, f"/api/users/{name}", _secret(user.password))
            topics = {"exchange": EXCHANGE, "write": topics_of(user.service), "read": "^$"}
            await _put(client, f"/api/permissions/{vhost}/{name}", rights)
            await _put(client, f"/api/topic-permissions/{vhost}/{name}", topics)


def _secret(password: str) -> dict[str, str]:
    salt = secrets.token_bytes(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": "",
    }


async def _put(client: httpx.AsyncClient, path: str, body: Mapping[str, str]) -> None:
    try:
        answer = await client.put(path, json=body)
    except httpx.TransportError as error:
        raise UserError(f"No RabbitMQ management at {client.base_url.host}: {error}.") from error
    if answer.is_error:
        raise UserError(f"RabbitMQ refused PUT {path}: {answer.status_code}.")
