"""Every arrow between two processes, each through a proxy of its own."""

from types import TracebackType
from typing import Self

from common.local.process import free_port
from common.testing.tcp_proxy import TcpProxy


class Links:
    """Links by name, `<from>><to>`; a link with several ends balances between them."""

    def __init__(self) -> None:
        self._proxies: dict[str, TcpProxy] = {}

    def port(self, source: str, target: str, *ports: int) -> int:
        """Return the port by which `source` reaches `target`."""
        name = f"{source}>{target}"
        if name not in self._proxies:
            self._proxies[name] = TcpProxy(*ports)
            self._proxies[name].port = free_port()
        return self._proxies[name].port

    async def __aenter__(self) -> Self:
        """Let every link pass."""
        for proxy in self._proxies.values():
            await proxy.heal()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut every link."""
        for proxy in self._proxies.values():
            await proxy.refuse()

    def __getitem__(self, name: str) -> TcpProxy:
        """Return the proxy of a link."""
        return self._proxies[name]

    def present(self, *names: str) -> list[TcpProxy]:
        """Return the proxies of those links that there are."""
        return [self._proxies[name] for name in names if name in self._proxies]

    def names(self) -> list[str]:
        """Return every link."""
        return sorted(self._proxies)
