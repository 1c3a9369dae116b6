"""A session as JSON, and back, the same."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flow_engine.domain.conversation import Session, Wait


def session_to_data(session: Session) -> dict[str, Any]:
    """Return plain JSON data."""
    wait = session.wait
    return {
        "flow": session.flow,
        "version": session.version,
        "step": session.step,
        "variables": session.variables,
        "retries": session.retries,
        "generation": session.generation,
        "wait": None if wait is None else _wait_to_data(wait),
        "options": [list(one) for one in session.options],
        "asking": session.asking,
    }


def _wait_to_data(wait: Wait) -> dict[str, Any]:
    return {
        "kind": wait.kind,
        "generation": wait.generation,
        "payment_id": str(wait.payment_id) if wait.payment_id else None,
        "secret": wait.secret,
    }


def session_from_data(data: Mapping[str, Any]) -> Session:
    """Return the session that the data was made from."""
    wait = data["wait"]
    return Session(
        flow=data["flow"],
        version=data["version"],
        step=data["step"],
        variables=dict(data["variables"]),
        retries=data["retries"],
        generation=data["generation"],
        wait=None if wait is None else _wait_from_data(wait),
        options=tuple((one[0], one[1]) for one in data["options"]),
        asking=data.get("asking", ""),
    )


def _wait_from_data(data: Mapping[str, Any]) -> Wait:
    payment_id = data["payment_id"]
    return Wait(
        kind=data["kind"],
        generation=data["generation"],
        payment_id=UUID(payment_id) if payment_id else None,
        secret=data["secret"],
    )
