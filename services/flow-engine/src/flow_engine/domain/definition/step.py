"""The step types of a flow and what each is configured with."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from flow_engine.domain.definition.condition import AlwaysTrue, Condition
from flow_engine.domain.definition.message import Button, Message
from flow_engine.domain.part import RESERVED, Name, Part, Path, Pattern, Text

Phase = Literal["starting", "code", "action", "charging", "cancelling", "unknown"]
"""Where a payment is, as the conversation knows it."""

EXPECTED_TYPES: Final = (
    "text", "number", "email", "interactive_id", "image", "location", "nfm_reply",
    "amount", "phone", "reference", "date",
)  # fmt: skip


class Transition(Part):
    """Where to go when the condition holds; lower priorities are asked first."""

    to_step: Name
    priority: int | None = Field(default=None, ge=0, le=10_000)
    condition_config: Condition = AlwaysTrue()


class ReplyConfig(Part):
    """What answer is expected and where it is kept."""

    save_to_variable: Name
    expected_type: Literal[
        "text", "number", "email", "interactive_id", "image", "location", "nfm_reply",
        "amount", "phone", "reference", "date",
    ] = "text"  # fmt: skip
    validation_regex: Pattern | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = Field(default=1000, ge=1, le=4096)
    currency_variable: Path | None = None
    allowed_fields: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.save_to_variable in RESERVED:
            raise ValueError(f"'{self.save_to_variable}' is a name of the engine's own")
        if self.expected_type == "nfm_reply" and not self.allowed_fields:
            raise ValueError("a form's reply lists its 'allowed_fields'")
        if self.expected_type == "amount" and self.currency_variable is None:
            raise ValueError("an amount has a 'currency_variable'")
        return self


class EndConfig(Part):
    """How a flow ends."""

    message_config: Message | None = None


class HandoverConfig(Part):
    """What is said, and what the task for the person says."""

    pre_handover_message_text: Text | None = None
    notification_details: Text | None = None


class SwitchConfig(Part):
    """Which flow goes on, and the only variables it gets."""

    target_flow_name: Name
    initial_context_template: dict[Name, Any] = Field(default_factory=dict)
    trigger_keyword_to_pass: str | None = None


class Fallback(Part):
    """What happens to a reply that the question does not take."""

    action: Literal["re_prompt"] = "re_prompt"
    max_retries: int | None = Field(default=2, ge=0, le=20)
    re_prompt_message_text: Text | None = None
    re_prompt_texts: dict[str, Text] = Field(default_factory=dict)
    action_after_retries: Literal["human_handover", "end_flow", "switch_flow"] = "human_handover"
    config_after_retries: SwitchConfig | HandoverConfig | EndConfig | None = None

    @model_validator(mode="after")
    def _fits_its_action(self) -> Self:
        wanted = {"human_handover": HandoverConfig, "end_flow": EndConfig}
        expected = wanted.get(self.action_after_retries, SwitchConfig)
        given = self.config_after_retries
        if given is None and expected is not SwitchConfig:
            return self
        if not isinstance(given, expected):
            raise ValueError(  # noqa: TRY004 - pydantic collects ValueErrors
                f"'config_after_retries' does not fit '{self.action_after_retries}'"
            )
        return self


class QuestionConfig(Part):
    """A message that asks, the answer it takes, and what to do with any other."""

    message_config: Message
    reply_config: ReplyConfig
    fallback_config: Fallback = Fallback()


class ActionCall(Part):
    """One action by name, with its parameters."""

    action_type: str = Field(min_length=1, max_length=64)
    params: dict[str, Any] = Field(default_factory=dict)


class ActionConfig(Part):
    """Actions in order."""

    actions_to_run: tuple[ActionCall, ...] = Field(min_length=1, max_length=20)


class CodeEntry(Part):
    """The customer types a code: 4 to 6 digits, zeros in front kept, spaces and dashes allowed."""

    prompt: Message
    wrong: Message
    invalid_text: Text
    early_text: Text
    to_step: Name


class PaymentExits(Part):
    """Where each outcome of a payment leads. The first five are how any money wait ends.

    Without `held` a flow ends when a person must judge: the host has told the customer why.
    """

    paid: Name
    declined: Name
    cancelled: Name
    expired: Name
    unknown: Name
    held: Name | None = None
    otp_requested: Name | None = None
    otp_refused: Name | None = None
    action_required: Name | None = None
    refused: Name | None = None


class PaymentWaitConfig(Part):
    """A wait for money: what is said at each phase, and every exit."""

    exits: PaymentExits
    code: CodeEntry | None = None
    entry_messages: dict[Phase, Message] = Field(default_factory=dict)
    busy_buttons: tuple[Button, ...] = Field(default=(), max_length=3)
    busy_texts: dict[Phase, Text]
    slow_text: Text | None = None
    checking_text: Text
    state_texts: dict[str, Text]
    refused_text: Text
    cancel_step: Name | None = None

    @model_validator(mode="after")
    def _says_something_always(self) -> Self:
        missing = {"starting", "charging", "cancelling", "unknown"} - set(self.busy_texts)
        if missing:
            raise ValueError(f"'busy_texts' lacks {', '.join(sorted(missing))}")
        if "default" not in self.state_texts:
            raise ValueError("'state_texts' has a 'default'")
        return self


class Nothing(Part):
    """A step without configuration of its own."""


class StepBase(Part):
    """What all steps have."""

    name: Name
    is_entry_point: bool = False
    transitions: tuple[Transition, ...] = Field(default=(), max_length=50)

    def ordered(self) -> tuple[Transition, ...]:
        """Return the transitions in the order they are asked: priority, else place in the list."""
        placed = [
            (one.priority if one.priority is not None else place, place)
            for place, one in enumerate(self.transitions)
        ]
        return tuple(self.transitions[place] for _, place in sorted(placed))


class SendMessageStep(StepBase):
    """Sends a message and goes on."""

    type: Literal["send_message"]
    config: Message


class QuestionStep(StepBase):
    """Asks, waits and checks the answer."""

    type: Literal["question"]
    config: QuestionConfig


class ConditionStep(StepBase):
    """Only its transitions matter."""

    type: Literal["condition"]
    config: Nothing = Nothing()


class ActionStep(StepBase):
    """Runs actions and goes on."""

    type: Literal["action"]
    config: ActionConfig


class WaitForReplyStep(StepBase):
    """Waits for any message; its transitions say what it means."""

    type: Literal["wait_for_reply"]
    config: Nothing = Nothing()


class EndStep(StepBase):
    """Ends the flow."""

    type: Literal["end_flow"]
    config: EndConfig = EndConfig()


class StartStep(StepBase):
    """A named beginning; only its transitions matter."""

    type: Literal["start_flow_node"]
    config: Nothing = Nothing()


class HandoverStep(StepBase):
    """Gives the conversation to a person."""

    type: Literal["human_handover"]
    config: HandoverConfig = HandoverConfig()


class SwitchStep(StepBase):
    """Goes on in another flow; the variables of this one are dropped."""

    type: Literal["switch_flow"]
    config: SwitchConfig


class WaitForPaymentStep(StepBase):
    """Waits for what becomes of a payment."""

    type: Literal["wait_for_payment"]
    config: PaymentWaitConfig


Step = Annotated[
    SendMessageStep
    | QuestionStep
    | ConditionStep
    | ActionStep
    | WaitForReplyStep
    | EndStep
    | StartStep
    | HandoverStep
    | SwitchStep
    | WaitForPaymentStep,
    Field(discriminator="type"),
]

STEP_TYPES: Final = (
    "send_message", "question", "condition", "action", "wait_for_reply", "end_flow",
    "start_flow_node", "human_handover", "switch_flow", "wait_for_payment",
)  # fmt: skip
