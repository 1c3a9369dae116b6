"""One input at a time: which part of the conversation it is for, and what it leads to."""

from typing import Any, Final

from flow_engine.domain.book import FlowBook, UnknownFlowError
from flow_engine.domain.conversation import (
    Effect,
    Input,
    MessageInput,
    Note,
    PaymentInput,
    ReleaseInput,
    SendContent,
    Session,
    Turn,
)
from flow_engine.domain.definition.step import WaitForPaymentStep
from flow_engine.domain.engine.listening import Listener
from flow_engine.domain.engine.money_wait import learn
from flow_engine.domain.engine.run import FlowFailureError, Run
from flow_engine.domain.engine.steps import go_on
from flow_engine.domain.limits import Limits
from flow_engine.domain.outgoing import button_message
from flow_engine.domain.rendering import RenderError
from flow_engine.domain.world import World

HOME: Final = "main_menu"
SORRY: Final = (
    "Sorry, something went wrong on our side and I lost my place. Your last message changed "
    "nothing. A person can help you, or you can start again from the menu."
)
SORRY_ABOUT_MONEY: Final = (
    "Sorry, something went wrong on our side. What we know of your payment is safe. "
    "A person can help you, or type *balance* to see what is paid."
)
_HELP: Final = (("mari:agent", "Talk to a person"), ("mari:menu", "Menu"))


class Engine:
    """Runs conversations. Pure: the same session, input and world give the same turn."""

    def __init__(self, flows: FlowBook, limits: Limits | None = None) -> None:
        self._flows = flows
        self._limits = limits or Limits()

    def turn(self, session: Session | None, given: Input, world: World) -> Turn:
        """Return what the input leads to. It never raises on what a customer can send."""
        if isinstance(given, PaymentInput) and not _awaits(session, given):
            return Turn(
                session, (Note("payment.not_awaited", {"payment_id": str(given.payment_id)}),)
            )
        try:
            return self._turn(session, given, world.guarded())
        except (FlowFailureError, RenderError) as error:
            return _failed(session, given, error.code)

    def _turn(self, session: Session | None, given: Input, world: World) -> Turn:
        run, notes = self._run(session, given, world)
        match given:
            case MessageInput():
                Listener(run, HOME).hear(given)
            case PaymentInput():
                self._learn(run, given)
            case ReleaseInput():
                run.start(HOME, {}, None)
        go_on(run)
        turn = run.turn()
        return Turn(turn.session, (*notes, *turn.effects))

    def _learn(self, run: Run, given: PaymentInput) -> None:
        step = run.current()
        if not isinstance(step, WaitForPaymentStep):
            raise FlowFailureError("not_at_a_money_wait")
        learn(run, step, given)

    def _run(self, session: Session | None, given: Input, world: World) -> tuple[Run, list[Effect]]:
        """Return the turn to run; a session whose place is gone starts at home."""
        notes: list[Effect] = []
        flow = None
        if session is not None:
            try:
                flow = self._flows.get(session.flow, session.version)
            except UnknownFlowError:
                notes.append(Note("session.flow_gone", {"flow": session.flow}))
        if session is None or flow is None:
            return self._fresh(given, world, session), notes
        return _resumed(self._flows, self._limits, session, (given, world, flow)), notes

    def _fresh(self, given: Input, world: World, session: Session | None) -> Run:
        try:
            home = self._flows.latest(HOME)
        except UnknownFlowError:
            raise FlowFailureError("no_home") from None
        generation = session.generation if session else 0
        return Run(
            self._flows, self._limits, world, given, home, home.entry.name, generation=generation
        )


def _resumed(
    flows: FlowBook, limits: Limits, session: Session, rest: tuple[Input, World, Any]
) -> Run:
    given, world, flow = rest
    run = Run(flows, limits, world, given, flow, session.step)
    run.keep(session.variables)
    run.retries, run.generation = session.retries, session.generation
    run.wait, run.options, run.asking = session.wait, session.options, session.asking
    return run


def _awaits(session: Session | None, given: PaymentInput) -> bool:
    wait = session.wait if session else None
    return wait is not None and wait.payment_id == given.payment_id


def _failed(session: Session | None, given: Input, code: str) -> Turn:
    """Return the honest end of a turn that could not be made; nothing of it happens."""
    is_money = isinstance(given, PaymentInput)
    where = {"flow": session.flow, "step": session.step} if session else {}
    said = button_message(SORRY_ABOUT_MONEY if is_money else SORRY, _HELP)
    return Turn(
        None, (Note(f"flow.failed.{code}", where), SendContent(said.content, money=is_money))
    )
