"""A file's bytes survive the form that carries them."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox.graph.errors import GraphError
from sandbox.graph.media import read_upload


def a_form(data: bytes, product: str = "whatsapp") -> tuple[str, bytes]:
    """Return content type and body of an upload."""
    request = httpx.Request(
        "POST",
        "http://graph/media",
        data={"messaging_product": product, "type": "application/pdf"},
        files={"file": ("a.pdf", data, "application/pdf")},
    )
    return request.headers["content-type"], request.read()


@given(st.binary(min_size=1, max_size=300))
def test_every_byte_survives(data: bytes) -> None:
    """Whatever the file holds, line ends and zero bytes included, is kept as it was."""
    upload = read_upload(*a_form(data))

    assert upload.data == data
    assert upload.mime_type == "application/pdf"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (("application/json", b"{}"), 100),
        (a_form(b"x", "messenger"), 100),
        (a_form(b""), 131053),
    ],
)
def test_a_broken_upload_is_refused(form: tuple[str, bytes], code: int) -> None:
    """What is no form, not for WhatsApp or empty is refused with Meta's code."""
    with pytest.raises(GraphError) as refusal:
        read_upload(*form)

    assert refusal.value.code == code
