"""Whether a transition's condition holds. Nothing here raises on what a customer can send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, assert_never, cast

from flow_engine.domain.definition import condition as c
from flow_engine.domain.patterns import matches
from flow_engine.domain.rendering import MISSING, look_up, render
from flow_engine.domain.typed import contains_phrase


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition may look at: the variables, and the reply of this turn if there is one."""

    variables: Mapping[str, object]
    kind: str | None = None
    text: str | None = None
    reply_id: str | None = None
    """The option that was meant, whether it was tapped or typed."""
    is_valid: bool | None = None
    form: Mapping[str, object] | None = None
    ids: Mapping[str, object] = field(default_factory=dict[str, object])


_ABOUT_REPLY = (
    c.ReplyMatchesKeyword,
    c.ReplyContainsKeyword,
    c.TextContainsAny,
    c.ReplyMatchesRegex,
    c.ReplyIdEquals,
    c.MessageTypeIs,
    c.FormFieldEquals,
    c.FormReceived,
    c.ReplyIsValid,
    c.InvalidOrNoSelection,
    c.RequestsHuman,
)


def is_about_reply(condition: c.Condition) -> bool:
    """Say whether a condition looks at the reply: only these count for an invalid one."""
    return isinstance(condition, _ABOUT_REPLY)


def holds(condition: c.Condition, facts: Facts) -> bool:  # noqa: C901, PLR0912 - one closed set
    """Say whether it holds. Raises RenderError when a compared text cannot be made."""
    match condition:
        case c.AlwaysTrue():
            return True
        case c.ReplyMatchesKeyword() | c.ReplyContainsKeyword():
            return _keyword(condition, facts.text)
        case c.TextContainsAny():
            return any(contains_phrase(facts.text or "", one) for one in condition.values)
        case c.RequestsHuman():
            return any(contains_phrase(facts.text or "", one) for one in condition.keywords)
        case c.ReplyMatchesRegex():
            return facts.text is not None and matches(condition.regex, facts.text.strip())
        case c.ReplyIdEquals():
            return facts.reply_id == condition.value
        case c.MessageTypeIs():
            return facts.kind == condition.value
        case c.VariableEquals() | c.VariableExists() | c.VariableContains() | c.VariableCompares():
            return _variable(condition, facts.variables)
        case c.FormFieldEquals() | c.FormReceived():
            return _form(condition, facts)
        case c.ReplyIsValid():
            return facts.is_valid is not None and facts.is_valid == condition.value
        case c.InvalidOrNoSelection():
            return facts.kind is not None and facts.reply_id is None
        case c.ContactIsAdmin():
            return look_up("customer.is_admin", facts.variables) is True
        case _:
            assert_never(condition)


def _keyword(condition: c.ReplyMatchesKeyword | c.ReplyContainsKeyword, text: str | None) -> bool:
    if text is None:
        return False
    if isinstance(condition, c.ReplyMatchesKeyword):
        return _same(text.strip(), condition.keyword.strip(), case=condition.case_sensitive)
    if condition.case_sensitive and condition.keyword not in text:
        return False
    return contains_phrase(text, condition.keyword)


def _same(text: str, keyword: str, *, case: bool) -> bool:
    return text == keyword if case else text.casefold() == keyword.casefold()


_OnVariable = c.VariableEquals | c.VariableExists | c.VariableContains | c.VariableCompares


def _variable(condition: _OnVariable, variables: Mapping[str, object]) -> bool:
    found = look_up(condition.variable_name.removeprefix("flow_context."), variables)
    match condition:
        case c.VariableEquals():
            return as_text(found) == as_text(condition.value)
        case c.VariableExists():
            return found is not MISSING and found is not None and found != ""
        case c.VariableContains():
            return _contains(found, condition.value)
        case c.VariableCompares():
            return _compares(condition, found, variables)
        case _:
            assert_never(condition)


def as_text(value: object) -> str:
    """Return what two values are compared as: true is "true", nothing is ""."""
    if value is MISSING or value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _contains(found: object, value: object) -> bool:
    if isinstance(found, list | tuple):
        return as_text(value) in {as_text(one) for one in cast("list[object]", found)}
    if isinstance(found, Mapping):
        return as_text(value) in cast("Mapping[str, object]", found)
    return as_text(value) in as_text(found)


def _compares(
    condition: c.VariableCompares, found: object, variables: Mapping[str, object]
) -> bool:
    wanted = condition.value_template
    left = _number(found)
    right = _number(render(wanted, variables) if isinstance(wanted, str) else wanted)
    if left is None or right is None:
        return False
    return {
        "variable_less_than": left < right,
        "variable_less_than_or_equal": left <= right,
        "variable_greater_than": left > right,
        "variable_greater_than_or_equal": left >= right,
    }[condition.type]


def _number(value: object) -> Decimal | None:
    if value is MISSING or value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip()[:40])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _form(condition: c.FormFieldEquals | c.FormReceived, facts: Facts) -> bool:
    if isinstance(condition, c.FormFieldEquals):
        found: Any = look_up(condition.field_path, facts.form or {})
        return facts.form is not None and as_text(found) == as_text(condition.value)
    if condition.variable_name is None:
        return facts.form is not None
    return isinstance(look_up(condition.variable_name, facts.variables), Mapping)
