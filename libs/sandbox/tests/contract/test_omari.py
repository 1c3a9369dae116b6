"""The O'mari stand-in keeps the merchant API's rules (facts: Omari 1.2 to 1.6)."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from common.ids import new_id

MSISDN = "263774975187"


def an_auth(**changes: Any) -> dict[str, Any]:
    """Return the fields of a payment of USD 3.50."""
    plain = {"msisdn": MSISDN, "reference": str(new_id()), "amount": 3.50, "currency": "USD"}
    return {**plain, "channel": "WEB", **changes}


async def code_of(desk: Any, msisdn: str = MSISDN) -> str:
    """Return the code of the latest SMS."""
    messages = (await desk.http.get(f"/api/sms/{msisdn}")).json()["messages"]
    found = re.search(r"\b[0-9]{6}\b", messages[-1]["text"])
    assert found
    return found.group()


async def request(desk: Any, auth: dict[str, Any], otp: str) -> dict[str, Any]:
    """Give a code and return the answer."""
    body = {"msisdn": auth["msisdn"], "reference": auth["reference"], "otp": otp}
    return (await desk.omari("POST", "request", body)).json()


async def charges(desk: Any) -> list[dict[str, Any]]:
    """Return the charges in the wallet's ledger."""
    return (await desk.http.get("/api/ledgers/omari")).json()["charges"]


async def test_the_code_comes_by_sms_and_moves_the_money_once(desk: Any) -> None:
    """Auth, code, request: one charge in minor units, and a second request is a duplicate."""
    auth = an_auth()
    started = (await desk.omari("POST", "auth", auth)).json()
    paid = await request(desk, auth, await code_of(desk))
    again = await request(desk, auth, await code_of(desk))

    assert {"error": False, "message": "Auth Success", "responseCode": "000"}.items() <= (
        started.items()
    )
    assert re.fullmatch(r"[A-Z]{4}", started["otpReference"])
    assert paid["responseCode"] == "000"
    assert re.fullmatch(r"[A-Z0-9]{26}", paid["paymentReference"])
    assert re.fullmatch(r"[0-9a-f]{12}", paid["debitReference"])
    assert again["responseCode"] == "026"
    (charge,) = await charges(desk)
    assert (auth["reference"], MSISDN, 350, "USD") == (
        *(charge["reference"], charge["msisdn"], charge["amount_minor"], charge["currency"]),
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", charge["at"])


async def test_the_sms_names_merchant_amount_and_reference(desk: Any) -> None:
    """Whoever gets a code sees what it is for."""
    started = (await desk.omari("POST", "auth", an_auth())).json()
    (sms,) = (await desk.http.get(f"/api/sms/{MSISDN}")).json()["messages"]

    assert {"n", "text", "at"} == set(sms)
    for part in ("Mari Demo Tours", "USD 3.50", started["otpReference"]):
        assert part in sms["text"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": "TEST123"}, "030"),
        ({"reference": None}, "030"),
        ({"msisdn": "0774975187"}, "030"),
        ({"msisdn": "+263774975187"}, "030"),
        ({"msisdn": "26377497518"}, "030"),
        ({"currency": "ZWL"}, "030"),
        ({"currency": "usd"}, "030"),
        ({"channel": "ECOCASH"}, "030"),
        ({"amount": 0}, "013"),
        ({"amount": -1}, "013"),
        ({"amount": "3.50"}, "013"),
        ({"amount": True}, "013"),
        ({"amount": 3.505}, "013"),
    ],
)
async def test_a_field_that_breaks_its_rule_is_refused(
    desk: Any, changes: dict[str, Any], code: str
) -> None:
    """The answer has the error's three digits, and no SMS goes out."""
    answer = await desk.omari("POST", "auth", an_auth(**changes))

    assert answer.status_code == 400
    assert {"error": True, "responseCode": code}.items() <= answer.json().items()
    assert (await desk.http.get(f"/api/sms/{MSISDN}")).json()["messages"] == []


async def test_the_merchant_key_is_asked_for(desk: Any) -> None:
    """Without the right key nothing is answered but 003."""
    answer = await desk.http.post("/omari/auth", json=an_auth(), headers={"X-Merchant-Key": "no"})

    assert answer.status_code == 401
    assert answer.json()["responseCode"] == "003"


