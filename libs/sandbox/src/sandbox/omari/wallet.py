"""The wallet itself: codes go out by SMS, money moves once, and everything is written down."""

import secrets
import sqlite3
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from common.money import Money, format_money

from sandbox.misbehaviour import Reply
from sandbox.omari import rules
from sandbox.omari.ledger import note_inquiry, send_sms
from sandbox.omari.rules import Auth, Request, failure, success

MOST_WRONG_TRIES = 5
_CAPITALS_AND_DIGITS = string.ascii_uppercase + string.digits


class Taken(Enum):
    """How much of what was asked for is taken."""

    ALL = "all"
    PART = "part"
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True)
class Wallet:
    """The wallets of all customers, which hold enough of everything, for one merchant."""

    merchant_name: str
    code_lifetime: float

    def auth(self, db: sqlite3.Connection, wish: Auth, at: float) -> Reply:
        """Send a code; a reference serves once."""
        if _find(db, wish.reference) is not None:
            return failure(rules.DUPLICATE, "Duplicate transaction reference")
        otp = f"{secrets.randbelow(10**6):06d}"
        otp_reference = "".join(secrets.choice(string.ascii_uppercase) for _ in range(4))
        db.execute(
            "INSERT INTO omari_auth VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'pending', ?)",
            (
                *(wish.reference, wish.msisdn, wish.money.minor, wish.money.currency),
                *(wish.channel, otp, otp_reference, at),
            ),
        )
        amount = format_money(wish.money)
        words = f"{otp} is your O'mari code to pay {self.merchant_name} {amount}."
        send_sms(db, wish.msisdn, f"{words} Reference {otp_reference}. Never share it.", at)
        return success("Auth Success", otpReference=otp_reference)

    def request(
        self, db: sqlite3.Connection, wish: Request, at: float, taken: Taken = Taken.ALL
    ) -> Reply:
        """Move the money when the code is right: once for each reference."""
        row = _find(db, wish.reference)
        if row is None:
            return failure(rules.NOT_FOUND, "Transaction not found", status=404)
        refusal = self._refusal(row, wish, at)
        if refusal is not None:
            return refusal
        if not secrets.compare_digest(row["otp"], wish.otp):
            return _wrong_code(db, row)
        return _charge(db, row, at, taken)

    def query(self, db: sqlite3.Connection, reference: str, at: float) -> Reply:
        """Tell what became of a payment."""
        row = _find(db, reference)
        if row is None:
            note_inquiry(db, "query", (reference, rules.NOT_FOUND), at)
            return failure(rules.NOT_FOUND, "Transaction not found", status=404)
        note_inquiry(db, "query", (reference, "000"), at)
        return _state(db, row, self._state_word(row, at))

    def void(self, db: sqlite3.Connection, reference: str, at: float) -> Reply:
        """Give up a payment that was not charged; a charged one stays charged."""
        reply = self._void(db, reference, at)
        note_inquiry(db, "void", (reference, str(reply.body["responseCode"])), at)
        return reply

    def _void(self, db: sqlite3.Connection, reference: str, at: float) -> Reply:
        row = _find(db, reference)
        if row is None:
            return failure(rules.NOT_FOUND, "Transaction not found", status=404)
        if row["state"] in ("charged", "failed"):
            return failure(rules.INVALID_TRANSACTION, "Transaction cannot be voided")
        _set_state(db, reference, "voided")
        return success("Transaction voided successfully")

    def _refusal(self, row: sqlite3.Row, wish: Request, at: float) -> Reply | None:
        if row["msisdn"] != wish.msisdn:
            return failure(rules.INVALID_ACCOUNT, "Account does not match the transaction")
        if row["state"] == "charged":
            return failure(rules.DUPLICATE, "Duplicate transaction")
        if row["state"] == "failed":
            return failure(rules.TRIES_EXCEEDED, "OTP tries exceeded")
        if self._state_word(row, at) != "Pending":
            return failure(rules.INVALID_TRANSACTION, "Transaction is no longer open")
        return None

    def _state_word(self, row: sqlite3.Row, at: float) -> str:
        if row["state"] == "pending" and at - row["at"] > self.code_lifetime:
            return "Expired"
        words = {"charged": "Success", "voided": "Voided", "failed": "Failed"}
        return words.get(row["state"], "Pending")


def _wrong_code(db: sqlite3.Connection, row: sqlite3.Row) -> Reply:
    tries = row["wrong_tries"] + 1
    db.execute(
        "UPDATE omari_auth SET wrong_tries = ? WHERE reference = ?", (tries, row["reference"])
    )
    if tries < MOST_WRONG_TRIES:
        return failure(rules.INVALID_PIN, "Invalid OTP")
    _set_state(db, row["reference"], "failed")
    return failure(rules.TRIES_EXCEEDED, "OTP tries exceeded")


def _charge(db: sqlite3.Connection, row: sqlite3.Row, at: float, taken: Taken) -> Reply:
    payment = "".join(secrets.choice(_CAPITALS_AND_DIGITS) for _ in range(26))
    debit, (minor, currency) = secrets.token_hex(6), _moved(row, taken)
    _set_state(db, row["reference"], "charged")
    db.execute(
        "INSERT INTO omari_charge VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row["reference"], row["msisdn"], minor, currency, payment, debit, at),
    )
    if taken is Taken.PART:
        return failure(rules.PARTIAL, "Approved for a partial amount")
    return success("Payment Success", paymentReference=payment, debitReference=debit)


def _moved(row: sqlite3.Row, taken: Taken) -> tuple[int, str]:
    minor, currency = row["amount_minor"], row["currency"]
    if taken is Taken.PART:
        return max(1, minor * 3 // 5), currency
    if taken is Taken.OTHER_CURRENCY:
        return minor, "ZWG" if currency == "USD" else "USD"
    return minor, currency


def _state(db: sqlite3.Connection, row: sqlite3.Row, word: str) -> Reply:
    charge = db.execute(
        "SELECT * FROM omari_charge WHERE reference = ?", (row["reference"],)
    ).fetchone()
    moved = charge or row
    money = Money(moved["amount_minor"], moved["currency"])
    created = datetime.fromtimestamp(row["at"], UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fields: dict[str, object] = {
        "reference": row["reference"],
        "amount": float(money.to_decimal()),
        "currency": money.currency,
        "channel": row["channel"],
        "created": created,
        "status": word,
    }
    if charge is not None:
        fields["paymentReference"] = charge["payment_reference"]
        fields["debitReference"] = charge["debit_reference"]
    return success(word, **fields)


def _find(db: sqlite3.Connection, reference: str) -> sqlite3.Row | None:
    return db.execute("SELECT * FROM omari_auth WHERE reference = ?", (reference,)).fetchone()


def _set_state(db: sqlite3.Connection, reference: str, state: str) -> None:
    db.execute("UPDATE omari_auth SET state = ? WHERE reference = ?", (state, reference))
