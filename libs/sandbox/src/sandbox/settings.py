"""What a sandbox is told when it is made; nothing here reads the environment."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from common.clock import Clock, utc_now

TimelineSource = Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template: `body` has `{{1}}`, `{{2}}`… where the parameters go."""

    name: str
    language: str
    body: str
    category: str = "UTILITY"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds. The defaults are short, so that tests are."""

    sent: float = 0.03
    delivered: float = 0.12
    read: float = 0.4
    status_tick: float = 0.02
    slow: float = 30.0
    hang: float = 60.0
    retry_first: float = 0.25
    retry_longest: float = 10.0
    lost_retry: float = 5.0
    reorder_hold: float = 1.0
    code_lifetime: float = 600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Meta's rate limits of one number; None switches one off (facts: WhatsApp, section 6)."""

    pair_burst: int | None = 45
    pair_interval: float = 6.0
    per_second: int | None = 80


@dataclass(frozen=True, slots=True)
class Token:
    """What `debug_token` tells of the access token; times in seconds since 1970."""

    type: str = "SYSTEM_USER"
    scopes: tuple[str, ...] = ("whatsapp_business_management", "whatsapp_business_messaging")
    expires_at: int = 0
    """0: never, as that of a system user."""
    issued_at: int | None = None
    """None: thirty days ago."""


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """Everything the stand-ins need; the values are a merchant's demo account."""

    data_dir: Path
    webhook_url: str
    app_secret: str
    verify_token: str = "sandbox-verify-token"  # noqa: S105 - opens nothing but the stand-in
    phone_number_id: str = "227841650415338"
    display_phone_number: str = "263867700123"
    waba_id: str = "318450721904466"
    merchant_key: str = "5a9db0a1-0000-4000-8000-5a9db0a10000"
    access_token: str = "sandbox-access-token"  # noqa: S105 - opens nothing but the stand-in
    app_id: str = "634974688087057"
    token: Token = Token()
    merchant_name: str = "Mari Demo Tours"
    timeline_source: TimelineSource | None = None
    timeline_urls: tuple[str, ...] = ()
    release_url: str | None = None
    """Address of the merchant API's tasks, such as `http://127.0.0.1:8000/api/tasks`."""
    api_key: str = ""
    templates: tuple[Template, ...] = ()
    """Approved templates; none listed means that every name is taken as approved."""
    timing: Timing = Timing()
    limits: Limits = Limits()
    clock: Clock = utc_now
    hosts: tuple[str, ...] = ()
    """Names under which it answers, beside those of this machine and `sandbox`."""
    transport: httpx.AsyncBaseTransport | None = None
    """How webhooks travel; None is the network, a test may pass the services' app."""
