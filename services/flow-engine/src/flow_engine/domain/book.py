"""The flows that can run, by name and version, and which of them a text starts."""

from collections.abc import Iterable

from flow_engine.domain.definition import Flow
from flow_engine.domain.typed import has_words, words


class UnknownFlowError(LookupError):
    """No flow has this name and version."""


class FlowBook:
    """Flows in all their versions; a session keeps the one it started with."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self._flows = {(flow.name, flow.version): flow for flow in flows}
        self._latest: dict[str, Flow] = {}
        for _, flow in sorted(self._flows.items()):
            self._latest[flow.name] = flow
        self._triggers = self._index()

    def _index(self) -> tuple[tuple[tuple[str, ...], Flow], ...]:
        """Longest trigger first, so that it wins; then by name, so that the order is one."""
        found = [
            (words(keyword), flow)
            for flow in self._latest.values()
            if flow.is_active
            for keyword in flow.trigger_keywords
            if words(keyword)
        ]
        found.sort(key=lambda one: (-len(one[0]), -sum(map(len, one[0])), one[0], one[1].name))
        return tuple(found)

    def get(self, name: str, version: int) -> Flow:
        """Return that version. Raises UnknownFlowError."""
        try:
            return self._flows[name, version]
        except KeyError:
            raise UnknownFlowError(name) from None

    def latest(self, name: str) -> Flow:
        """Return the newest version. Raises UnknownFlowError."""
        try:
            return self._latest[name]
        except KeyError:
            raise UnknownFlowError(name) from None

    def match_trigger(self, text: str, *, whole: bool = False) -> Flow | None:
        """Return the flow whose trigger stands in the text as whole words; the longest wins.

        With `whole` the trigger must be the entire message.
        """
        given = words(text[:500])
        for trigger, flow in self._triggers:
            if given == trigger or (not whole and has_words(given, trigger)):
                return flow
        return None
