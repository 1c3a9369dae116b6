"""Messages as definitions write them: Meta's shapes, with Meta's limits (facts/whatsapp.md 4.2)."""

from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from flow_engine.domain.part import (
    Body,
    ButtonId,
    Caption,
    FlowCta,
    Label,
    Part,
    RowId,
    RowNote,
    RowTitle,
    Short,
    Template,
    Text,
    VariableList,
)
from flow_engine.domain.rendering import is_template
from flow_engine.domain.typed import plain

MAX_BUTTONS: Final = 3
MAX_ROWS: Final = 10


class TextBody(Part):
    """A text message."""

    body: Text
    preview_url: bool = False


class Media(Part):
    """A file that Meta keeps (`id`) or fetches (`link`)."""

    id: Template | None = None
    link: Template | None = None
    caption: Caption | None = None
    filename: Short | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.id is None) == (self.link is None):
            raise ValueError("a file has either 'id' or 'link'")
        return self


class Place(Part):
    """A place on the map."""

    latitude: float | Template
    longitude: float | Template
    name: Short | None = None
    address: Caption | None = None


class Header(Part):
    """What stands above an interactive message."""

    type: Literal["text", "image", "video", "document"]
    text: Short | None = None
    image: Media | None = None
    video: Media | None = None
    document: Media | None = None

    @model_validator(mode="after")
    def _has_its_kind(self) -> Self:
        if getattr(self, self.type) is None:
            raise ValueError(f"a header of type '{self.type}' has the key '{self.type}'")
        return self


class Worded(Part):
    """The words of an interactive message."""

    text: Body


class Footer(Part):
    """The small line below."""

    text: Short


class Reply(Part):
    """What a button sends back."""

    id: ButtonId
    title: Label


class Button(Part):
    """A reply button."""

    type: Literal["reply"] = "reply"
    reply: Reply


class ButtonAction(Part):
    """One to three buttons, or a list that an action made."""

    buttons: tuple[Button, ...] | VariableList

    @model_validator(mode="after")
    def _few_and_different(self) -> Self:
        if isinstance(self.buttons, str):
            return self
        if not 1 <= len(self.buttons) <= MAX_BUTTONS:
            raise ValueError(f"1 to {MAX_BUTTONS} buttons, not {len(self.buttons)}")
        _different("button", [(one.reply.id, one.reply.title) for one in self.buttons])
        return self


class Row(Part):
    """A line of a list."""

    id: RowId
    title: RowTitle
    description: RowNote | None = None


class Section(Part):
    """A part of a list; its title is needed when there is more than one."""

    title: RowTitle | None = None
    rows: tuple[Row, ...] | VariableList


class ListAction(Part):
    """A list of at most ten rows in all."""

    button: Label
    sections: tuple[Section, ...] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def _few_and_different(self) -> Self:
        rows = [
            row for part in self.sections if not isinstance(part.rows, str) for row in part.rows
        ]
        if len(rows) > MAX_ROWS:
            raise ValueError(f"at most {MAX_ROWS} rows in all, not {len(rows)}")
        if not rows and not any(isinstance(part.rows, str) for part in self.sections):
            raise ValueError("a list has rows")
        if len(self.sections) > 1 and any(part.title is None for part in self.sections):
            raise ValueError("each of several sections has a title")
        _different("row", [(row.id, row.title) for row in rows])
        return self


class FlowParameters(Part):
    """A Meta Flow to open."""

    flow_message_version: Literal["3"] = "3"
    flow_id: Template
    flow_token: Template
    flow_cta: FlowCta
    flow_action: Literal["navigate", "data_exchange"] = "navigate"
    flow_action_payload: dict[str, Any] | None = None
    mode: Literal["draft"] | None = None


class FlowAction(Part):
    """The action of an interactive message of type flow."""

    name: Literal["flow"] = "flow"
    parameters: FlowParameters


class UrlParameters(Part):
    """A link behind a button."""

    display_text: Label
    url: Template


class UrlAction(Part):
    """The action of an interactive message of type cta_url."""

    name: Literal["cta_url"] = "cta_url"
    parameters: UrlParameters


class LocationAction(Part):
    """The action of an interactive message that asks for a place."""

    name: Literal["send_location"] = "send_location"


_ACTIONS: Final[dict[str, type[Part]]] = {
    "button": ButtonAction,
    "list": ListAction,
    "flow": FlowAction,
    "cta_url": UrlAction,
    "location_request_message": LocationAction,
}


class Interactive(Part):
    """A message with buttons, a list, a form, a link or a request for a place."""

    type: Literal["button", "list", "flow", "cta_url", "location_request_message"]
    header: Header | None = None
    body: Worded
    footer: Footer | None = None
    action: ButtonAction | ListAction | FlowAction | UrlAction | LocationAction

    @model_validator(mode="after")
    def _action_fits(self) -> Self:
        if not isinstance(self.action, _ACTIONS[self.type]):
            raise ValueError(f"the action does not fit the type '{self.type}'")  # noqa: TRY004 - pydantic collects ValueErrors
        if self.type == "list" and self.header and self.header.type != "text":
            raise ValueError("a list has a text header only")
        return self


class Language(Part):
    """A template's language."""

    code: Template


class TemplateBody(Part):
    """A message template that Meta approved; its components are as facts/whatsapp.md 4.3."""

    name: Template
    language: Language
    components: tuple[dict[str, Any], ...] = ()


class Message(Part):
    """One message: its type and the key of that name."""

    message_type: Literal[
        "text", "image", "document", "audio", "video", "sticker", "interactive", "template",
        "contacts", "location",
    ]  # fmt: skip
    text: TextBody | None = None
    image: Media | None = None
    document: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    sticker: Media | None = None
    interactive: Interactive | None = None
    template: TemplateBody | None = None
    contacts: tuple[dict[str, Any], ...] | None = None
    location: Place | None = None

    @model_validator(mode="after")
    def _has_its_kind(self) -> Self:
        given = sorted(self.model_fields_set - {"message_type"})
        if given != [self.message_type]:
            raise ValueError(f"a message of type '{self.message_type}' has exactly that key")
        return self


def _different(what: str, offered: list[tuple[str, str]]) -> None:
    literal = [pair for pair in offered if not any(is_template(text) for text in pair)]
    for texts in zip(*literal, strict=True):
        if len({plain(text) for text in texts}) != len(texts):
            raise ValueError(f"each {what} has its own id and title")
