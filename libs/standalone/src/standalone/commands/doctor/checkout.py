"""The `.env` file: not in git, not in its history, and nobody else's to read."""

import asyncio
import stat
from pathlib import Path

from common.local.process import system_variables

from standalone.commands.doctor.report import Finding, fail, ok, warn

_ROTATE = "take it out, and rotate every secret in it: mari secrets rotate"


async def check_env_file(folder: Path) -> list[Finding]:
    """Return how `.env` of a folder stands."""
    path = folder / ".env"
    found = [await _in_git(folder)]
    if await asyncio.to_thread(path.is_file):
        mode = stat.S_IMODE((await asyncio.to_thread(path.stat)).st_mode)
        if mode & 0o077:
            found.append(warn(".env is private", f"its mode is {mode:o}", "chmod 600 .env"))
    return found


async def _in_git(folder: Path) -> Finding:
    name = ".env is not in git"
    inside = await _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside is None:
        return ok(name, "git is not here")
    if inside != "true":
        return ok(name, "this folder is no checkout")
    if await _git(folder, "ls-files", "--", ".env"):
        return fail(name, "it is", _ROTATE)
    if await _git(folder, "log", "--all", "--max-count=1", "--format=%h", "--", ".env"):
        return fail(name, "it is in the history", _ROTATE)
    if await _git(folder, "check-ignore", "--", ".env") != ".env":
        return warn(name, "but nothing ignores it", "add .env to .gitignore")
    return ok(name, "and is ignored")


async def _git(folder: Path, *words: str) -> str | None:
    """Return what git says, empty when it says no; None when there is no git."""
    try:
        process = await asyncio.create_subprocess_exec(
            "git",
            *words,
            cwd=folder,
            env=system_variables(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except FileNotFoundError:
        return None
    output, _ = await process.communicate()
    return output.decode(errors="replace").strip() if process.returncode == 0 else ""
