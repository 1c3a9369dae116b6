"""Who is looking at a chat right now, and what only matters while someone looks."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable


class Signals:
    """Wakes the long polls of a chat; remembers who was last seen typing. Nothing here is state."""

    def __init__(self) -> None:
        self._sleepers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._typing: dict[str, float] = {}

    def notify(self, chat_ids: Iterable[str]) -> None:
        """Wake everyone who waits on one of these chats."""
        for chat_id in set(chat_ids):
            for sleeper in self._sleepers.get(chat_id, ()):
                sleeper.set()

    def watch(self, chat_id: str) -> asyncio.Event:
        """Return an event that the next change of the chat sets; `unwatch` it afterwards."""
        sleeper = asyncio.Event()
        self._sleepers[chat_id].add(sleeper)
        return sleeper

    def unwatch(self, chat_id: str, sleeper: asyncio.Event) -> None:
        """Forget a sleeper."""
        self._sleepers[chat_id].discard(sleeper)
        if not self._sleepers[chat_id]:
            del self._sleepers[chat_id]

    def set_typing(self, chat_id: str, until: float) -> None:
        """Show the merchant as typing until a moment on the loop's clock."""
        self._typing[chat_id] = until
        self.notify([chat_id])

    def stop_typing(self, chat_id: str) -> None:
        """End the typing: a reply came."""
        self._typing.pop(chat_id, None)

    def is_typing(self, chat_id: str, now: float) -> bool:
        """Tell whether the merchant shows as typing."""
        return self._typing.get(chat_id, 0.0) > now
