"""The data folder and the ports: one run at a time, and one clear line when it cannot be."""

import socket
import stat
from pathlib import Path

import pytest
from standalone.folder import StartError, held, keys_of
from standalone.serving import listen


def test_a_folder_in_use_by_another_run_is_refused(tmp_path: Path) -> None:
    """Two runs on one database would each think that the other is dead."""

    def again() -> None:
        with held(tmp_path):
            pass

    with held(tmp_path), pytest.raises(StartError, match="Another run uses"):
        again()


def test_a_folder_is_free_again_after_a_run(tmp_path: Path) -> None:
    """The lock goes with its run."""
    with held(tmp_path):
        pass
    with held(tmp_path) as folder:
        assert folder == tmp_path


def test_an_unwritable_folder_is_refused(tmp_path: Path) -> None:
    """The line names the folder and the variable."""
    (tmp_path / "file").write_text("")

    def hold() -> None:
        with held(tmp_path / "file" / "data"):
            pass

    with pytest.raises(StartError, match="MARI_DATA_DIR"):
        hold()


def test_a_taken_port_is_refused() -> None:
    """The line names the port and the variable."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartError, match=f"Port {port} is taken.*MARI_PORT"):
            listen(port, "MARI_PORT")


def test_keys_are_made_once_and_are_their_owners_only(tmp_path: Path) -> None:
    """A second start uses the same keys; nobody else can read them."""
    first = keys_of(tmp_path)

    assert first == keys_of(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_every_key_is_another(tmp_path: Path) -> None:
    """No key does two jobs."""
    keys = keys_of(tmp_path)

    assert len(set(keys.values())) == len(keys)


def test_a_folder_whose_name_breaks_a_line_is_refused(tmp_path: Path) -> None:
    """The servers' own notes have one line for it; the refusal stays one line too."""

    def hold() -> None:
        with held(tmp_path / "two\nlines"):
            pass

    with pytest.raises(StartError, match=r"MARI_DATA_DIR is '.*two\\nlines': choose a name"):
        hold()
