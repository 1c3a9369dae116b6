"""Paths that begin as public ones and, put together by somebody, end elsewhere."""

from typing import Final

ODD_PATHS: Final = (
    "/api/../metrics",
    "/api/./x",
    "/api/..",
    "/api/%2e%2e/metrics",
    "/api/%2E./metrics",
    "/crm-api/.%2e/metrics",
    "/api//metrics",
    "//api/x",
    "/api/..%2fmetrics",
    "/api/..%5cmetrics",
    "/api/..\\metrics",
    "/api/x/%2e%2e/../metrics",
    "/webhooks/../v1/timeline",
)
