"""The values' shapes: what was copied wrong shows before a customer finds it. None is shown."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from common.credentials.spec import SHORTEST_SECRET
from common.settings import reveal
from common.strength import KEY_LENGTH, PASS_LENGTH, weakness
from pydantic import SecretStr

from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.settings import DeploymentSettings

_META: Final = "copy it again from the app's page at Meta"
_APP_SECRET: Final = re.compile(r"[0-9a-f]{32}")
_ACCESS_TOKEN: Final = re.compile(r"EAA[A-Za-z0-9]{50,}")
_NUMBER_ID: Final = re.compile(r"(?!263)[0-9]{12,20}")
_WABA_ID: Final = re.compile(r"[0-9]{12,20}")
_PATTERNS: Final = {
    "WHATSAPP_APP_SECRET": (_APP_SECRET, "32 hexadecimal digits", f"{_META}: Settings, Basic"),
    "WHATSAPP_ACCESS_TOKEN": (
        _ACCESS_TOKEN,
        "EAA and at least 50 letters and digits",
        f"{_META}: a system user's token",
    ),
    "WHATSAPP_PHONE_NUMBER_ID": (
        _NUMBER_ID,
        "12 to 20 digits, and is not the phone number itself",
        f"{_META}: WhatsApp, API setup",
    ),
    "WHATSAPP_WABA_ID": (_WABA_ID, "12 to 20 digits", f"{_META}: WhatsApp, API setup"),
}


def check_credentials(settings: DeploymentSettings, *, is_test: bool) -> list[Finding]:
    """Return a line for each value that is set here, or should be."""
    found = [
        *_keys("MARI_BUS_KEYS", settings.bus_keys),
        _strong("MARI_API_KEY", settings.api_key, KEY_LENGTH),
        _strong("WHATSAPP_WEBHOOK_VERIFY_TOKEN", settings.verify_token, PASS_LENGTH),
        _plain("OMARI_MERCHANT_KEY", settings.omari_key),
    ]
    if is_test:
        return [*found, ok("Meta's values", "not looked at: this is a TEST against stand-ins")]
    return [*found, *_meta(settings), _site(settings.site_url)]


def _meta(settings: DeploymentSettings) -> list[Finding]:
    values = {
        "WHATSAPP_APP_SECRET": settings.app_secret.get_secret_value(),
        "WHATSAPP_ACCESS_TOKEN": settings.access_token.get_secret_value(),
        "WHATSAPP_PHONE_NUMBER_ID": settings.phone_number_id,
        "WHATSAPP_WABA_ID": settings.waba_id,
    }
    return [_shaped(name, value) for name, value in values.items()]


def _shaped(name: str, value: str) -> Finding:
    pattern, shape, advice = _PATTERNS[name]
    if not value:
        return _unset(name)
    if pattern.fullmatch(value):
        return ok(name, "has its shape")
    return warn(name, f"has not the shape of one: {shape}", advice)


def _keys(name: str, keys: tuple[SecretStr, ...]) -> list[Finding]:
    if not keys:
        return [_unset(name)]
    weak = [found for key in reveal(keys) if (found := weakness(key))]
    return [fail(name, weak[0], "mari secrets new") if weak else ok(name, _how_many(len(keys)))]


def _how_many(count: int) -> str:
    return "strong" if count == 1 else f"{count} strong keys: the first one is used"


def _strong(name: str, secret: SecretStr, shortest: int) -> Finding:
    value = secret.get_secret_value()
    if not value:
        return _unset(name)
    found = weakness(value, shortest=shortest)
    return fail(name, found, "mari secrets new") if found else ok(name, "strong")


def _plain(name: str, secret: SecretStr) -> Finding:
    value = secret.get_secret_value()
    if not value:
        return warn(name, "is not set: O'mari is not offered", "set it, or leave O'mari off")
    if any(char.isspace() for char in value):
        return fail(name, "has spaces in it", "copy it again")
    if len(value) < SHORTEST_SECRET:
        return fail(name, "is too short to be a key", "copy it again")
    return ok(name, "is set")


def _site(url: str) -> Finding:
    parts = urlsplit(url)
    bad: Callable[[str], Finding] = lambda why: fail(  # noqa: E731 - one line with one hole
        "SITE_URL", why, "set it to the public origin, like https://pay.example.com"
    )
    if not url:
        return bad("is not set here")
    if parts.scheme != "https":
        return bad("is not https: Meta, Paynow and Stripe call nothing else")
    if parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        return bad("is this machine, which no provider can reach")
    return ok("SITE_URL", f"https, {parts.hostname}")


def _unset(name: str) -> Finding:
    return warn(name, "is not set here", "run this where the services' values are, to check it")
