"""The names of the loops that every service has; a caller's loop has the caller's name."""

from typing import Final

ACCEPT: Final = "accept"
RELAY: Final = "relay"
RECEIVER: Final = "receiver"
HTTP: Final = "http"
WORKER: Final = "worker"
FREE: Final = "free"
SWEEPER: Final = "sweeper"
DOORBELL: Final = "doorbell"
