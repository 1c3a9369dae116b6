"""Whether a transition's condition holds. Nothing here raises on what a customer can send."""

from collections.abc import Mapping
from dataclasses import dataclass
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


_OnWords = (
    c.ReplyMatchesKeyword
    | c.ReplyContainsKeyword
    | c.TextContainsAny
    | c.RequestsHuman
    | c.ReplyMatchesRegex
)
_OnShape = c.ReplyIdEquals | c.MessageTypeIs | c.ReplyIsValid | c.InvalidOrNoSelection
_OnVariable = c.VariableEquals | c.VariableExists | c.VariableContains | c.VariableCompares
_OnForm = c.FormFieldEquals | c.FormReceived


def holds(condition: c.Condition, facts: Facts) -> bool:
    """Say whether it holds. Raises RenderError when a compared text cannot be made."""
    if isinstance(condition, _OnWords):
        return _words(condition, facts.text or "")
    if isinstance(condition, _OnShape):
        return _shape(condition, facts)
    if isinstance(condition, _OnVariable):
        return _variable(condition, facts.variables)
    if isinstance(condition, _OnForm):
        return _form(condition, facts)
    if isinstance(condition, c.ContactIsAdmin):
        return look_up("customer.is_admin", facts.variables) is True
    return True


def _words(condition: _OnWords, text: str) -> bool:
    match condition:
        case c.ReplyMatchesKeyword() | c.ReplyContainsKeyword():
            return _keyword(condition, text)
        case c.TextContainsAny():
            return any(contains_phrase(text, one) for one in condition.values)
        case c.RequestsHuman():
            return any(contains_phrase(text, one) for one in condition.keywords)
        case c.ReplyMatchesRegex():
            return text != "" and matches(condition.regex, text.strip())
        case _:
            assert_never(condition)


def _shape(condition: _OnShape, facts: Facts) -> bool:
    match condition:
        case c.ReplyIdEquals():
            return facts.reply_id == condition.value
        case c.MessageTypeIs():
            return facts.kind == condition.value
        case c.ReplyIsValid():
            return facts.is_valid is not None and facts.is_valid == condition.value
        case c.InvalidOrNoSelection():
            return facts.kind is not None and facts.reply_id is None
        case _:
            assert_never(condition)


def _keyword(condition: c.ReplyMatchesKeyword | c.ReplyContainsKeyword, text: str) -> bool:
    if isinstance(condition, c.ReplyMatchesKeyword):
        return _same(text.strip(), condition.keyword.strip(), case=condition.case_sensitive)
    if condition.case_sensitive and condition.keyword not in text:
        return False
    return contains_phrase(text, condition.keyword)


def _same(text: str, keyword: str, *, case: bool) -> bool:
    return text == keyword if case else text.casefold() == keyword.casefold()


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
