"""Which Mari runs: as the image says, else as the checkout stands."""

from pathlib import Path

from common.release import ReleaseSettings, release_of, version_above

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def _settings(**values: str) -> ReleaseSettings:
    return ReleaseSettings.model_validate({"MARI_VERSION": "", "MARI_COMMIT": ""} | values)


def _checkout(folder: Path, head: str) -> Path:
    (folder / ".git" / "refs" / "heads").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text(head)
    return folder / "libs" / "common" / "release.py"


def test_without_variables_and_checkout_only_the_version_is_known(tmp_path: Path) -> None:
    """A package that was installed from a wheel knows no commit, and says no more."""
    found = release_of(_settings(), tmp_path / "release.py")

    assert found.commit == "unknown"
    assert str(found) == found.version


def test_an_image_says_what_it_is(tmp_path: Path) -> None:
    """Its variables win over whatever lies around it."""
    source = _checkout(tmp_path, f"{COMMIT}\n")
    found = release_of(_settings(MARI_VERSION="1.4.2", MARI_COMMIT="feedc0ffee12"), source)

    assert str(found) == "1.4.2-gfeedc0ffee"


def test_a_checkout_says_on_which_commit_it_stands(tmp_path: Path) -> None:
    """Detached, on a branch, or on a branch whose reference was packed."""
    detached = _checkout(tmp_path / "a", f"{COMMIT}\n")
    branch = _checkout(tmp_path / "b", "ref: refs/heads/main\n")
    (tmp_path / "b/.git/refs/heads/main").write_text(f"{COMMIT}\n")
    packed = _checkout(tmp_path / "c", "ref: refs/heads/main\n")
    (tmp_path / "c/.git/packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n")

    assert {release_of(_settings(), source).commit for source in (detached, branch, packed)} == {
        COMMIT[:10]
    }


def test_a_strange_value_cannot_break_a_line(tmp_path: Path) -> None:
    """What is no letter, digit or sign of a version is left out."""
    found = release_of(_settings(MARI_VERSION='1.0"\n}', MARI_COMMIT="\n"), tmp_path / "x.py")

    assert str(found) == "1.0"


def test_a_checkout_that_is_run_from_its_sources_knows_its_version(tmp_path: Path) -> None:
    """Running needs no installed package of ours: the version stands in the member's project."""
    source = _checkout(tmp_path, f"{COMMIT}\n")
    project = tmp_path / "libs" / "common" / "pyproject.toml"
    project.parent.mkdir(parents=True)
    project.write_text('[project]\nname = "nobody-installed-this"\nversion = "4.5.6"\n')

    assert version_above(source) == "4.5.6"
    assert version_above(tmp_path / "elsewhere.py") == "unknown"
