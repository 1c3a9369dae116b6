"""The Omari client: one call, one answer, and never a guess (facts: Omari merchant API 1.2.0)."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic
from typing import Final, cast

import httpx
from common.credentials import Field, KeyInForce, ProviderSpec
from common.errors import InvalidError
from common.payments.domain import OTHER_ACCOUNT, NotSent, NotSupported, Outcome, Unknown
from common.payments.provider import AccountKey, CallOrder, Prepared
from common.strict_json import parse_json
from common.unanswered import UNANSWERED

from payments_omari.domain import (
    Account,
    Answer,
    from_auth,
    from_query,
    from_request,
    from_void,
    is_test,
)

NAME: Final = "omari"
CURRENCIES: Final = frozenset({"USD", "ZWG"})
_LARGEST_ANSWER: Final = 64 * 1024
_SHORT: Final = 10.0
_FULL_POOLS: Final = 3
_SCOPES: Final = re.compile("USD|ZWG")
CREDENTIALS: Final = ProviderSpec(
    NAME,
    {"merchant_key": Field("OMARI_MERCHANT_KEY", is_needed=True, names_account=True)},
    scopes=_SCOPES,
    scope_rule="the currency of an account: USD or ZWG",
)
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

ClientFactory = Callable[[], httpx.AsyncClient]
KeyOf = Callable[[str], KeyInForce]
"""Returns the merchant key in force for a currency, and its account; asked at each call."""


def http_client() -> httpx.AsyncClient:
    """Return a client without redirects, proxies from the environment, or idle connections.

    An idle connection may close as the charge goes out, and nobody could tell what became of it.
    """
    return httpx.AsyncClient(
        follow_redirects=False,
        trust_env=False,
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=0),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
    )


class OmariClient:
    """A PaymentProvider for one merchant, who may have an account for each currency."""

    def __init__(
        self,
        account: Account,
        *,
        call_limit: timedelta = timedelta(seconds=35),
        make_client: ClientFactory = http_client,
        key_of: KeyOf | None = None,
    ) -> None:
        self._account = account
        self._key_of: KeyOf = key_of or _only(account.merchant_key)
        self._long = call_limit.total_seconds()
        self._make_client = make_client
        self._client = make_client()
        self._full_pools = 0

    @property
    def name(self) -> str:
        """Name it in events."""
        return NAME

    @property
    def test(self) -> bool:
        """Whether its money is play money."""
        return is_test(self._account.base_url)

    @property
    def configured(self) -> bool:
        """Whether a merchant key is set."""
        return bool(self.currencies)

    @property
    def currencies(self) -> frozenset[str]:
        """Return the currencies for which there is an account."""
        return frozenset(currency for currency in CURRENCIES if self._key_of(currency).value)

    def prepare(self, order: CallOrder) -> Prepared:
        """Return whose key is in force; what `/auth` is sent stands on the payment itself."""
        return Prepared(_account(self._key_of(order.money.currency)))

    async def start(self, order: CallOrder) -> Outcome:
        """Have a code sent to the payer's phone."""
        body = _auth_body(order)
        answer = await self._send(order, "POST /auth", body, seconds=self._long)
        return from_auth(answer) if isinstance(answer, Answer) else answer

    async def submit_otp(self, order: CallOrder) -> Outcome:
        """Charge the wallet that the code was sent for."""
        body = json.dumps(
            {"msisdn": order.msisdn, "reference": str(order.reference), "otp": order.otp or ""}
        )
        answer = await self._send(order, "POST /request", body, seconds=self._long)
        return from_request(answer) if isinstance(answer, Answer) else answer

    async def query(self, order: CallOrder) -> Outcome:
        """Ask what became of a reference; a question that was not sent leaves it unknown."""
        reference = str(order.reference)
        answer = await self._send(order, f"GET /query/{reference}", None, seconds=_SHORT)
        if isinstance(answer, Answer):
            return from_query(answer, reference)
        return Unknown(answer.code)

    async def cancel(self, order: CallOrder) -> Outcome:
        """Let go of a reference, so that it is not charged any more."""
        body = json.dumps({"reference": str(order.reference)})
        answer = await self._send(order, "POST /void", body, seconds=_SHORT)
        return from_void(answer) if isinstance(answer, Answer) else answer

    async def refund(self, order: CallOrder) -> Outcome:
        """Refuse: the merchant API has no refund."""
        del order
        return NotSupported()

    async def query_refund(self, order: CallOrder) -> Outcome:
        """Refuse: the merchant API has no refund."""
        del order
        return NotSupported()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send(
        self, order: CallOrder, what: str, body: str | None, *, seconds: float
    ) -> Answer | NotSent | Unknown:
        key = self._key_of(order.money.currency)
        if not key.value:
            return NotSent("not_configured")
        if not order.is_for(_account(key)):
            return NotSent(OTHER_ACCOUNT)
        try:
            answer = await self._exchange(key.value, what, body, seconds)
        except _NOT_SENT as error:
            await self._count_full_pool(error)
            return NotSent(_word(error))
        except (*UNANSWERED, httpx.InvalidURL, httpx.StreamError) as error:
            return Unknown(_word(error))
        self._full_pools = 0
        if isinstance(answer, Answer) and not answer.is_about(str(order.reference)):
            return Unknown("other_reference")
        return answer

    async def _exchange(
        self, key: str, what: str, body: str | None, seconds: float
    ) -> Answer | Unknown:
        method, path = what.split(" ")
        headers = {"X-Merchant-Key": key}
        if body is not None:
            headers["Content-Type"] = "application/json"
        url = self._account.base_url.rstrip("/") + path
        timeout = httpx.Timeout(connect=5, write=5, pool=5, read=seconds)
        until = monotonic() + seconds
        async with self._client.stream(
            method, url, content=body, headers=headers, timeout=timeout
        ) as response:
            if response.headers.get("content-encoding", "identity") != "identity":
                return Unknown("answer_encoded")
            raw = bytearray()
            async for chunk in response.aiter_bytes():
                raw += chunk
                if len(raw) > _LARGEST_ANSWER or monotonic() > until:
                    return Unknown("answer_too_large_or_slow")
        return _read(response.status_code, bytes(raw))

    async def _count_full_pool(self, error: Exception) -> None:
        """Build the client anew when its pool stays full: leaked connections never come back."""
        if not isinstance(error, httpx.PoolTimeout):
            return
        self._full_pools += 1
        if self._full_pools >= _FULL_POOLS:
            self._full_pools, self._client = 0, self._make_client()


def _only(merchant_key: str) -> KeyOf:
    """Return one key for every currency."""
    key = KeyInForce.given(NAME, "merchant_key", merchant_key)
    return lambda _currency: key


def _account(key: KeyInForce) -> AccountKey:
    return AccountKey(key.account, key.key_id)


def _auth_body(order: CallOrder) -> str:
    """Write the amount as a JSON number with exactly its decimals: it never was a float."""
    amount = format(order.money.to_decimal(), "f")
    rest = json.dumps(
        {
            "msisdn": order.msisdn,
            "reference": str(order.reference),
            "currency": order.money.currency,
            "channel": order.channel,
        }
    )
    return f'{{"amount": {amount}, {rest[1:]}'


def _read(status: int, raw: bytes) -> Answer | Unknown:
    """Read the body before the status is judged: a refusal may come with any status."""
    try:
        found = parse_json(raw)
    except InvalidError:
        return Unknown(f"http_{status}_unreadable")
    if not isinstance(found, dict):
        return Unknown(f"http_{status}_no_object")
    return Answer(status, cast("Mapping[str, object]", found))


def _word(error: Exception) -> str:
    """Name an error without its text, which holds the address."""
    name = type(error).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
