"""Every route says who may call it; public ones answer with and without a slash, and to HEAD."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from fastapi import APIRouter


class Access(StrEnum):
    """Who may call a route."""

    PUBLIC = "public"
    INTERNAL = "internal"
    """Holds no secret and needs no token, but no public prefix leads to it."""
    SIGNED = "signed"
    KEY = "key"
    SERVICE = "service"


def mark(access: Access) -> dict[str, Any]:
    """Return the `openapi_extra` that declares a route's access."""
    return {"x-access": str(access)}


def add_public_route(
    router: APIRouter,
    path: str,
    endpoint: Callable[..., Any],
    *,
    access: Access,
    methods: Sequence[str] = ("GET",),
    **options: Any,  # noqa: ANN401 - FastAPI's own route options pass through
) -> None:
    """Add a route that answers with and without its trailing slash, never by redirect.

    A GET route also answers HEAD. Options are FastAPI's.
    """
    bare = path.rstrip("/")
    for index, variant in enumerate((bare, bare + "/")):
        router.add_api_route(
            variant,
            endpoint,
            methods=list(methods),
            openapi_extra=mark(access),
            include_in_schema=index == 0,
            **options,
        )
        if "GET" in methods:
            router.add_api_route(
                variant,
                endpoint,
                methods=["HEAD"],
                openapi_extra=mark(access),
                include_in_schema=False,
                **options,
            )
