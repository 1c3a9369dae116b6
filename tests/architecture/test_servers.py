"""Every HTTP server of ours times its clients and bounds its open requests."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("libs", "services")
    for path in (ROOT / folder).glob("*/src/**/*.py")
    if "testing" not in path.parts
)


def _calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in {"uvicorn.Config", "uvicorn.run"}]


def test_every_server_has_deadlines_and_a_bound() -> None:
    """`http=DeadlineProtocol` around `OpenRequests`: wherever uvicorn is started."""
    found = {f"{path.name}:{call.lineno}": call for path in SOURCES for call in _calls(path)}
    lax = [
        where
        for where, call in found.items()
        if "OpenRequests(" not in ast.unparse(call.args[0])
        or "DeadlineProtocol"
        not in {ast.unparse(word.value) for word in call.keywords if word.arg == "http"}
    ]

    assert found
    assert lax == []
