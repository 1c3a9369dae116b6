"""The chat page's own files; nothing comes from elsewhere."""

from importlib import resources

from fastapi import APIRouter, Response

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_router() -> APIRouter:
    """Return the routes of the chat page: `/` and its files."""
    router = APIRouter()
    folder = resources.files("sandbox") / "page"
    files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

    @router.api_route("/", methods=["GET", "HEAD"], response_model=None)
    async def index() -> Response:
        """Return the page."""
        return _answer("index.html", files["index.html"])

    @router.get("/page/{name}", response_model=None)
    async def file(name: str) -> Response:
        """Return one of the page's files."""
        if name not in files:
            return Response(status_code=404)
        return _answer(name, files[name])

    return router


def _answer(name: str, content: bytes) -> Response:
    kind = _TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return Response(content, media_type=kind, headers=_HEADERS)
