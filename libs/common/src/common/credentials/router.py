"""The internal HTTP of kept credentials: written and removed, shown masked, never read."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, SecretStr, StringConstraints
from pydantic import Field as Described

from common.credentials.desk import CredentialDesk, Wish
from common.service_tokens import ServiceVerifier
from common.web.routes import internal
from common.web.strict import StrictRoute

Actor = Annotated[str, StringConstraints(pattern=r"^[\w@.+-]{1,100}$")]
"""The person, or the program, that asks for the change."""
_ADDRESS = "/{provider}/{scope}"


class CredentialBody(BaseModel):
    """Values by field: those that are not named stay, an empty one is removed."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    values: dict[str, SecretStr] = Described(min_length=1, max_length=20)
    by: Actor
    force: bool = False


def credentials_router(desk: CredentialDesk, verifier: ServiceVerifier) -> APIRouter:
    """Return the routes under `/v1/credentials`, for the operator's command alone."""
    router = APIRouter(
        route_class=StrictRoute,
        prefix="/v1/credentials",
        dependencies=[Depends(verifier)],
        tags=["credentials"],
    )
    _add_readers(router, desk)
    _add_writers(router, desk, verifier)
    return router


def _add_readers(router: APIRouter, desk: CredentialDesk) -> None:
    @router.get("", openapi_extra=internal("operator"))
    async def list_credentials() -> dict[str, Any]:
        """Tell what is set, from where, and its fingerprint."""
        return {"credentials": await desk.show()}

    @router.get("/audit", openapi_extra=internal("operator"))
    async def list_audit(
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> dict[str, Any]:
        """Tell who changed what, and when."""
        return {"audit": await desk.audit(limit)}

    @router.get(_ADDRESS, openapi_extra=internal("operator"))
    async def get_credential(provider: str, scope: str) -> dict[str, Any]:
        """Tell of one provider and scope what is set, from where, and its fingerprint."""
        return await desk.show_one(provider, scope)


def _add_writers(router: APIRouter, desk: CredentialDesk, verifier: ServiceVerifier) -> None:
    @router.put(_ADDRESS, openapi_extra=internal("operator"))
    async def put_credential(
        provider: str, scope: str, body: CredentialBody, caller: Annotated[str, Depends(verifier)]
    ) -> dict[str, Any]:
        """Keep values; the answer has their fingerprints."""
        wish = Wish(provider, scope, body.by, caller, is_forced=body.force)
        await desk.put(wish, {name: v.get_secret_value() for name, v in body.values.items()})
        return await desk.show_one(provider, scope)

    @router.delete(_ADDRESS, openapi_extra=internal("operator"))
    async def delete_credential(
        provider: str,
        scope: str,
        by: Annotated[Actor, Query()],
        caller: Annotated[str, Depends(verifier)],
        field: Annotated[str | None, Query(max_length=64)] = None,
        force: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query's flag
    ) -> dict[str, Any]:
        """Forget one field, or all: the environment counts again."""
        wish = Wish(provider, scope, by, caller, is_forced=force)
        await desk.remove(wish, field)
        return await desk.show_one(provider, scope)
