"""The private servers work in a data folder of any name, or say in one line that they cannot."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from common.db.embedded import EmbeddedServer
from common.db.embedded_files import fits
from common.local.packages import LocalServerError
from common.local.rabbitmq import PrivateRabbit
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

NAMES = [b"d\xc3\xa4 t,a & b+c%41;d=e?f#g'h\"i:j@k$l\\m", b"no text: \xe4\xff", b"l" * 200]


@contextmanager
def _folder(name: bytes) -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="mari-", dir="/tmp") as root:
        yield Path(root) / os.fsdecode(name)


@pytest.mark.database
@pytest.mark.parametrize("name", NAMES)
async def test_the_embedded_server_works_in_a_folder_of_any_name(name: bytes) -> None:
    """Signs of URLs and lists, an umlaut, bytes that are no text, a name too long for a socket.

    Whoever opens the same folder finds the server that runs there.
    """
    with _folder(name) as folder:
        server = EmbeddedServer(folder)
        server.start()
        try:
            adopted = EmbeddedServer(folder)
            adopted.start()
            for url in (server.url(), adopted.url()):
                engine = create_async_engine(url)
                async with engine.connect() as connection:
                    assert 1 == await connection.scalar(text("select 1"))
                await engine.dispose()
        finally:
            server.stop()


@given(st.text("abcXYZ019._-, &%+@", min_size=1, max_size=120))
def test_a_url_names_one_socket_folder_whatever_the_data_folder_is_called(name: str) -> None:
    """What SQLAlchemy reads from the URL is one host, and its socket's path is short enough.

    In a folder whose own path does not do, the socket lies elsewhere.
    """
    assume(fits(Path("/tmp/mari-name") / name / "socket"))  # noqa: S108 - nothing is made
    url = EmbeddedServer(Path("/tmp/mari-name") / name).url("mari")  # noqa: S108 - nothing is made
    read = make_url(url)
    host = read.query["host"]

    assert isinstance(host, str)
    assert "," not in host
    assert len(os.fsencode(f"{host}/.s.PGSQL.5432")) < 108
    assert "mari" == read.database


@pytest.mark.parametrize("name", [b"it's", b'a "name"', b"a `name`", b"\xe4"])
def test_a_broker_that_cannot_work_in_a_folder_says_so(name: bytes) -> None:
    """Its own scripts break at quotes: the line names the variable, and nothing was started."""
    with _folder(name) as folder, pytest.raises(LocalServerError, match="set MARI_DATA_DIR"):
        PrivateRabbit(folder).start()
