"""What the wallet knows: charges, voids, queries, and the SMS that it sent."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from common.clock import to_z


def send_sms(db: sqlite3.Connection, msisdn: str, text: str, at: float) -> None:
    """Put an SMS into an inbox."""
    db.execute(
        "INSERT INTO sms SELECT ?1, 1 + coalesce(max(n), 0), ?2, ?3 FROM sms WHERE msisdn = ?1",
        (msisdn, text, at),
    )


def inbox(db: sqlite3.Connection, msisdn: str) -> list[dict[str, Any]]:
    """Return the SMS of a number, the oldest first."""
    rows = db.execute("SELECT n, text, at FROM sms WHERE msisdn = ? ORDER BY n", (msisdn,))
    return [{"n": row["n"], "text": row["text"], "at": _z(row["at"])} for row in rows]


def numbers(db: sqlite3.Connection) -> list[str]:
    """Return the numbers that have SMS, the latest first."""
    rows = db.execute("SELECT msisdn FROM sms GROUP BY msisdn ORDER BY max(at) DESC LIMIT 50")
    return [row["msisdn"] for row in rows]


def events(db: sqlite3.Connection, limit: int) -> list[dict[str, Any]]:
    """Return what the wallet did lately, for the timeline."""
    rows = db.execute(
        "SELECT 'code_sent' AS event, reference, at FROM omari_auth"
        " UNION ALL SELECT 'charged', reference, at FROM omari_charge"
        " UNION ALL SELECT kind, reference, at FROM omari_inquiry ORDER BY at DESC LIMIT ?",
        (limit,),
    )
    names = {"void": "voided", "query": "queried"}
    return [
        {
            "service": "omari",
            "event": f"omari.{names.get(row['event'], row['event'])}",
            "at": datetime.fromtimestamp(row["at"], UTC).isoformat(timespec="milliseconds"),
            "reference": row["reference"],
        }
        for row in rows
    ]


def note_inquiry(db: sqlite3.Connection, kind: str, outcome: tuple[str, str], at: float) -> None:
    """Write down a query or a void: its reference and response code."""
    db.execute(
        "INSERT INTO omari_inquiry (kind, reference, response_code, at) VALUES (?, ?, ?, ?)",
        (kind, *outcome, at),
    )


def ledger(db: sqlite3.Connection) -> dict[str, Any]:
    """Return every charge, void and query as the provider knows them."""
    charges = db.execute("SELECT * FROM omari_charge ORDER BY at, reference")
    return {
        "charges": [{**dict(row), "at": _z(row["at"])} for row in charges],
        "voids": _inquiries(db, "void"),
        "queries": _inquiries(db, "query"),
    }


def _inquiries(db: sqlite3.Connection, kind: str) -> list[dict[str, Any]]:
    rows = db.execute(
        "SELECT reference, response_code, at FROM omari_inquiry WHERE kind = ? ORDER BY id", (kind,)
    )
    return [{**dict(row), "at": _z(row["at"])} for row in rows]


def _z(at: float) -> str:
    return to_z(datetime.fromtimestamp(at, UTC))
