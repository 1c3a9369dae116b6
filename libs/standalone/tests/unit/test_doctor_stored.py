"""What the doctor makes of values that a service keeps in the database."""

from typing import Any, cast

import httpx
from standalone.commands.asking import Asker, UnreachableError
from standalone.commands.doctor.report import Level, fail, ok, warn
from standalone.commands.doctor.stored import Stored, stored

KEPT = Stored({"WHATSAPP_ACCESS_TOKEN": "4fa81c22d0be", "OMARI_MERCHANT_KEY": "91b0c7d2aa10"})
NOT_HERE = "is not set: O'mari is not offered"


class Services:
    """Answers for services: one keeps a key, one keeps nothing, one has no such route."""

    async def answer(self, service: str, path: str) -> httpx.Response:
        """Answer as a service would."""
        assert "/v1/credentials" == path
        if service == "payments-omari":
            return httpx.Response(200, json={"credentials": [_line("database"), _line("none")]})
        if service == "notifier":
            return httpx.Response(200, json={"credentials": [_line("environment")]})
        if service == "gateway-webhooks":
            raise UnreachableError("gateway-webhooks does not answer")
        return httpx.Response(404)


def _line(source: str) -> dict[str, Any]:
    value = {"source": source, "variable": f"OF_{source.upper()}", "fingerprint": "91b0c7d2aa10"}
    return {"provider": "omari", "scope": "default", "fields": {"merchant_key": value}}


async def test_only_what_the_database_holds_is_told() -> None:
    """What comes from a service's environment is checked where that is; silence is no answer."""
    found = await stored(cast("Asker", Services()))

    assert {"OF_DATABASE": "91b0c7d2aa10"} == found.fingerprints


def test_a_value_that_is_only_in_the_database_is_not_missed() -> None:
    """The operator reads its fingerprint instead of an alarm."""
    (found,) = KEPT.among([warn("OMARI_MERCHANT_KEY", NOT_HERE, "set it")])

    assert (Level.OK, "") == (found.level, found.advice)
    assert "database, fingerprint 91b0c7d2aa10" in found.detail


def test_everything_else_is_left_as_it_was_found() -> None:
    """A wrong value here is wrong though another one is in force; an unknown one is missed."""
    lines = [
        fail("OMARI_MERCHANT_KEY", "has spaces in it", "copy it again"),
        warn("WHATSAPP_WABA_ID", "is not set here", "run this where the values are"),
        ok("MARI_BUS_KEYS", "strong"),
    ]

    assert lines == KEPT.among(lines)


def test_a_token_in_the_database_is_no_missing_whatsapp() -> None:
    """Messages go out; only its kind and age cannot be looked at from here."""
    line = "WhatsApp is not configured: set WHATSAPP_ACCESS_TOKEN."
    (found,) = KEPT.among([warn("WhatsApp", line, "without it nothing is sent")])
    (missed,) = Stored().among([warn("WhatsApp", line, "without it nothing is sent")])

    assert "kept in the database" in found.detail
    assert "without it nothing is sent" == missed.advice


async def test_a_kept_value_that_overrides_the_environments_is_said() -> None:
    """Whoever changes the variable and sees nothing change is told where the value comes from."""
    kept = await stored(cast("Asker", Services()))
    (found,) = kept.among([ok("OF_DATABASE", "is set")])
    (other,) = kept.among([ok("OF_ENVIRONMENT", "is set")])

    assert Level.WARN is found.level
    assert "the one that is kept in the database counts, fingerprint 91b0c7d2aa10" in found.detail
    assert "mari secrets remove omari" in found.advice
    assert ok("OF_ENVIRONMENT", "is set") == other


def test_one_accounts_kept_key_overrides_no_other_accounts() -> None:
    """A key for one currency leaves the environment's in force for the others."""
    kept = Stored({"OMARI_MERCHANT_KEY": "91b0c7d2aa10"})

    assert [ok("OMARI_MERCHANT_KEY", "is set")] == kept.among([ok("OMARI_MERCHANT_KEY", "is set")])
