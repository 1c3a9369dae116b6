"""O'mari with a ledger: what moved money, under which reference, and how often."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

OTP = "012345"


def answer(code: str = "000", **more: object) -> httpx.Response:
    """Return an answer in O'mari's shape."""
    body = {"error": code != "000", "message": "", "responseCode": code, **more}
    return httpx.Response(200 if code == "000" else 400, content=json.dumps(body))


@dataclass
class ToyOmari:
    """Charges every right code that arrives, also the second for one reference.

    `charged`: what was charged before, by the release before, without anybody knowing.
    """

    charged: Counter[str] = field(default_factory=Counter[str])
    asked: Counter[str] = field(default_factory=Counter[str])
    silent: bool = False
    amount_minor: int = 5000

    def charge(self, *references: UUID) -> None:
        """Have been charged before."""
        self.charged.update(map(str, references))

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        operation = request.url.path.split("/")[2]
        if operation == "query":
            reference = request.url.path.split("/")[3]
            self.asked[reference] += 1
            return self._query(reference)
        body: dict[str, Any] = json.loads(request.content)
        reference = str(body["reference"])
        if operation == "request" and body["otp"] == OTP:
            self.charged[reference] += 1
            return answer(paymentReference=f"P-{reference}", debitReference="D")
        if operation == "request":
            return answer("055")
        return answer(otpReference="ETDC")

    def _query(self, reference: str) -> httpx.Response:
        if self.silent:
            raise httpx.ReadTimeout("silent")
        paid = reference in self.charged
        return answer(
            paymentReference=f"P-{reference}" if paid else None,
            reference=reference,
            amount=self.amount_minor / 100,
            currency="USD",
            channel="WEB",
            status="Success" if paid else "Pending",
        )
