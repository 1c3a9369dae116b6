"""What all parts of a definition share: unknown keys are refused, and nothing changes later."""

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from flow_engine.domain.patterns import PatternError, compile_bounded
from flow_engine.domain.rendering import TemplateError, is_template, names_in


class Part(BaseModel):
    """A piece of a definition."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def text_up_to(limit: int) -> Callable[[str], str]:
    """Return a check: a literal text is not empty and within `limit`; a template is fenced."""

    def check(text: str) -> str:
        if is_template(text):
            return _fenced(text)
        if not text.strip():
            raise ValueError("an empty text is refused by WhatsApp")
        if len(text) > limit:
            raise ValueError(f"at most {limit} characters; this has {len(text)}")
        return text

    return check


def _fenced(text: str) -> str:
    try:
        names_in(text)
    except TemplateError as error:
        raise ValueError(str(error)) from None
    return text


def _pattern(text: str) -> str:
    try:
        compile_bounded(text)
    except PatternError as error:
        raise ValueError(str(error)) from None
    return text


def _path(text: str) -> str:
    return _template_of(text) if is_template(text) else text


def _template_of(text: str) -> str:
    raise ValueError(f"a variable is named, not templated: '{text[:40]}'")


Text = Annotated[str, AfterValidator(text_up_to(4096))]
Body = Annotated[str, AfterValidator(text_up_to(1024))]
Caption = Annotated[str, AfterValidator(text_up_to(1024))]
Short = Annotated[str, AfterValidator(text_up_to(60))]
Label = Annotated[str, AfterValidator(text_up_to(20))]
RowTitle = Annotated[str, AfterValidator(text_up_to(24))]
RowNote = Annotated[str, AfterValidator(text_up_to(72))]
RowId = Annotated[str, AfterValidator(text_up_to(200))]
ButtonId = Annotated[str, AfterValidator(text_up_to(256))]
FlowCta = Annotated[str, AfterValidator(text_up_to(30))]
Template = Annotated[str, AfterValidator(lambda text: _fenced(text) if is_template(text) else text)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Path = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}(\.[a-z0-9_]{1,64}){0,7}$"),
    AfterValidator(_path),
]
VariableList = Annotated[
    str, StringConstraints(pattern=r"^\{\{ *[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,7} *\}\}$")
]
"""A list of buttons or rows that an action made, named as `{{ tour_rows }}`."""

RESERVED: Final = frozenset(
    {
        "customer",
        "contact",
        "customer_profile",
        "merchant",
        "today",
        "payment",
        "flow_context",
        "mine",
    }
)
"""Names that the engine fills; no reply and no action may set them."""
