"""What the doctor makes of values, clocks, tokens and files, without a network."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from common.clock import utc_now
from standalone.commands.dates import offset_of
from standalone.commands.doctor.checkout import check_env_file
from standalone.commands.doctor.clocks import check_clocks
from standalone.commands.doctor.credentials import check_credentials
from standalone.commands.doctor.meta import age_of, callback_of, kind_of, permissions_of
from standalone.commands.doctor.report import Level
from standalone.commands.graph import App
from standalone.commands.settings import DeploymentSettings

GOOD = {
    "MARI_BUS_KEYS": "Jq8w2nV5xT1cR7mK4bZ9pL3sD6fG0hYa",
    "MARI_API_KEY": "Hc5Rk1Vd9Sm3Xp7Qz2Nf8Bt4Lw6Jy0Ga",
    "WHATSAPP_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "WHATSAPP_ACCESS_TOKEN": "EAA" + "Gm0PX4ZCpsBO" * 12,
    "WHATSAPP_PHONE_NUMBER_ID": "227841650415338",
    "WHATSAPP_WABA_ID": "318450721904466",
    "WHATSAPP_WEBHOOK_VERIFY_TOKEN": "kV3mQ9xT7bN2wR5z",
    "OMARI_MERCHANT_KEY": "5a9db0a1-7c1e-4f5a-8000-5a9db0a17c1e",
    "SITE_URL": "https://pay.example.com",
}
MOMENT = datetime(2026, 11, 25, 10, 0, 0, tzinfo=UTC)
HEADER = "Wed, 25 Nov 2026 10:00:00 GMT"


def _levels(**values: str) -> dict[str, Level]:
    settings = DeploymentSettings.model_validate(GOOD | values)
    return {one.name: one.level for one in check_credentials(settings, is_test=False)}


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("MARI_BUS_KEYS", "short", Level.FAIL),
        ("MARI_API_KEY", "change-me-change-me-change-me-change-me", Level.FAIL),
        ("WHATSAPP_APP_SECRET", "EAAGm0PX4ZCpsBO", Level.WARN),
        ("WHATSAPP_ACCESS_TOKEN", "Bearer EAAGm0PX4ZCpsBO", Level.WARN),
        ("WHATSAPP_PHONE_NUMBER_ID", "263771234567", Level.WARN),
        ("WHATSAPP_WABA_ID", "", Level.WARN),
        ("OMARI_MERCHANT_KEY", "5a9db0a1 7c1e", Level.FAIL),
        ("OMARI_MERCHANT_KEY", "x", Level.FAIL),
        ("SITE_URL", "http://pay.example.com", Level.FAIL),
        ("SITE_URL", "https://localhost", Level.FAIL),
        ("SITE_URL", "", Level.FAIL),
    ],
)
def test_a_value_of_the_wrong_shape_is_found(name: str, value: str, level: Level) -> None:
    """The app secret in the token's place, a number for its id, an example left as it was."""
    assert _levels(**{name: value})[name] == level


def test_good_values_are_good_and_none_is_repeated() -> None:
    """Nothing that was looked at stands in what is told."""
    settings = DeploymentSettings.model_validate(GOOD)
    found = check_credentials(settings, is_test=False)

    assert {one.level for one in found} == {Level.OK}
    shown = "".join(one.detail + one.advice for one in found)
    assert not any(value in shown for name, value in GOOD.items() if name != "SITE_URL")


@pytest.mark.parametrize(
    ("sent", "received", "expected"),
    [
        (-90.0, -89.5, 89.5),
        (90.0, 90.5, -89.0),
        (0.2, 0.4, 0.0),
        (-0.4, 0.1, 0.0),
        (0.9, 1.1, 0.0),
    ],
)
def test_only_what_whole_seconds_cannot_explain_is_a_difference(
    sent: float, received: float, expected: float
) -> None:
    """A `Date` header is cut to the second and written somewhere on the way."""
    moments = [MOMENT + timedelta(seconds=s) for s in (sent, received)]

    assert offset_of(HEADER, *moments) == pytest.approx(expected)


