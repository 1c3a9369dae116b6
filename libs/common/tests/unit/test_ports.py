"""Ports of this machine: who looks for a free one gets one that nobody else was given."""

import socket
import subprocess
import sys

import pytest
from common.local import process
from common.local.process import free_port, is_free, reserve


def _with_one_port_left(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(process, "_LOWEST_PORT", port)
    monkeypatch.setattr(process, "_PORTS", 1)


def test_a_port_is_given_once_though_nobody_listens_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two services that start side by side never find the same one."""
    _with_one_port_left(monkeypatch, free_port())

    with pytest.raises(OSError, match="no loopback port is free"):
        free_port()


def test_a_port_that_another_process_keeps_is_not_given() -> None:
    """A mark counts on the whole machine."""
    port = free_port()
    code = f"from common.local.process import reserve; print(reserve({port}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False" == other.stdout.strip()


def test_a_mark_goes_with_its_process() -> None:
    """Who was killed keeps nothing."""
    port = free_port() + 32_768
    code = f"from common.local.process import reserve; print(reserve({port}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "True" == other.stdout.strip()
    assert reserve(port)


def test_a_server_gets_the_port_that_it_had() -> None:
    """Its clients know that one; a mark is no reason to move."""
    had = free_port()

    assert had == free_port(had)


def test_a_port_with_a_listener_is_not_free() -> None:
    """Marks or not, what listens is there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        assert not is_free(listener.getsockname()[1])
