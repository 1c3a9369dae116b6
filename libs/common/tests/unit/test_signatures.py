"""Meta's signature is over the raw bytes, in constant time, and closed when in doubt."""

import hashlib
import hmac

import pytest
from common.signatures import has_hub_shape, sign_hub, verify_hub

SECRET = "an-app-secret"
BODY = b'{"name": "\\u00e4\\u00f6\\u00e5", "url": "https:\\/\\/example.org"}'


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"", "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        (
            b"what do ya want for nothing?",
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
    ],
)
def test_a_signature_is_hmac_sha256_in_lower_case_hex(body: bytes, signature: str) -> None:
    """Known answers: the empty key's neighbour and test case 2 of RFC 4231."""
    secret = "Jefe"
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

    assert expected == sign_hub(body, secret)
    if body:
        assert signature == sign_hub(body, secret)


@pytest.mark.parametrize(
    "changed",
    [
        '{"name": "äöå", "url": "https:\\/\\/example.org"}'.encode(),
        b'{"name": "\\u00e4\\u00f6\\u00e5", "url": "https://example.org"}',
        b'{"name":"\\u00e4\\u00f6\\u00e5","url":"https:\\/\\/example.org"}',
        b'{"name": "\\u00E4\\u00f6\\u00e5", "url": "https:\\/\\/example.org"}',
        BODY + b"\n",
    ],
)
def test_the_raw_bytes_are_signed_not_their_meaning(changed: bytes) -> None:
    """Escaped unicode, escaped slashes and spaces count as they travelled."""
    signature = sign_hub(BODY, SECRET)

    assert verify_hub(BODY, signature, [SECRET])
    assert not verify_hub(changed, signature, [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "sha256=" + "é" * 64,
        "sha256=" + "٣" * 64,
        "sha1=" + "0" * 40,
        sign_hub(BODY, SECRET).upper(),
        sign_hub(BODY, SECRET) + " ",
        sign_hub(BODY, SECRET) + "\n",
        " " + sign_hub(BODY, SECRET),
        sign_hub(BODY, SECRET).removeprefix("sha256="),
        sign_hub(BODY, "the secret of another app"),
    ],
)
def test_w_e4_a_missing_malformed_or_foreign_signature_is_refused(header: str | None) -> None:
    """No header that is not exactly the signature passes, and none raises."""
    assert not verify_hub(BODY, header, [SECRET])


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_w_e4_without_a_secret_nothing_verifies(secrets: list[str]) -> None:
    """An unset secret closes the door, also for who signs with the empty key."""
    empty = "sha256=" + hmac.new(b"", BODY, hashlib.sha256).hexdigest()

    assert not verify_hub(BODY, empty, secrets)


def test_signing_needs_a_secret() -> None:
    """Nobody signs with nothing."""
    with pytest.raises(ValueError, match="secret"):
        sign_hub(BODY, "")


@pytest.mark.parametrize("signer", ["new secret", "old secret"])
def test_two_secrets_verify_during_a_rotation(signer: str) -> None:
    """The present and the previous secret both open."""
    assert verify_hub(BODY, sign_hub(BODY, signer), ["new secret", "old secret"])


def test_the_shape_is_known_before_a_body_is_read() -> None:
    """A header that cannot be a signature needs no body to be refused."""
    assert has_hub_shape(sign_hub(BODY, SECRET))
    assert not has_hub_shape("sha256=" + "g" * 64)
