"""What a payments service can take just now, for whoever offers ways to pay."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from common.payments.provider import PaymentProvider
from common.service_tokens import ServiceVerifier
from common.web.routes import internal
from common.web.strict import StrictRoute

PATH = "/v1/offer"


class Offer(BaseModel):
    """Whether a provider is on, for which currencies, and whether its money is play money."""

    provider: str
    configured: bool
    test: bool
    currencies: frozenset[str]


def offer_router(provider: PaymentProvider, verifier: ServiceVerifier) -> APIRouter:
    """Return `GET /v1/offer`: credentials may come and go without a restart."""
    router = APIRouter(route_class=StrictRoute, dependencies=[Depends(verifier)], tags=["payments"])

    @router.get(PATH, openapi_extra=internal("flow-engine"))
    async def offer() -> Offer:
        """Tell what can be taken just now."""
        return Offer(
            provider=provider.name,
            configured=provider.configured,
            test=provider.test,
            currencies=provider.currencies,
        )

    return router
