"""What the pages name exists: files, links, modules, classes and variables."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
SOURCES = [path for root in ("libs", "services", "tests") for path in (ROOT / root).rglob("*.py")]
HOW_TO = {"add-a-channel.md", "add-a-language.md", "add-a-provider.md", "add-a-step-type.md"}

FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MADE = re.compile(r"`([\w./-]+)`[^`]*\n\n```(?!diff|sh)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"(?:libs|services|tests|docs|benchmarks)/[\w./*<>-]+")
CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+")
CONSTANT = re.compile(r"_?[A-Z]{2,}(?:_[A-Z]+)+")
CALLABLE = re.compile(r"([a-z_]+)\(.*\)")
MODULE = re.compile(
    r"(?:common|flow_engine|gateway_webhooks|notifier|sandbox|standalone)(?:\.\w+)+"
)


@pytest.fixture(params=PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def page(request: pytest.FixtureRequest) -> Path:
    """Give each page."""
    return request.param


def test_there_is_a_page_for_each_usual_addition() -> None:
    """A provider, a step type, a channel and a language; a test follows each."""
    folder = Path(__file__).parent

    assert {path.name for path in (ROOT / "docs" / "how-to").glob("*.md")} == HOW_TO
    assert {f"test_{name[:-3].replace('-', '_')}.py" for name in HOW_TO} <= {
        path.name for path in folder.iterdir()
    }


def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    """No reader is sent to what is not there."""
    dead = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if _is_dead(page, link)]

    assert dead == []


def test_every_file_that_is_named_exists(page: Path) -> None:
    """Or is one that the page itself has just made."""
    missing = [
        named
        for named in _named(page)
        if FILE.fullmatch(named) and not _exists(named) and not _is_made(page, named)
    ]

    assert missing == []


def test_every_name_of_the_code_exists(page: Path) -> None:
    """Modules, classes, constants, and what is called; or the page's own code defines it."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    known = {*_names(), *(name for block in blocks for name in _defined_in(block))}
    unknown = [named for named in _named(page) for name in _of_code(named) if name not in known]

    assert unknown == []


def _named(page: Path) -> list[str]:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"`([^`\n]+)`", text)


def _exists(named: str) -> bool:
    return any(ROOT.glob(_pattern(named)))


def _pattern(named: str) -> str:
    return re.sub(r"<[^>]+>", "*", named).rstrip("/")


def _is_made(page: Path, named: str) -> bool:
    """Say whether a block becomes that file, or a command makes a folder that it stands in."""
    text = page.read_text(encoding="utf-8")
    if any(fnmatch(made, _pattern(named)) for made in MADE.findall(text)):
        return True
    new = [str(one) for one in (Path(named), *Path(named).parents) if not (ROOT / one).exists()]
    return any(folder in block for folder in new for block in BLOCK.findall(text))


def _is_dead(page: Path, link: str) -> bool:
    if link.startswith(("http://", "https://", "mailto:")):
        return False
    name, _, heading = link.partition("#")
    target = (page.parent / name) if name else page
    if not target.exists():
        return True
    return bool(heading) and heading not in _headings(target)


def _headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def _of_code(named: str) -> Iterator[str]:
    """Return the names of the code that a piece of a page stands for."""
    if MODULE.fullmatch(named) or CONSTANT.fullmatch(named):
        yield named
    elif called := CALLABLE.fullmatch(named):
        yield called.group(1)
    else:
        yield from (part for part in named.split(".")[:1] if CLASS.fullmatch(part))


@cache
def _names() -> frozenset[str]:
    """Return names of sources, their modules, variables of `.env.example`, and alerts."""
    found = set(re.findall(r"\w+", (ROOT / ".env.example").read_text(encoding="utf-8")))
    alerts = (ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8")
    found |= set(re.findall(r"alert: (\w+)", alerts))
    for path in SOURCES:
        defined = set(_defined_in(path.read_text(encoding="utf-8")))
        found |= defined
        if "src" in path.parts:
            parts = path.with_suffix("").parts
            module = ".".join(parts[parts.index("src") + 1 :]).removesuffix(".__init__")
            found |= {module, *(f"{module}.{name}" for name in defined)}
    return frozenset(found)


def _defined_in(source: str) -> Iterator[str]:
    """Return what a source defines or imports; of a diff, its classes, functions, variables."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        yield from re.findall(r"(?:class|def) (\w+)", source)
        yield from CONSTANT.findall(source)
        return
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.alias():
                yield (node.asname or node.name).split(".")[-1]
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case _:
                pass
