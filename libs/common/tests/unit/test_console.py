"""What is printed reaches every terminal."""

import subprocess
import sys

import pytest
from common.console import WRITTEN_PLAIN
from hypothesis import given
from hypothesis import strategies as st

PRINT = "import sys\nfrom common.console import print_anywhere\nprint_anywhere()\n"
TEXT = "Stopping \u2026 \u2022 na\u00efve \u20ac \U0001f600"


def _printed(code: str, encoding: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", PRINT + code],
        env={"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
    return done.stdout


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", TEXT.encode()),
        ("iso-8859-1", b"Stopping ... * na\xefve \\u20ac \\U0001f600"),
        ("ascii", b"Stopping ... * na\\xefve \\u20ac \\U0001f600"),
        ("cp1252", b"Stopping \x85 \x95 na\xefve \x80 \\U0001f600"),
    ],
)
def test_a_sign_that_the_terminal_lacks_is_written_another_way(
    encoding: str, expected: bytes
) -> None:
    """Dots and dashes as plain ones, what has no plain form as its number."""
    assert expected == _printed(f"sys.stdout.write({TEXT!a})", encoding)


def test_a_name_whose_bytes_are_no_text_is_printed() -> None:
    """A folder may be called so; even UTF-8 cannot write what Python makes of it."""
    assert b"latin\\udce4" == _printed("sys.stdout.write('latin\\udce4')", "utf-8")


@given(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.sampled_from(["ascii", "utf-8", "latin-1", "cp1252"]),
)
def test_every_text_can_be_written_in_every_encoding(text: str, encoding: str) -> None:
    """No text at all ends in an error."""
    assert isinstance(text.encode(encoding, WRITTEN_PLAIN), bytes)
