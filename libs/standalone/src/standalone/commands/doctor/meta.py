"""WhatsApp: the number, the token's kind, permissions and age, and the app's subscription."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from common.clock import utc_now

from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.failing import CommandError
from standalone.commands.graph import App, Graph, graph
from standalone.commands.settings import DeploymentSettings

_NEEDED: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
_SOON: Final = timedelta(days=14)
_MAKE: Final = "make a system user's token at Meta: Business settings, System users"


async def check_whatsapp(settings: DeploymentSettings) -> tuple[list[Finding], float | None]:
    """Return what Meta tells, and by how many seconds its clock is ahead."""
    try:
        async with graph(settings) as meta:
            found = [await _number(meta), *await _account(meta, settings)]
            return found, meta.clock_offset
    except CommandError as error:
        return [warn("WhatsApp", str(error), "without it nothing is sent")], None


async def _number(meta: Graph) -> Finding:
    try:
        told = await meta.number()
    except CommandError as error:
        return fail("number", str(error), "look at WHATSAPP_PHONE_NUMBER_ID and the token")
    quality = told.get("quality_rating", "UNKNOWN")
    detail = f"reachable, {told.get('verified_name', 'no name')}, quality {quality}"
    if quality in {"RED", "YELLOW"}:
        return warn("number", detail, "Meta lowers limits: send less that nobody asked for")
    return ok("number", detail)


async def _account(meta: Graph, settings: DeploymentSettings) -> list[Finding]:
    try:
        told = await meta.token()
    except CommandError as error:
        return [fail("token", str(error), _MAKE)]
    if not told.get("is_valid"):
        return [fail("token", "is not valid any more", _MAKE)]
    found = [kind_of(told), age_of(told), permissions_of(told)]
    return [*found, await _subscription(meta, str(told.get("app_id", "")), settings)]


def kind_of(told: Mapping[str, Any]) -> Finding:
    """Return whose token it is."""
    kind = str(told.get("type", "unknown"))
    if kind == "SYSTEM_USER":
        return ok("token's kind", "a system user's")
    return warn("token's kind", f"a {kind} token, which ends with a person's login", _MAKE)


def age_of(told: Mapping[str, Any]) -> Finding:
    """Return how old the token is and when it ends."""
    now = utc_now()
    ends = int(told.get("expires_at") or 0)
    issued = int(told.get("issued_at") or 0)
    age = f", {(now - _moment(issued)).days} days old" if issued else ""
    if not ends:
        return ok("token's age", f"does not end{age}")
    left = _moment(ends) - now
    if left <= timedelta(0):
        return fail("token's age", "it has ended", _MAKE)
    detail = f"ends in {left.days} days{age}"
    return warn("token's age", detail, _MAKE) if left < _SOON else ok("token's age", detail)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def permissions_of(told: Mapping[str, Any]) -> Finding:
    """Return whether the token may do what Mari does."""
    missing = [name for name in _NEEDED if name not in told.get("scopes", ())]
    if missing:
        advice = "give the system user these permissions and make a new token"
        return fail("token's permissions", f"lacks {', '.join(missing)}", advice)
    return ok("token's permissions", "messaging and management")


async def _subscription(meta: Graph, app_id: str, settings: DeploymentSettings) -> Finding:
    try:
        apps = await meta.apps()
    except CommandError as error:
        return fail("subscription", str(error), "look at WHATSAPP_WABA_ID and the token")
    own = next((one for one in apps if one.id == app_id), None)
    if own is None:
        return fail(
            "subscription", "the app does not get the account's webhooks", "mari whatsapp subscribe"
        )
    return callback_of(own, settings.site_url)


def callback_of(own: App, site: str) -> Finding:
    """Return whether the account's webhooks come to this deployment."""
    if own.callback and not own.callback.startswith(f"{site}/"):
        detail = "webhooks of the account are sent to another address than SITE_URL"
        return warn("subscription", detail, "remove the override at Meta, or correct SITE_URL")
    return ok("subscription", "the app gets the account's webhooks")
