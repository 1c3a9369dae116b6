"""How a request ends that nobody answered, whichever way the connection broke."""

from typing import Final

import httpx

UNANSWERED: Final = (httpx.HTTPError, AttributeError)
"""What httpx raises then.

A connection that is reset at the moment it is made has lost its socket before httpcore asks for
it (anyio on uvloop): an AttributeError, raised past httpx's own translation. Nothing was sent.
"""
