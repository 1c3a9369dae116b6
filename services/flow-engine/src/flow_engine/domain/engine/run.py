"""One turn while it runs: where the conversation is, and what it has led to so far."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flow_engine.domain.book import FlowBook, UnknownFlowError
from flow_engine.domain.characters import readable
from flow_engine.domain.choosing import Options
from flow_engine.domain.conditions import Facts, holds, is_about_reply
from flow_engine.domain.conversation import (
    Effect,
    Input,
    MessageInput,
    PaymentInput,
    SendContent,
    Session,
    Turn,
    Wait,
)
from flow_engine.domain.definition import Flow
from flow_engine.domain.definition.step import Step, WaitForPaymentStep
from flow_engine.domain.limits import Limits
from flow_engine.domain.outgoing import Outgoing
from flow_engine.domain.patterns import first_group
from flow_engine.domain.receipts import clock_time, local_time
from flow_engine.domain.replies import Reply
from flow_engine.domain.replies.check import form_fields
from flow_engine.domain.reply_ids import tag_of, tagged
from flow_engine.domain.wording import words_of
from flow_engine.domain.world import World


class FlowFailureError(Exception):
    """The conversation cannot go on; `code` says why. It becomes a Note and an honest message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Run:
    """A turn in progress. It changes nothing outside itself."""

    flows: FlowBook
    limits: Limits
    world: World
    given: Input
    flow: Flow
    step: str
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    retries: int = 0
    generation: int = 0
    wait: Wait | None = None
    options: Options = ()
    asking: str = ""
    effects: list[Effect] = field(default_factory=list[Effect])
    next_step: str | None = None
    steps_run: int = 0
    is_valid: bool | None = None
    option: str | None = None
    """The option of the current question that was tapped or typed."""
    meant: Options = ()
    """The several options that fit what was typed, when no single one does."""
    code: str | None = field(default=None, repr=False)

    @property
    def reply(self) -> Reply | None:
        """What the customer sent in this turn."""
        if not isinstance(self.given, MessageInput):
            return None
        text = self.given.text
        if text is not None:
            text = readable(text, longest=self.limits.reply_length)
        return Reply(self.given.kind, text, self.option, self.given.content)

    @property
    def message_id(self) -> str:
        """What every id of this turn follows from."""
        if isinstance(self.given, MessageInput):
            return self.given.message_id
        if isinstance(self.given, PaymentInput):
            return f"{self.given.payment_id}:{self.given.outcome}"
        return "release"

    @property
    def payment(self) -> dict[str, Any]:
        """The facts of the running payment; empty when there is none."""
        found = self.variables.get("payment")
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def names(self) -> dict[str, Any]:
        """Return everything that texts and conditions may read, as plain data."""
        person = self.world.customer
        customer = {
            "name": person.name or "",
            "phone": person.phone or "",
            "must_confirm": person.must_confirm,
            "is_admin": person.is_admin,
        }
        merchant = self.world.merchant
        return self.variables | {
            "payment": self.payment | self._time_to_act(),
            "customer": customer,
            "contact": customer,
            "customer_profile": customer,
            "merchant": {"name": merchant.name, "support_contact": merchant.support_contact},
            "mine": words_of(self.world.orders),
            "today": self.world.today.isoformat(),
        }

    def _time_to_act(self) -> dict[str, Any]:
        """Say until when what is done outside the chat may be done, by the merchant's clock."""
        try:
            until = datetime.fromisoformat(str(self.payment.get("until", "")))
        except ValueError:
            return {"open_until": "", "time_is_over": False}
        shown = clock_time(until, self.world.merchant.zone, self.world.now)
        return {"open_until": shown, "time_is_over": until <= self.world.now}

    def facts(self) -> Facts:
        """Return what conditions may look at."""
        reply = self.reply
        if reply is None:
            return Facts(self.names(), is_valid=self.is_valid)
        return Facts(
            self.names(),
            kind=reply.kind,
            text=reply.text,
            reply_id=self.option,
            is_valid=self.is_valid,
            form=form_fields(reply),
        )

    def current(self) -> Step:
        """Return the step that the conversation is at. Raises FlowFailureError."""
        found = self.flow.step(self.step)
        if found is None:
            raise FlowFailureError("unknown_step")
        return found

    def way_on(self, step: Step, *, only_about_reply: bool = False) -> str | None:
        """Return the first transition that holds."""
        facts = self.facts()
        for one in step.ordered():
            counts = not only_about_reply or is_about_reply(one.condition_config)
            if counts and holds(one.condition_config, facts):
                return one.to_step
        return None

    def send(self, outgoing: Outgoing) -> None:
        """Send it; its buttons or rows, and no earlier ones, can be answered from now on."""
        content = outgoing.content
        if outgoing.options:
            self.options, self.asking = outgoing.options, self._tag()
            content = tagged(content, self.asking)
        self.add(SendContent(content, money=self.is_money()))

    def offer_nothing(self) -> None:
        """Forget the buttons and rows of earlier messages: from now on they are old."""
        self.options, self.asking = (), ""

    def _tag(self) -> str:
        """Return what this step's buttons are about: its payment, else this one asking."""
        person, payment_id = str(self.world.customer.id), self.payment.get("id")
        if payment_id and isinstance(self.flow.step(self.step), WaitForPaymentStep):
            return tag_of("payment", person, str(payment_id))
        if self.asking and self.steps_run == 0:
            return self.asking
        now = self.world.now.isoformat()
        return tag_of("question", person, self.message_id, now, self.step, str(self.steps_run))

    def is_money(self) -> bool:
        """Say whether what is said now is about a payment that is not settled."""
        is_settled = isinstance(self.given, PaymentInput) and self.given.outcome == "paid"
        return bool(self.payment.get("id")) and not is_settled

    def add(self, *effects: Effect) -> None:
        """Add effects. Raises FlowFailureError beyond the limit."""
        self.effects.extend(effects)
        if len(self.effects) > self.limits.effects_per_turn:
            raise FlowFailureError("too_many_effects")

    def keep(self, values: Mapping[str, Any]) -> None:
        """Keep variables. Raises FlowFailureError when they grow beyond the limit."""
        self.variables.update(copy.deepcopy(dict(values)))
        if len(json.dumps(self.variables, default=str)) > self.limits.variables_size:
            raise FlowFailureError("variables_too_large")

    def wait_for(self, wait: Wait) -> None:
        """Stop here until what is waited for comes."""
        self.generation = wait.generation
        self.wait = wait

    def start(self, name: str, context: Mapping[str, Any], text: str | None) -> None:
        """Begin the newest version of a flow with only this context. Raises FlowFailureError."""
        try:
            flow = self.flows.latest(name)
        except UnknownFlowError:
            raise FlowFailureError("unknown_flow") from None
        self.flow, self.wait, self.retries, self.variables = flow, None, 0, {}
        self.offer_nothing()
        self.keep(flow.initial_variables | dict(context))
        trigger = flow.trigger_config
        if trigger and text and (found := first_group(trigger.extraction_regex, text)) is not None:
            self.keep({trigger.context_variable: found})
        self.next_step = flow.entry.name

    def end(self) -> None:
        """End the flow; what was offered last can still be typed."""
        self.wait, self.next_step = None, None

    def local_time(self, moment: object) -> str:
        """Write a moment with its day, as the merchant's clock shows it; empty when it is none."""
        try:
            at = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
        except ValueError:
            return ""
        return local_time(at, self.world.merchant.zone)

    def turn(self) -> Turn:
        """Return what this turn led to."""
        if self.wait is None and not self.options:
            return Turn(None, tuple(self.effects))
        session = Session(
            flow=self.flow.name,
            version=self.flow.version,
            step=self.step,
            variables={} if self.wait is None else self.variables,
            retries=0 if self.wait is None else self.retries,
            generation=self.generation,
            wait=self.wait,
            options=self.options,
            asking=self.asking,
        )
        return Turn(session, tuple(self.effects))
