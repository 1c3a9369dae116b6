"""What a transition may ask. Every name here is real; any other is refused at load."""

from typing import Annotated, Final, Literal

from pydantic import Field

from flow_engine.domain.part import Part, Path, Pattern, Template
from flow_engine.domain.typed import HUMAN_WORDS

Words = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(min_length=1)
]


class AlwaysTrue(Part):
    """Always; of an invalid reply it says nothing."""

    type: Literal["always_true"] = "always_true"


class ReplyMatchesKeyword(Part):
    """The whole reply is this word."""

    type: Literal["user_reply_matches_keyword"]
    keyword: str = Field(min_length=1, max_length=100)
    case_sensitive: bool = False


class ReplyContainsKeyword(Part):
    """The word stands in the reply, as a whole word."""

    type: Literal["user_reply_contains_keyword"]
    keyword: str = Field(min_length=1, max_length=100)
    case_sensitive: bool = False


class TextContainsAny(Part):
    """One of the words stands in the reply, as a whole word."""

    type: Literal["text_contains_any"]
    values: Words


class ReplyMatchesRegex(Part):
    """The whole reply matches."""

    type: Literal["user_reply_matches_regex"]
    regex: Pattern


class ReplyIdEquals(Part):
    """The customer chose this button or row, by tapping or by typing it."""

    type: Literal["interactive_reply_id_equals"]
    value: str = Field(min_length=1, max_length=256)


class MessageTypeIs(Part):
    """The message is of this type: text, image, interactive and so on."""

    type: Literal["message_type_is"]
    value: str = Field(min_length=1, max_length=64)


class VariableEquals(Part):
    """The variable has this value; true equals "true", and "" equals nothing."""

    type: Literal["variable_equals"]
    variable_name: Path
    value: str | bool | int | None


class VariableExists(Part):
    """The variable is there and not empty."""

    type: Literal["variable_exists"]
    variable_name: Path


class VariableContains(Part):
    """The variable's text has this part, or its list this member."""

    type: Literal["variable_contains"]
    variable_name: Path
    value: str | bool | int


class VariableCompares(Part):
    """Both are numbers and compare so; decimals are exact."""

    type: Literal[
        "variable_less_than",
        "variable_less_than_or_equal",
        "variable_greater_than",
        "variable_greater_than_or_equal",
    ]
    variable_name: Path
    value_template: Template | int


class FormFieldEquals(Part):
    """A field of the Meta form that was sent back has this value."""

    type: Literal["nfm_response_field_equals"]
    field_path: Path
    value: str | bool | int | None


class FormReceived(Part):
    """A Meta form was sent back, now or earlier into this variable."""

    type: Literal["whatsapp_flow_response_received"]
    variable_name: Path | None = None


class ReplyIsValid(Part):
    """The reply was what the question asked for, or was not."""

    type: Literal["question_reply_is_valid"]
    value: bool = True


class InvalidOrNoSelection(Part):
    """The reply is none of the buttons or rows that were offered."""

    type: Literal["invalid_or_no_selection"]


class RequestsHuman(Part):
    """The reply has one of these words: the customer wants a person."""

    type: Literal["user_requests_human"]
    keywords: Words = HUMAN_WORDS


class ContactIsAdmin(Part):
    """The customer is one of the merchant's own people."""

    type: Literal["contact_is_admin"]


Condition = Annotated[
    AlwaysTrue
    | ReplyMatchesKeyword
    | ReplyContainsKeyword
    | TextContainsAny
    | ReplyMatchesRegex
    | ReplyIdEquals
    | MessageTypeIs
    | VariableEquals
    | VariableExists
    | VariableContains
    | VariableCompares
    | FormFieldEquals
    | FormReceived
    | ReplyIsValid
    | InvalidOrNoSelection
    | RequestsHuman
    | ContactIsAdmin,
    Field(discriminator="type"),
]

CONDITION_TYPES: Final = (
    "always_true", "user_reply_matches_keyword", "user_reply_contains_keyword",
    "text_contains_any", "user_reply_matches_regex", "interactive_reply_id_equals",
    "message_type_is", "variable_equals", "variable_exists", "variable_contains",
    "variable_less_than", "variable_less_than_or_equal", "variable_greater_than",
    "variable_greater_than_or_equal", "nfm_response_field_equals",
    "whatsapp_flow_response_received", "question_reply_is_valid", "invalid_or_no_selection",
    "user_requests_human", "contact_is_admin",
)  # fmt: skip
REFUSED_CONDITIONS: Final = {
    "timeout_or_missing_data": "use 'variable_exists', or the exits of a 'wait_for_payment' step",
}
"""Names that old definitions use and nothing ever fulfilled, with what to write instead."""
