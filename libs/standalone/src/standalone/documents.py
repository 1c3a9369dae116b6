"""Pages that are written from the code, so that they cannot drift from it."""

import json
from pathlib import Path

from common.contracts import MESSAGES, Message
from common.messaging.topology import CALLBACKS, readers_of
from pydantic.fields import FieldInfo

from standalone.env_example import env_example

_MESSAGES_HEAD = """# Messages

Written from the classes in `common.contracts`; `make docs` writes it anew. Every message travels in
a CloudEvents 1.0 envelope; its body is sealed. Fields are only ever added.
"""


def write_documents(root: Path, *, check: bool) -> list[str]:
    """Write the generated pages, or only tell which ones are not fresh."""
    pages = {"docs/messages.md": messages_page(), ".env.example": env_example()}
    stale = [name for name, text in pages.items() if _read(root / name) != text]
    if not check:
        for name in stale:
            (root / name).write_text(pages[name], "utf-8")
    return stale


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def messages_page() -> str:
    """Return the catalogue of messages: type, topic, readers, meaning, fields and example."""
    return _MESSAGES_HEAD + "".join(_section(kind) for kind in MESSAGES.values())


def _section(kind: type[Message]) -> str:
    nobody = "nobody yet, and said by nobody" if kind.TOPIC in CALLBACKS else "its own sender"
    readers = ", ".join(f"`{name}`" for name in readers_of(kind.TOPIC)) or nobody
    rows = "".join(_row(name, field) for name, field in kind.model_fields.items())
    example = json.dumps(kind.EXAMPLE, indent=2, ensure_ascii=False)
    meaning = " ".join((kind.__doc__ or "").split())
    return (
        f"\n## `{kind.TYPE}`\n\n{meaning}\n\n"
        f"Topic `{kind.TOPIC}`, priority {kind.PRIORITY}, read by {readers}.\n\n"
        f"| Field | Type | Required |\n|---|---|---|\n{rows}\n```json\n{example}\n```\n"
    )


def _row(name: str, field: FieldInfo) -> str:
    needed = "yes" if field.is_required() else "no"
    return f"| `{name}` | `{_type_name(field.annotation)}` | {needed} |\n"


def _type_name(annotation: object) -> str:
    name = getattr(annotation, "__name__", None)
    text = name if isinstance(annotation, type) and name else str(annotation)
    for noise in ("typing.", "uuid.", "datetime.", "common.contracts.base."):
        text = text.replace(noise, "")
    return text.replace("|", "\\|")
