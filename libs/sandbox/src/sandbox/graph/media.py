"""Media: uploaded once, described by id, fetched by an address that lives five minutes."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import HTTP
from typing import Any

from sandbox.graph.errors import GraphError

LARGEST = 100 * 1024 * 1024
ADDRESS_LIFETIME = 300
_IMAGE_LIMIT = 5 * 1024 * 1024
_SOUND_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded."""

    mime_type: str
    data: bytes


def read_upload(content_type: str, body: bytes) -> Upload:
    """Return the file of a multipart form. Raises GraphError for what Meta would refuse."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + body, policy=HTTP)
    fields = {_name(part): part for part in form.iter_parts()} if form.is_multipart() else {}
    if _value(fields.get("messaging_product")) != "whatsapp":
        raise GraphError(100, "messaging_product must be whatsapp")
    file = fields.get("file")
    if file is None:
        raise GraphError(131008, "file is required")
    data = file.get_payload(decode=True)
    mime = _value(fields.get("type")) or file.get_content_type()
    if not isinstance(data, bytes) or not data or len(data) > _limit(mime):
        raise GraphError(131053, "the file is empty or too large for its type")
    return Upload(mime, data)


def keep(db: sqlite3.Connection, upload: Upload, at: float) -> str:
    """Store a file and return its id."""
    media_id = str(10**15 + secrets.randbelow(9 * 10**15))
    digest = hashlib.sha256(upload.data).hexdigest()
    row = (media_id, upload.mime_type, digest, upload.data, at)
    db.execute("INSERT INTO media VALUES (?, ?, ?, ?, ?)", row)
    return media_id


def describe(db: sqlite3.Connection, media_id: str) -> dict[str, Any]:
    """Return what Meta tells about a file. Raises GraphError 33 for an unknown id."""
    row = db.execute(
        "SELECT mime_type, sha256, length(data) AS size FROM media WHERE id = ?", (media_id,)
    ).fetchone()
    if row is None:
        raise GraphError(33, "there is no object with this id")
    described = {"messaging_product": "whatsapp", "mime_type": row["mime_type"]}
    return described | {"sha256": row["sha256"], "file_size": str(row["size"]), "id": media_id}


def fetch(db: sqlite3.Connection, media_id: str) -> Upload | None:
    """Return a file's bytes."""
    row = db.execute("SELECT mime_type, data FROM media WHERE id = ?", (media_id,)).fetchone()
    return None if row is None else Upload(row["mime_type"], row["data"])


def _limit(mime: str) -> int:
    if mime.startswith("image/"):
        return _IMAGE_LIMIT
    return _SOUND_LIMIT if mime.startswith(("audio/", "video/")) else LARGEST


def _name(part: Message) -> str:
    return str(part.get_param("name", "", "content-disposition"))


def _value(part: Message | None) -> str:
    data = None if part is None else part.get_payload(decode=True)
    return data.decode("utf-8", "replace").strip() if isinstance(data, bytes) else ""
