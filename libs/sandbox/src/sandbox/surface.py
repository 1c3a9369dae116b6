"""The sandbox's own surface: faults, SMS, ledgers, and the passage to the merchant's systems."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from sandbox import faults
from sandbox.context import NotAnObjectError, Sandbox, plain, read_object, unprocessable
from sandbox.faults import UnknownNameError
from sandbox.graph.sending import sent_messages
from sandbox.omari.ledger import inbox, ledger, numbers
from sandbox.webhooks.queue import count_pending


def surface_router(sandbox: Sandbox) -> APIRouter:
    """Return the routes under `/api` that read the stand-ins' books and set their faults."""
    router = APIRouter(prefix="/api")
    _add_fault_routes(router, sandbox)

    @router.get("/about")
    async def about() -> dict[str, str]:
        """Return whom the customers write to."""
        settings = sandbox.settings
        return {
            "merchant_name": settings.merchant_name,
            "display_phone_number": settings.display_phone_number,
        }

    @router.get("/sms")
    async def inboxes() -> dict[str, Any]:
        """Return the numbers that have SMS."""
        return {"inboxes": await sandbox.store.run(numbers)}

    @router.get("/sms/{msisdn}")
    async def sms(msisdn: str) -> dict[str, Any]:
        """Return the SMS inbox of a number."""
        number = msisdn.removeprefix("+")
        return {"messages": await sandbox.store.run(lambda db: inbox(db, number))}

    @router.get("/ledgers/omari")
    async def omari_ledger() -> dict[str, Any]:
        """Return every charge, void and query as the wallet knows them."""
        return await sandbox.store.run(ledger)

    @router.get("/ledgers/graph")
    async def graph_ledger() -> dict[str, Any]:
        """Return every message that was taken, and how many webhooks still wait."""
        messages, pending = await sandbox.store.run(
            lambda db: (sent_messages(db), count_pending(db))
        )
        return {"messages": messages, "pending_webhooks": pending}

    return router


def _add_fault_routes(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/faults", response_model=None)
    async def switch_on(request: Request) -> Response:
        """Switch a fault on."""
        try:
            fault = faults.read_fault(plain(await read_object(request)))
        except NotAnObjectError:
            return unprocessable("the body is a JSON object", known=_known())
        except UnknownNameError as error:
            return unprocessable(str(error), field=error.field, known=error.known)
        fault_id = await sandbox.store.run(lambda db: faults.add(db, fault))
        answer = {
            "id": fault_id,
            "provider": fault.provider,
            "operation": fault.operation,
            "behaviour": str(fault.behaviour),
            "times": fault.times,
        }
        if not fault.can_fire():
            answer["note"] = "nothing that this provider does can meet this fault"
        return JSONResponse(answer, 201)

    @router.get("/faults")
    async def list_faults() -> dict[str, Any]:
        """Return the switches that are on, and every name with a sentence."""
        return {"active": await sandbox.store.run(faults.active), **_known()}

    @router.delete("/faults")
    async def switch_all_off() -> dict[str, int]:
        """Switch every fault off."""
        return {"deleted": await sandbox.store.run(faults.remove)}

    @router.delete("/faults/{fault_id}")
    async def switch_off(fault_id: int) -> dict[str, int]:
        """Switch one fault off."""
        return {"deleted": await sandbox.store.run(lambda db: faults.remove(db, fault_id))}


def _known() -> dict[str, Any]:
    behaviours = {str(name): sentence for name, sentence in faults.BEHAVIOURS.items()}
    return {
        "providers": dict(faults.PROVIDERS),
        "operations": dict(faults.OPERATIONS),
        "behaviours": behaviours,
        "fires": {provider: faults.firing_at(provider) for provider in faults.PROVIDERS},
    }
