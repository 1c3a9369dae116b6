"""One function for each kind of answer; all of them take anything and never raise."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from common.errors import InvalidError
from common.ids import normalise_reference
from common.money import AmountError, Money, exponent, format_money
from common.phones import PhoneError
from common.strict_json import parse_json

from flow_engine.domain.characters import readable
from flow_engine.domain.definition.step import ReplyConfig
from flow_engine.domain.patterns import matches
from flow_engine.domain.readers import DayError, read_amount, read_day, read_number, read_phone
from flow_engine.domain.rendering.filters import day

Options = tuple[tuple[str, str], ...]

_EMAIL: Final = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>.]{1,63}(?:\.[^@\s,;<>.]{1,63}){1,4}")
_REFERENCE: Final = re.compile(r"[0-9A-Z]{4,40}", re.ASCII)
_DEGREES: Final = re.compile(r"-?\d{1,3}(\.\d{1,20})?", re.ASCII)
_DAY: Final = "date:"
_LONGEST_EMAIL: Final = 254
_LONGEST_FIELD: Final = 500
_DEEPEST_FORM: Final = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What the customer sent, with the option it means when it means one."""

    kind: str
    text: str | None
    option: str | None
    content: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """A good reply's value, as JSON."""

    value: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reply is not taken; `suggestion` may be offered as buttons."""

    code: str
    said: str | None = None
    suggestion: Options = ()


Outcome = Answer | Refusal


@dataclass(frozen=True, slots=True)
class _Asked:
    config: ReplyConfig
    today: date
    currency: str


def check_reply(
    reply: Reply, config: ReplyConfig, *, today: date, currency: str = "USD"
) -> Outcome:
    """Return the value to keep, or why the reply is not taken."""
    asked = _Asked(config, today, currency)
    if config.expected_type in _BY_CONTENT:
        return _BY_CONTENT[config.expected_type](reply, asked)
    if reply.option is not None:
        return _chosen(reply.option, asked)
    if config.expected_type == "interactive_id":
        return Refusal("no_selection")
    text = (reply.text or "").strip() if reply.kind in {"text", "button", "interactive"} else ""
    return _unfit(text, config) or _BY_TEXT[config.expected_type](text, asked)


def _chosen(option: str, asked: _Asked) -> Outcome:
    """Keep the option's id; a day that was asked back is kept as a day, and still has to be one."""
    is_day = asked.config.expected_type == "date" and option.startswith(_DAY)
    return _date(option.removeprefix(_DAY), asked) if is_day else Answer(option)


def _unfit(text: str, config: ReplyConfig) -> Refusal | None:
    if not text:
        return Refusal("not_a_text")
    if len(text) > config.max_length:
        return Refusal("too_long")
    pattern = config.validation_regex
    return Refusal("no_match") if pattern and not matches(pattern, text) else None


def _text(text: str, _asked: _Asked) -> Outcome:
    return Answer(text)


def _number(text: str, asked: _Asked) -> Outcome:
    low, high = asked.config.minimum, asked.config.maximum
    value = read_number(text, alone=0 if low == 0 else 1)
    if value is None:
        return Refusal("not_a_number")
    if low is not None and value < low:
        return Refusal("too_small")
    if high is not None and value > high:
        return Refusal("too_large")
    return Answer(value)


def _email(text: str, _asked: _Asked) -> Outcome:
    good = len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text)
    return Answer(text) if good else Refusal("not_an_email")


def _amount(text: str, asked: _Asked) -> Outcome:
    try:
        read_amount(text, asked.currency)
    except AmountError as error:
        return _not_an_amount(text, error.code, asked.currency)
    return Answer(text)


def _not_an_amount(text: str, code: str, currency: str) -> Refusal:
    """Ask a comma back as a button: it may mean two things."""
    if code != "comma":
        return Refusal(code)
    meant = _without_comma(text, currency)
    if meant is None:
        return Refusal(code)
    said = format_money(meant)
    plain = said.removeprefix(f"{currency} ").replace(",", "")
    return Refusal(code, f"Do you mean {plain}?", ((f"amount:{plain}", f"Yes, {said}"),))


