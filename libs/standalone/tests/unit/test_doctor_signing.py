"""What the doctor says of who signs with which key."""

from datetime import timedelta

import pytest
from common.clock import to_z, utc_now
from common.testing.identities import key_text_of, public_keys_of
from standalone.commands.doctor.report import Finding, Level
from standalone.commands.doctor.signing import check_signing
from standalone.commands.settings import DeploymentSettings
from standalone.principals import OPERATOR, SERVICES, variable_of

LISTED = public_keys_of(*SERVICES, OPERATOR)
SIGNING = {name: key_text_of(name) for name in (*SERVICES, OPERATOR)}


def _found(public: str = LISTED, until: str = "", **signing: str) -> dict[str, Finding]:
    values = {"MARI_PUBLIC_KEYS": public, "MARI_UNSIGNED_UNTIL": until}
    settings = DeploymentSettings.model_validate(values)
    return {one.name: one for one in check_signing(settings, SIGNING | signing)}


def test_keys_that_agree_are_well() -> None:
    """Everybody is listed, and each key that is known here is the listed one."""
    found = _found()

    assert {Level.OK} == {one.level for one in found.values()}
    assert {"MARI_PUBLIC_KEYS", *map(variable_of, SIGNING)} == set(found)


@pytest.mark.parametrize("missing", [*SERVICES, OPERATOR])
def test_who_is_not_listed_is_named(missing: str) -> None:
    """What that process says would be refused everywhere."""
    rest = public_keys_of(*(name for name in SIGNING if name != missing))
    found = _found(rest)

    assert Level.FAIL is found["MARI_PUBLIC_KEYS"].level
    assert missing in found["MARI_PUBLIC_KEYS"].detail
    assert Level.FAIL is found[variable_of(missing)].level


def test_a_key_that_is_not_the_listed_one_is_found() -> None:
    """A private key was changed before its public half was known; no value is shown."""
    other = "another-key-of-the-notifier-0123456789-xyz"
    wrong = _found(notifier=other)["NOTIFIER_SIGNING_KEY"]

    assert Level.FAIL is wrong.level
    assert other not in wrong.detail + wrong.advice


def test_a_weak_signing_key_is_found() -> None:
    """Whoever guesses it speaks for the service."""
    assert Level.FAIL is _found(notifier="short")["NOTIFIER_SIGNING_KEY"].level


def test_a_list_that_cannot_be_read_is_found() -> None:
    """The private key in the public one's place, say."""
    assert Level.FAIL is _found("notifier=nonsense!")["MARI_PUBLIC_KEYS"].level


def test_a_rotation_is_told() -> None:
    """Two keys of one name are well, for a while."""
    both = f"{LISTED},{public_keys_of('other').replace('other', 'notifier')}"

    assert "two keys of notifier" in _found(both)["MARI_PUBLIC_KEYS"].detail


@pytest.mark.parametrize(
    ("days", "level", "said"), [(1, Level.WARN, "is believed until"), (-1, Level.WARN, "is over")]
)
def test_the_time_of_the_version_before_is_told(days: int, level: Level, said: str) -> None:
    """While anybody is believed unsigned, and when the setting was left behind."""
    found = _found(until=to_z(utc_now() + timedelta(days=days)))["MARI_UNSIGNED_UNTIL"]

    assert level is found.level
    assert said in found.detail


@pytest.mark.parametrize("until", ["tomorrow", "2026-12-24T18:00:00"])
def test_a_time_that_is_none_is_found(until: str) -> None:
    """No service starts with it."""
    assert Level.FAIL is _found(until=until)["MARI_UNSIGNED_UNTIL"].level
