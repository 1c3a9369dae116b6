"""What Omari's words mean, without I/O."""

from payments_omari.domain.account import HOST, PRODUCTION_URL, UAT_PATH, UAT_URL, Account, is_test
from payments_omari.domain.mapping import (
    Answer,
    from_auth,
    from_query,
    from_request,
    from_void,
)

__all__ = [
    "HOST",
    "PRODUCTION_URL",
    "UAT_PATH",
    "UAT_URL",
    "Account",
    "Answer",
    "from_auth",
    "from_query",
    "from_request",
    "from_void",
    "is_test",
]
