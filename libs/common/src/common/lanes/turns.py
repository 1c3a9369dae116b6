"""Since when each loop owes its next turn: what is stuck looks just like what is idle otherwise."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turn:
    """A stretch of a loop's work that must end, or show that it goes on."""

    loop: str
    clock: Callable[[], float]
    since: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin now."""
        self.beat()

    def beat(self) -> None:
        """Note that it goes on."""
        self.since = self.clock()


class Turns:
    """The turns under way in this process's loops of one service."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: dict[int, Turn] = {}

    @contextmanager
    def under_way(self, loop: str) -> Generator[Turn]:
        """Let a loop be seen at work until the end of the block."""
        turn = Turn(loop, self._clock)
        self._under_way[id(turn)] = turn
        try:
            yield turn
        finally:
            del self._under_way[id(turn)]

    def beat(self, loop: str) -> None:
        """Note that a loop goes on in its long turn."""
        for turn in self._under_way.values():
            if turn.loop == loop:
                turn.beat()

    def seconds(self, loop: str) -> float:
        """Return for how long the loop has shown no progress; 0 while it waits for work."""
        now = self._clock()
        since = (turn.since for turn in self._under_way.values() if turn.loop == loop)
        return max((now - began for began in since), default=0.0)