@pytest.mark.parametrize("header", [None, "yesterday", ""])
def test_a_missing_or_strange_date_tells_nothing(header: str | None) -> None:
    """An answer from an edge without a clock is no alarm."""
    assert offset_of(header, MOMENT, MOMENT) is None


@pytest.mark.parametrize(
    ("offset", "level"), [(0.0, Level.OK), (-12.0, Level.WARN), (45.0, Level.FAIL)]
)
def test_a_clock_that_is_off_is_found(offset: float, level: Level) -> None:
    """Signatures are good for a minute: half of it is an alarm."""
    (found,) = check_clocks({"Meta": offset, "O'mari": None})

    assert found.level == level


def test_no_clock_at_all_is_said() -> None:
    """Silence is no all-clear."""
    assert check_clocks({"Meta": None})[0].level == Level.WARN


@pytest.mark.parametrize(
    ("ends", "level"),
    [
        (timedelta(days=-1), Level.FAIL),
        (timedelta(days=3), Level.WARN),
        (timedelta(days=50), Level.OK),
    ],
)
def test_a_token_that_ends_is_told_in_time(ends: timedelta, level: Level) -> None:
    """Two weeks are enough to make a new one."""
    now = utc_now()
    told = {
        "expires_at": int((now + ends).timestamp()),
        "issued_at": int((now - timedelta(days=10)).timestamp()),
    }

    assert age_of(told).level == level
    assert level == Level.FAIL or "10 days old" in age_of(told).detail


def test_a_persons_token_and_a_missing_permission_are_found() -> None:
    """What one copies from the start page at Meta does neither last nor suffice."""
    told = {"type": "USER", "scopes": ["whatsapp_business_messaging"]}

    assert kind_of(told).level == Level.WARN
    assert permissions_of(told).level == Level.FAIL
    assert "whatsapp_business_management" in permissions_of(told).detail


def test_a_callback_elsewhere_is_found() -> None:
    """An override at Meta sends the account's messages past us."""
    there = App("1", "Mari", "https://old.example.com/webhooks/whatsapp")
    here = App("1", "Mari", "https://pay.example.com/webhooks/whatsapp")

    assert callback_of(there, "https://pay.example.com").level == Level.WARN
    assert callback_of(here, "https://pay.example.com").level == Level.OK


def _git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a checkout with a private `.env` in it."""
    _git(tmp_path, "init", "-q")
    (tmp_path / ".env").write_text("MARI_API_KEY=x\n")
    (tmp_path / ".env").chmod(0o600)
    return tmp_path


async def test_an_env_file_in_git_fails(checkout: Path) -> None:
    """Whoever has the repository has the money."""
    _git(checkout, "add", "-f", ".env")

    assert (await check_env_file(checkout))[0].level == Level.FAIL


async def test_an_env_file_in_the_history_fails(checkout: Path) -> None:
    """Taking it out does not take it back."""
    _git(checkout, "add", "-f", ".env")
    _git(checkout, "commit", "-q", "-m", "oops")
    _git(checkout, "rm", "-q", "--cached", ".env")
    _git(checkout, "commit", "-q", "-m", "gone")
    found = (await check_env_file(checkout))[0]

    assert (found.level, found.detail) == (Level.FAIL, "it is in the history")


async def test_an_env_file_that_nothing_ignores_is_a_warning(checkout: Path) -> None:
    """One `git add .` away."""
    assert (await check_env_file(checkout))[0].level == Level.WARN


async def test_an_env_file_that_others_can_read_is_a_warning(checkout: Path) -> None:
    """The line says what to type."""
    (checkout / ".gitignore").write_text(".env\n")
    (checkout / ".env").chmod(0o644)
    first, second = await check_env_file(checkout)

    assert (first.level, second.level, second.advice) == (Level.OK, Level.WARN, "chmod 600 .env")


async def test_outside_a_checkout_there_is_nothing_to_leak(tmp_path: Path) -> None:
    """A container has no git."""
    assert (await check_env_file(tmp_path))[0].level == Level.OK
