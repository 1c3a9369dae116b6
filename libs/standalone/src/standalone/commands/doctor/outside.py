"""What others must reach, and what we must: the public origin and the providers."""

from collections.abc import Mapping
from typing import Final

import httpx
from common.clock import utc_now

from standalone.commands.dates import offset_of
from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.settings import DeploymentSettings

_SECONDS: Final = 5.0
_CHALLENGE: Final = "1158201444"
_META: Final = "/webhooks/whatsapp"


async def check_origin(settings: DeploymentSettings) -> list[Finding]:
    """Return whether the public origin answers, and whether Meta could verify the callback."""
    site = settings.site_url
    if not site:
        return [warn("public origin", "SITE_URL is not set here", "set it to have it checked")]
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
        try:
            ready = await client.get(f"{site}/health/ready")
            found = [_ready(ready, site)]
            return [*found, await _verified(client, settings)]
        except httpx.HTTPError as error:
            advice = "is the proxy running, and does the name point to it?"
            detail = f"{site} does not answer from here ({type(error).__name__})"
            return [fail("public origin", detail, advice)]


def _ready(answer: httpx.Response, site: str) -> Finding:
    if answer.is_success:
        return ok("public origin", f"{site} answers and is ready")
    detail = f"{site} answers {answer.status_code}"
    return fail("public origin", detail, "look at the services above")


async def _verified(client: httpx.AsyncClient, settings: DeploymentSettings) -> Finding:
    token = settings.verify_token.get_secret_value()
    if not token:
        return warn("Meta's verification", "WHATSAPP_WEBHOOK_VERIFY_TOKEN is not set here")
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": _CHALLENGE}
    answer = await client.get(settings.site_url + _META, params=query)
    if answer.is_success and answer.text == _CHALLENGE:
        return ok("Meta's verification", "the callback address answers it")
    detail = f"the callback address answers {answer.status_code}"
    return fail("Meta's verification", detail, "the gateway has another verify token than this one")


async def check_omari(settings: DeploymentSettings) -> tuple[list[Finding], float | None]:
    """Return whether O'mari can be reached at all, and by how much its clock is ahead."""
    if not settings.omari_url:
        return [warn("O'mari", "OMARI_API_BASE_URL is not set here", "set it to check it")], None
    sent = utc_now()
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
        try:
            answer = await client.get(settings.omari_url)
        except httpx.HTTPError as error:
            host = httpx.URL(settings.omari_url).host
            detail = f"{host} does not answer ({type(error).__name__})"
            return [
                fail("O'mari", detail, "look at the network's way out; customers are told")
            ], None
    offset = offset_of(answer.headers.get("date"), sent, utc_now())
    return [ok("O'mari", f"{httpx.URL(settings.omari_url).host} answers")], offset


def addresses(site: str) -> Mapping[str, str]:
    """Return what is typed in at the providers; every address is built on the public origin."""
    site = site or "https://<SITE_URL>"
    return {
        "Meta, callback URL": f"{site}{_META}",
        "Meta, verify token": "the value of WHATSAPP_WEBHOOK_VERIFY_TOKEN",
        "Paynow, result URL": f"{site}/webhooks/paynow/<integration id>",
        "Paynow, return URL": f"{site}/paynow/return",
        "Stripe, endpoint URL": f"{site}/webhooks/stripe",
    }
