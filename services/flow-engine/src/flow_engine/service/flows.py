"""The shelf of flow versions, and the flows that Mari ships."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from common.log import get_logger
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.book import FlowBook, UnknownFlowError
from flow_engine.domain.conversation import Input, Session, Turn
from flow_engine.domain.definition import DefinitionError, Flow, load_flow, load_flows
from flow_engine.domain.definition.step import QuestionStep
from flow_engine.domain.engine import Engine
from flow_engine.domain.secrets import Asked
from flow_engine.domain.world import World
from flow_engine.models import FlowVersionRow
from flow_engine.repository import flows

log = get_logger(__name__)
_DIGITS: Final = {
    "amount": Asked.AMOUNT,
    "date": Asked.DATE,
    "reference": Asked.REFERENCE,
    "number": Asked.NUMBER,
    **dict.fromkeys(("text", "email", "phone"), Asked.WORDS),
}


class Shelf:
    """The engine over every flow version of the database; read again when there are new ones."""

    def __init__(self) -> None:
        self._book = FlowBook(())
        self._engine = Engine(self._book)
        self._known = 0

    async def read(self, session: AsyncSession) -> int:
        """Take what the database holds; returns how many versions are new."""
        rows = await flows.list_versions(session)
        new = len(rows) - self._known
        if new:
            self._book = FlowBook(flow for row in rows for flow in _readable(row))
            self._engine, self._known = Engine(self._book), len(rows)
        return max(new, 0)

    def turn(self, session: Session | None, given: Input, world: World) -> Turn:
        """Return what an input leads to."""
        return self._engine.turn(session, given, world)

    def asked(self, session: Session | None) -> Asked:
        """Tell which digits the session's step asked for."""
        if session is None:
            return Asked.NOTHING
        try:
            step = self._book.get(session.flow, session.version).step(session.step)
        except UnknownFlowError:
            return Asked.NOTHING
        if not isinstance(step, QuestionStep):
            return Asked.NOTHING
        return _DIGITS.get(step.config.reply_config.expected_type, Asked.NOTHING)


def _readable(row: FlowVersionRow) -> Iterable[Flow]:
    """Return the flow; one that today's engine cannot run is left out and reported."""
    try:
        return [load_flow(row.definition, version=row.version)]
    except DefinitionError:
        log.warning("flow.unreadable", flow=row.name, version=row.version)
        return []


async def publish_flows(session: AsyncSession, definitions: Iterable[Mapping[str, Any]]) -> None:
    """Add each definition as a new version unless it is known. Raises DefinitionError."""
    wanted = [dict(data) for data in definitions]
    load_flows(wanted)
    for data in wanted:
        written = json.dumps(data, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(written.encode()).hexdigest()
        await flows.add_version(session, str(data["name"]), data, digest)