def _without_comma(text: str, currency: str) -> Money | None:
    before, _, after = text.strip().rpartition(",")
    is_fraction = after.isdecimal() and len(after) <= max(exponent(currency), 1)
    unified = f"{before.replace(',', '')}.{after}" if is_fraction else text.replace(",", "")
    try:
        return read_amount(unified, currency)
    except AmountError:
        return None


def _phone(text: str, _asked: _Asked) -> Outcome:
    try:
        return Answer(read_phone(text))
    except PhoneError:
        return Refusal("not_a_phone")


def _reference(text: str, _asked: _Asked) -> Outcome:
    """Keep what was typed: our own references and older ones with other letters can be meant."""
    good = _REFERENCE.fullmatch(normalise_reference(text[:60]))
    return Answer(text[:60]) if good else Refusal("not_a_reference")


def _date(text: str, asked: _Asked) -> Outcome:
    try:
        return Answer(read_day(text, asked.today).isoformat())
    except DayError as error:
        return _unclear(error.days) if error.days else Refusal(error.code)


def _unclear(days: tuple[date, ...]) -> Refusal:
    """Ask back a day that may mean two, or one that its weekday denies."""
    written = [(one.isoformat(), day(one.isoformat())) for one in days[:2]]
    said = f"Do you mean {' or '.join(name for _, name in written)}?"
    return Refusal("unclear", said, tuple((f"{_DAY}{iso}", name) for iso, name in written))


def _image(reply: Reply, _asked: _Asked) -> Outcome:
    media = _part(reply, "image").get("id")
    good = reply.kind == "image" and isinstance(media, str) and media
    return Answer(media) if good else Refusal("not_an_image")


def _location(reply: Reply, _asked: _Asked) -> Outcome:
    place = _part(reply, "location")
    found = {key: _degrees(place.get(key)) for key in ("latitude", "longitude")}
    if reply.kind != "location" or None in found.values():
        return Refusal("not_a_location")
    names = {k: _short(place[k]) for k in ("name", "address") if place.get(k)}
    return Answer({k: str(v) for k, v in found.items()} | names)


def _degrees(value: object) -> str | None:
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    return text if _DEGREES.fullmatch(text) else None


def _form(reply: Reply, asked: _Asked) -> Outcome:
    """Keep only the fields that the question lists, as texts; the client can set nothing else."""
    fields = form_fields(reply)
    if fields is None:
        return Refusal("not_a_form")
    kept = {name: _short(fields[name]) for name in asked.config.allowed_fields if name in fields}
    return Answer(kept)


def form_fields(reply: Reply) -> dict[str, object] | None:
    """Return what a Meta form sent back, or nothing when it is none (facts/whatsapp.md 2.2)."""
    raw = _part(reply, "interactive").get("nfm_reply")
    body = cast("dict[str, object]", raw).get("response_json") if isinstance(raw, dict) else None
    if not isinstance(body, str) or len(body) > 20_000:  # noqa: PLR2004 - a form is small
        return None
    try:
        found = parse_json(body.encode("utf-8", "replace"), max_depth=_DEEPEST_FORM)
    except InvalidError:
        return None
    return cast("dict[str, object]", found) if isinstance(found, dict) else None


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return readable(text, longest=_LONGEST_FIELD)


def _part(reply: Reply, key: str) -> dict[str, object]:
    found = reply.content.get(key)
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


_BY_TEXT: Final[dict[str, Callable[[str, _Asked], Outcome]]] = {
    "text": _text,
    "number": _number,
    "email": _email,
    "amount": _amount,
    "phone": _phone,
    "reference": _reference,
    "date": _date,
}
_BY_CONTENT: Final[dict[str, Callable[[Reply, _Asked], Outcome]]] = {
    "image": _image,
    "location": _location,
    "nfm_reply": _form,
}
