"""The watched sandbox as its own process, which tells on its output what it accepted."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import uvloop
from common.log import configure_logging

from standalone.environment import Place
from standalone.folder import keys_of
from standalone.serving import Site, listen, serve, stop_on_signals
from standalone.settings import StandaloneSettings
from standalone.testing.graph_door import PATIENCE, GraphDoor, Replies, quiet_sandbox
from standalone.testing.webhooks import Sent

_READY = b"ready\n"


@asynccontextmanager
async def sandbox_apart(place: Place, replies: Replies) -> AsyncGenerator[None]:
    """Run the sandbox beside this process for the time of the block."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone.testing.apart"),
        *(str(place.folder), str(place.settings.port), str(place.settings.sandbox_port)),
        stdout=asyncio.subprocess.PIPE,
    )
    output = child.stdout
    if output is None:
        raise RuntimeError("the sandbox has no output")
    async with asyncio.timeout(PATIENCE):
        if await output.readline() != _READY:
            raise RuntimeError("the sandbox did not start")
    listening = asyncio.ensure_future(_listen(output, replies))
    try:
        yield
    finally:
        child.terminate()
        await child.wait()
        await listening


async def _listen(output: asyncio.StreamReader, replies: Replies) -> None:
    async for line in output:
        replies.note(Sent(*orjson.loads(line)))


def _tell(sent: Sent) -> None:
    os.write(1, orjson.dumps([sent.wamid, sent.to, sent.callback_id]) + b"\n")


async def _run(folder: Path, port: int, sandbox_port: int) -> None:
    configure_logging(level="WARNING")
    settings = StandaloneSettings(data_dir=folder, port=port, sandbox_port=sandbox_port)
    stand_ins = quiet_sandbox(Place(settings, folder, keys_of(folder), ""))
    stop = asyncio.Event()
    stop_on_signals(stop)
    listener = listen(sandbox_port, "MARI_SANDBOX_PORT")
    async with stand_ins.router.lifespan_context(stand_ins):
        os.write(1, _READY)
        await serve([Site(GraphDoor(stand_ins, _tell), listener)], stop)


if __name__ == "__main__":
    uvloop.run(_run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
