"""Where a provider may be called: its own hosts over https, a named stand-in, or this machine."""

import ipaddress
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LINK: Final = re.compile(r"[!-\[\]-~]{1,2048}", flags=re.ASCII)
"""Printable, without spaces, and without the backslash that some read as a slash."""


def checked_address(url: str, hosts: Collection[str], sandboxes: Collection[str] = ()) -> str:
    """Return a base URL without its last slash. Raises ValueError naming what would be taken.

    Addresses come from the environment alone: whoever can write to a database or sign in must not
    be able to send a provider's credentials elsewhere.
    """
    parts = _parts(url)
    is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
    if not is_bare or not (_is_own(parts, hosts) or _is_sandbox(parts, sandboxes)):
        own = " or ".join(f"https://{host}" for host in sorted(hosts))
        raise ValueError(f"{own}, an address of this machine, or a host of MARI_SANDBOX_HOSTS")
    return url.rstrip("/")


def is_own_link(url: str, hosts: Collection[str], stand_ins: Collection[str] = ()) -> bool:
    """Tell whether a URL that a provider handed out leads to it, or to the stand-in in use.

    It came from outside: this machine is no stand-in unless it is named.
    """
    try:
        parts = _parts(url)
    except ValueError:
        return False
    is_stand_in = parts.scheme in {"http", "https"} and parts.hostname in stand_ins
    is_plain = _LINK.fullmatch(url) is not None and "@" not in parts.netloc
    return is_plain and (_is_own(parts, hosts) or is_stand_in)


def is_production(url: str, hosts: Collection[str], test_path: str = "") -> bool:
    """Tell whether an address is a provider's own, and not below its path for tests."""
    parts = _parts(url)
    return _is_own(parts, hosts) and not (test_path and parts.path.startswith(test_path))


def is_stand_in(url: str, sandboxes: Collection[str] = ()) -> bool:
    """Tell whether an address is a stand-in's, named as one or not.

    No provider is on this machine, on a private network, under a name without a dot, or has no TLS.
    """
    parts = _parts(url)
    host = parts.hostname or ""
    is_inner = "." not in host and ":" not in host
    return parts.scheme == "http" or host in sandboxes or is_inner or _is_private(host)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.port == 0:
        raise ValueError("a port from 1 to 65535")
    return parts


def _is_own(parts: SplitResult, hosts: Collection[str]) -> bool:
    return parts.scheme == "https" and parts.hostname in hosts and parts.port in {None, 443}


def _is_sandbox(parts: SplitResult, sandboxes: Collection[str]) -> bool:
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and (host in sandboxes or is_loopback(host))
