"""Everything that a service with providers adds to itself, in one piece."""

from collections.abc import Sequence

from fastapi import APIRouter

from common.credentials.book import Credentials
from common.credentials.desk import CredentialDesk, Guard, no_guard
from common.credentials.router import credentials_router
from common.credentials.watch import credentials_watch
from common.crypto import Keyring
from common.db import Database
from common.lanes.watching import Watch
from common.rotation import CREDENTIALS, LANES, Rotation, SealedColumn, rotation_router
from common.service_tokens import ServiceVerifier


class Keeping:
    """A service's kept credentials and rotation: routes, the watch, and the first reading."""

    def __init__(
        self,
        database: Database,
        credentials: Credentials,
        bus: Keyring,
        *,
        columns: Sequence[SealedColumn] = (),
        guard: Guard = no_guard,
    ) -> None:
        self.credentials = credentials
        self._database = database
        self._desk = CredentialDesk(database, credentials, guard)
        stored = (credentials.keyring, [CREDENTIALS, *columns])
        self._rotation = Rotation(database, [stored, (bus, LANES)])

    @property
    def watches(self) -> list[Watch]:
        """Return the watch that picks up changes."""
        return [credentials_watch(self.credentials)]

    def routers(self, verifier: ServiceVerifier) -> list[APIRouter]:
        """Return the internal routes."""
        return [
            credentials_router(self._desk, verifier),
            rotation_router(self._rotation, verifier),
        ]

    async def load(self) -> None:
        """Read what is kept, before the service takes its first request."""
        async with self._database.begin() as session:
            await self.credentials.load(session)