async def test_a_used_reference_is_a_duplicate(desk: Any) -> None:
    """A reference serves one auth."""
    auth = an_auth()
    await desk.omari("POST", "auth", auth)
    again = await desk.omari("POST", "auth", auth)

    assert again.json()["responseCode"] == "026"
    assert len((await desk.http.get(f"/api/sms/{MSISDN}")).json()["messages"]) == 1


async def test_five_wrong_codes_end_a_payment(desk: Any) -> None:
    """055 four times, then 075, and the right code comes too late."""
    auth = an_auth()
    await desk.omari("POST", "auth", auth)
    right = await code_of(desk)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    codes = [(await request(desk, auth, wrong))["responseCode"] for _ in range(5)]
    late = await request(desk, auth, right)
    state = (await desk.omari("GET", f"query/{auth['reference']}")).json()

    assert codes == ["055", "055", "055", "055", "075"]
    assert late["responseCode"] == "075"
    assert state["status"] == "Failed"
    assert await charges(desk) == []


async def test_a_wrong_code_leaves_the_payment_open(desk: Any) -> None:
    """The right code after a wrong one pays."""
    auth = an_auth()
    await desk.omari("POST", "auth", auth)
    right = await code_of(desk)
    await request(desk, auth, f"{(int(right) + 1) % 10**6:06d}")

    assert (await request(desk, auth, right))["responseCode"] == "000"


async def test_another_wallet_cannot_use_the_code(desk: Any) -> None:
    """The number of the request is the number of the auth."""
    auth = an_auth()
    await desk.omari("POST", "auth", auth)
    answer = await request(desk, {**auth, "msisdn": "263774975188"}, await code_of(desk))

    assert answer["responseCode"] == "042"


async def test_a_query_tells_the_state(desk: Any) -> None:
    """Unknown is 025; then Pending; then Success with both references."""
    auth = an_auth(currency="ZWG", amount=10)
    unknown = await desk.omari("GET", f"query/{auth['reference']}")
    await desk.omari("POST", "auth", auth)
    pending = (await desk.omari("GET", f"query/{auth['reference']}")).json()
    paid = await request(desk, auth, await code_of(desk))
    done = (await desk.omari("GET", f"query/{auth['reference']}")).json()

    assert unknown.json()["responseCode"] == "025"
    assert pending["status"] == "Pending"
    assert "paymentReference" not in pending
    assert {"status": "Success", "amount": 10.0, "currency": "ZWG", "channel": "WEB"}.items() <= (
        done.items()
    )
    assert paid["paymentReference"] == done["paymentReference"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", done["created"])
    queries = (await desk.http.get("/api/ledgers/omari")).json()["queries"]
    assert [one["response_code"] for one in queries] == ["025", "000", "000"]


async def test_a_void_closes_what_is_open_and_leaves_what_is_charged(desk: Any) -> None:
    """A voided payment cannot be paid, a paid one cannot be voided."""
    opened, paid = an_auth(), an_auth()
    await desk.omari("POST", "auth", opened)
    first = await code_of(desk)
    await desk.omari("POST", "auth", paid)
    await request(desk, paid, await code_of(desk))
    answers = [
        (await desk.omari("POST", "void", {"reference": one["reference"]})).json()["responseCode"]
        for one in (opened, paid, an_auth())
    ]

    assert answers == ["000", "012", "025"]
    assert (await request(desk, opened, first))["responseCode"] == "012"
    assert len(await charges(desk)) == 1


async def test_requests_at_once_charge_once(desk: Any) -> None:
    """However many copies of a request run together, the money moves once."""
    auth = an_auth()
    await desk.omari("POST", "auth", auth)
    otp = await code_of(desk)
    answers = await asyncio.gather(*(request(desk, auth, otp) for _ in range(10)))

    assert sorted(answer["responseCode"] for answer in answers) == ["000"] + ["026"] * 9
    assert len(await charges(desk)) == 1


async def test_an_open_payment_expires(open_desk: Any, clock: Any) -> None:
    """After its lifetime a code opens nothing, and the query says so."""
    async with open_desk(clock=clock) as desk:
        auth = an_auth()
        await desk.omari("POST", "auth", auth)
        otp = await code_of(desk)
        clock.advance(timedelta(minutes=11))
        answer = await request(desk, auth, otp)
        state = (await desk.omari("GET", f"query/{auth['reference']}")).json()

        assert answer["responseCode"] == "012"
        assert state["status"] == "Expired"
