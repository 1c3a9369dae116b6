"""A process that is configured badly ends at once, with one line that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest
from common.testing.identities import PUBLIC_KEYS, key_text_of

PACKAGES = ("gateway_webhooks", "flow_engine", "payments_omari", "notifier")
STRONG = {
    "MARI_BUS_KEYS": "qX7v0mTz4Kd9Rw2LbN5sYc8HfJ1gPe6U",
    "MARI_PUBLIC_KEYS": PUBLIC_KEYS,
    "MARI_API_KEY": "pk-7Hq2mZ0xW9dLr4Vt",
}

OMARI = "https://omari.v.co.zw/vsuite/omari/api/merchant/api/payment"
HERE = {"NOTIFIER_GRAPH_BASE_URL": "http://127.0.0.1:8100/graph"}
STAND_INS = {"MARI_SANDBOX_HOSTS": "sandbox"}


def start(package: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a service as everywhere, with these variables alone."""
    prefix = package.upper()
    own = {
        f"{prefix}_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:9/none",
        f"{prefix}_STORAGE_KEYS": "Gm4Xc9Ve2Bn7Lk1Jh6Df3Sa8Po5Iu0Yt",
        f"{prefix}_SIGNING_KEY": key_text_of(package.replace("_", "-")),
        "MARI_LISTEN": "127.0.0.1:1",
    }
    given = {name: value for name, value in {**own, **STRONG, **variables}.items() if value}
    return subprocess.run(
        [sys.executable, "-m", package],
        env=given,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MARI_BUS_KEYS", "", "MARI_BUS_KEYS: is missing"),
        ("SIGNING_KEY", "k" * 40, "SIGNING_KEY: repeats too few characters"),
        ("SIGNING_KEY", STRONG["MARI_BUS_KEYS"], "same value as MARI_BUS_KEYS"),
        ("STORAGE_KEYS", "change-me-please-change-me-please", "is an example value"),
    ],
)
def test_a_weak_secret_ends_the_start(
    package: str, variable: str, value: str, said: str, tmp_path: Path
) -> None:
    """Status 2; the line names the variable and how to make a value, and shows none."""
    name = variable if variable.startswith("MARI_") else f"{package.upper()}_{variable}"
    told = start(package, tmp_path, **{name: value})

    assert 2 == told.returncode
    assert said in told.stderr
    assert name in told.stderr
    assert "make one with `mari secrets new`" in told.stderr or "mari secrets pair" in told.stderr
    assert 1 == told.stderr.count("\n")
    assert not value or value not in told.stderr


@pytest.mark.parametrize(
    ("package", "variables", "said"),
    [
        ("flow_engine", {"MARI_API_KEY": "short"}, "MARI_API_KEY is too short"),
        ("flow_engine", {"OMARI_API_BASE_URL": "https://evil.test/x"}, "OMARI_API_BASE_URL"),
        ("payments_omari", {"OMARI_API_BASE_URL": "https://evil.test/x"}, "OMARI_API_BASE_URL"),
        ("payments_omari", {"OMARI_MERCHANT_KEY": "a b"}, "OMARI_MERCHANT_KEY: printable"),
        ("notifier", {"NOTIFIER_GRAPH_BASE_URL": "http://evil.test"}, "NOTIFIER_GRAPH_BASE_URL"),
        ("flow_engine", {**STAND_INS, "OMARI_API_BASE_URL": OMARI}, "MARI_SANDBOX_HOSTS"),
        ("payments_omari", {**STAND_INS, "OMARI_API_BASE_URL": OMARI}, "MARI_SANDBOX_HOSTS"),
        ("notifier", STAND_INS, "MARI_SANDBOX_HOSTS"),
        ("flow_engine", {"OMARI_API_BASE_URL": OMARI, **HERE}, "NOTIFIER_GRAPH_BASE_URL"),
        ("payments_omari", {"OMARI_API_BASE_URL": OMARI, **HERE}, "NOTIFIER_GRAPH_BASE_URL"),
        ("notifier", {"OMARI_API_BASE_URL": "http://127.0.0.1:8100/omari"}, "OMARI_API_BASE_URL"),
        (
            "gateway_webhooks",
            {"WHATSAPP_APP_SECRET": "a" * 32, "WHATSAPP_PHONE_NUMBER_ID": "227841650415338"},
            "WHATSAPP_APP_SECRET repeats too few characters",
        ),
    ],
)
def test_what_cannot_be_right_ends_the_start(
    package: str, variables: dict[str, str], said: str, tmp_path: Path
) -> None:
    """Also what only that service reads."""
    told = start(package, tmp_path, **variables)

    assert 2 == told.returncode
    assert said in told.stderr
    assert "Traceback" not in told.stderr
