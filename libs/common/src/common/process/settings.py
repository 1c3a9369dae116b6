"""What a process is told beside its service's own settings."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from common.settings import MariSettings, TextList

_HIGHEST_PORT = 65535


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError("host:port, like 0.0.0.0:8000")
    return value


def _urls(value: tuple[str, ...]) -> tuple[str, ...]:
    for part in value:
        name, _, url = part.partition("=")
        if not name or not url.startswith(("http://", "https://")):
            raise ValueError("comma-separated name=url, like flow-engine=http://flow-engine:8000")
    return value


class ProcessSettings(MariSettings):
    """Where a process listens, and where it finds the others."""

    listen: Annotated[str, AfterValidator(_listen)] = Field(
        default="0.0.0.0:8000",
        validation_alias="MARI_LISTEN",
        description="Address and port on which a service's process answers.",
    )
    service_urls: Annotated[TextList, AfterValidator(_urls)] = Field(
        default=(),
        validation_alias="MARI_SERVICE_URLS",
        description="Comma-separated name=url of services that are not at http://<name>:8000.",
    )
    trusted_proxies: TextList = Field(
        default=("127.0.0.1",),
        validation_alias="MARI_TRUSTED_PROXIES",
        description="Addresses or networks whose X-Forwarded-For is believed; comma-separated.",
    )

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def urls(self) -> Mapping[str, str]:
        """The addresses of the services that are listed."""
        return dict(part.split("=", 1) for part in self.service_urls)
