"""How a provider's way to pay works, as data: the rules of the protocol branch on this alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from common.payments.domain.calls import CallKind


class StartAgain(StrEnum):
    """What may follow a start whose answer was lost.

    REPLACE: another attempt, for the start cannot move money by itself.
    TRACE: nothing; the provider is asked for it by our own reference until it is known.
    REPEAT: the same request under the same key, for the provider answers it once.
    """

    REPLACE = "replace"
    TRACE = "trace"
    REPEAT = "repeat"


class MovementKey(StrEnum):
    """Which fact names a movement of money in the provider's account.

    ATTEMPT: our own reference, for it takes each at most once. PROVIDER_REFERENCE: the provider's.
    """

    ATTEMPT = "attempt"
    PROVIDER_REFERENCE = "provider_reference"


@dataclass(frozen=True, slots=True)
class Shape:
    """What each call of a method can do; `charging` are the calls that may move money.

    A start that is repeated moves nothing until its answer was received: what the customer would
    pay by is in that answer. An accepted cancel proves that nothing was and will be charged only
    where `cancel_is_final`. `poll_marks` are ages at which a payment that waits for the customer
    elsewhere is asked about; none: it waits for a code in the chat. `movement` never depends on
    the answer: one that lacks it settles nothing.

    A refund whose answer was lost is made again under the same key for `refund_key_lives`, where
    the provider counts both as one so long; 0: never, it is only asked about. `has_disputes`:
    whether a payer can have his bank take back what was settled.
    """

    charging: frozenset[CallKind] = frozenset({CallKind.CHARGE})
    start_again: StartAgain = StartAgain.REPLACE
    can_cancel: bool = True
    cancel_is_final: bool = False
    poll_marks: Sequence[timedelta] = ()
    movement: MovementKey = MovementKey.ATTEMPT
    can_refund: bool = False
    refund_key_lives: timedelta = timedelta()
    has_disputes: bool = False

    def movement_of(self, attempt_id: UUID, provider_reference: str) -> str | None:
        """Return the key of a movement; None: the answer does not name it.

        A reference is the same however it is written: portals show `1082` as `1,082`.
        """
        if self.movement is MovementKey.ATTEMPT:
            return str(attempt_id)
        return "".join(provider_reference.replace(",", "").split()) or None

    @property
    def start_charges(self) -> bool:
        """Whether a start without an answer may have moved money."""
        return CallKind.START in self.charging and self.start_again is not StartAgain.REPEAT

    @property
    def has_news(self) -> bool:
        """Whether a record that shows money may show later that some of it went back."""
        return self.can_refund or self.has_disputes

    @property
    def takes_codes(self) -> bool:
        """Whether the customer may type a code that charges."""
        return CallKind.CHARGE in self.charging


_POLLS: Final = tuple(
    timedelta(seconds=s) for s in (10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900)
)

CODE: Final = Shape()
"""A wallet that sends a code by SMS: the code charges, the start does not (O'mari)."""

PUSH: Final = Shape(
    charging=frozenset({CallKind.START}),
    start_again=StartAgain.TRACE,
    can_cancel=False,
    poll_marks=_POLLS,
    movement=MovementKey.PROVIDER_REFERENCE,
)
"""A prompt on the customer's phone: the start is the charge, and nobody can take it back."""

LINK: Final = Shape(
    charging=frozenset({CallKind.START}),
    start_again=StartAgain.REPEAT,
    cancel_is_final=True,
    poll_marks=_POLLS,
    movement=MovementKey.PROVIDER_REFERENCE,
    can_refund=True,
    refund_key_lives=timedelta(hours=20),
    has_disputes=True,
)
"""A page where whoever has the link pays, once; it can be closed by us."""
