"""What people type is read as they mean it: a table, and one reader for each kind."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from common.money import AmountError, format_money
from common.phones import PhoneError
from flow_engine.domain.book import FlowBook
from flow_engine.domain.choosing import choose
from flow_engine.domain.definition import load_flows
from flow_engine.domain.inbound import read_said
from flow_engine.domain.readers import (
    DayError,
    read_amount,
    read_code,
    read_command,
    read_day,
    read_number,
    read_phone,
)
from flow_engine.domain.rendering.filters import day, local_phone
from flow_engine.domain.secrets import MASK, carries_code, masked
from flow_engine.flows import shipped_flows
from hypothesis import given
from hypothesis import strategies as st

DATA: Final = Path(__file__).parents[2] / "data"
TODAY: Final = date(2026, 11, 30)
FLOWS: Final = FlowBook(load_flows(shipped_flows()))
TABLE: Final = tomllib.loads((DATA / "utterances.toml").read_text("utf-8"))


def _amount(text: str) -> str:
    try:
        return format_money(read_amount(text, "USD"))
    except AmountError as error:
        return error.code


def _day(text: str) -> str:
    try:
        return read_day(text, TODAY).isoformat()
    except DayError as error:
        days = " or ".join(one.isoformat() for one in error.days)
        return (days if " or " in days else f"{days}?") if days else error.code


def _number(text: str) -> str:
    found = read_number(text)
    return "" if found is None else str(found)


def _phone(text: str) -> str:
    try:
        return read_phone(text)
    except PhoneError:
        return ""


def _flow(text: str) -> str:
    found = FLOWS.match_trigger(text)
    return found.name if found else ""


READERS: Final[dict[str, Callable[[str], str]]] = {
    "amount": _amount,
    "code": lambda text: read_code(text) or "",
    "day": _day,
    "number": _number,
    "phone": _phone,
    "command": lambda text: read_command(text) or "",
    "flow": _flow,
}
ROWS: Final = [(kind, said, means) for kind, rows in TABLE.items() for said, means in rows.items()]


def test_the_table_is_large_and_of_every_kind() -> None:
    """At least 120 utterances, and each kind has a reader."""
    assert len(ROWS) >= 120
    assert TABLE.keys() == READERS.keys()


@pytest.mark.parametrize(("kind", "said", "means"), ROWS)
def test_an_utterance_is_read_as_it_is_meant(kind: str, said: str, means: str) -> None:
    """As a message brings it: cleaned once where it comes in, then read."""
    heard = read_said("text", {"text": {"body": said}}).text or ""

    assert READERS[kind](heard) == means


@given(st.text(max_size=80) | st.sampled_from([said for _, said, _ in ROWS]), st.integers(0, 3))
def test_no_text_breaks_a_reader(text: str, repeats: int) -> None:
    """Whatever is typed, however often, each reader gives a reading or none."""
    for read in READERS.values():
        assert isinstance(read(text * repeats), str)


@given(st.integers(0, 365))
def test_a_day_is_read_as_mari_writes_it(later: int) -> None:
    """`Fri 25 Dec 2026` is that day, with and without the year and the weekday."""
    meant = TODAY + timedelta(days=later)
    written = day(meant.isoformat())

    assert read_day(written, TODAY) == meant
    assert read_day(written.split(" ", 1)[1], TODAY) == meant


@given(st.integers(0, 364))
def test_a_day_without_its_year_is_the_next_that_comes(later: int) -> None:
    """`Fri 25 Dec` is read as well: no other year gives the next one."""
    meant = TODAY + timedelta(days=later)

    assert read_day(day(meant.isoformat()).rsplit(" ", 1)[0], TODAY) == meant


@given(st.from_regex(r"2637[0-9]{8}", fullmatch=True))
def test_a_number_is_read_as_mari_writes_it(number: str) -> None:
    """`0771 234 567` is that number, also as the button's title says it."""
    assert read_phone(local_phone(number)) == number
    assert read_phone(f"Use {local_phone(number)}") == number


def test_a_code_on_keycaps_is_covered() -> None:
    """Digits on keycaps are read as a code, so they are covered as one."""
    typed = "".join(f"{digit}\ufe0f\u20e3" for digit in "012345")

    assert read_code(typed) == "012345"
    assert carries_code(typed)
    assert masked(typed) == MASK


def test_just_me_takes_nobody_else_along() -> None:
    """A "just me" is one traveller; where companions are counted it is nobody."""
    assert read_number("just me") == 1
    assert read_number("just me", alone=0) == 0


def test_an_option_is_chosen_by_a_digit_of_any_script() -> None:
    """The second of two is 2 in Arabic and in wide digits as well."""
    options = (("a", "First"), ("b", "Second"))
    typed = ("2", "\u0662", "\uff12", "2\ufe0f\u20e3")

    assert {choose(two, options, by_number=True) for two in typed} == {(("b", "Second"),)}
