"""Every code that Meta documents, and what follows from it."""

from datetime import timedelta

import pytest
from notifier.domain.outcome import Accepted, NotSent, Outcome, Refused, Unknown, judge
from notifier.domain.verdicts import VERDICTS, Action, is_about_account, verdict_of

REPLAY = {4, 80007, 130429, 131057, 131053, 132069, 133004, 134101, 2494100}
UNKNOWN = {1, 2, 131000, 131016, 133000}
DOCUMENTED = {
    *(0, 190, 3, 10, *range(200, 300), 131005, 1, 2, 4, 80007, 130429, 131056, 131048, 131064),
    *(133016, 368, 131031, 130497, 33, 100, 130472, 130403, 131000, 131008, 131009, 131016),
    *(131021, 131026, 131030, 131037, 131042, 131045, 131047, 131049, 131050, 131051, 131052),
    *(131053, 131055, 131063, 134100, 131057, 131062, 132000, 132001, 132005, 132007, 132008),
    *(132012, 132018, 132015, 132016, 132068, 132069, 133000, 133004, 133005, 133006, 133008),
    *(133009, 133010, 133015, 134011, 134101, 135000, 137000, *range(139000, 139007), 139200),
    *(2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2388318, 2388330, 2494100),
}


def _error(code: object) -> dict[str, object]:
    return {"error": {"code": code, "message": "no"}}


def test_the_table_has_every_documented_code() -> None:
    """Facts: WhatsApp, section 5.2, row by row."""
    assert set(VERDICTS) == DOCUMENTED


def test_only_what_was_refused_before_processing_is_replayed() -> None:
    """W-E7: every other code is final or unknown, never a blind repetition."""
    replayed = {code for code, verdict in VERDICTS.items() if verdict.action is Action.REPLAY}
    paired = {code for code, verdict in VERDICTS.items() if verdict.action is Action.PAIR}

    assert (replayed, paired) == (REPLAY, {131056})


def test_what_may_have_gone_out_is_unknown() -> None:
    """Never a failure, never a blind repetition."""
    unknown = {code for code, verdict in VERDICTS.items() if verdict.action is Action.UNKNOWN}

    assert unknown == UNKNOWN


def test_maintenance_is_waited_for_a_minute() -> None:
    """131057 lasts up to a minute."""
    assert timedelta(minutes=1) == verdict_of("131057").wait


@pytest.mark.parametrize("code", ["0", "3", "10", "190", "200", "299", "368", "131005", "131042"])
def test_trouble_with_the_account_is_known_as_such(code: str) -> None:
    """Health tells, because only a person can mend it."""
    assert is_about_account(code)


@pytest.mark.parametrize("code", ["131026", "131047", "100", "http:500", "notifier:gave_up"])
def test_trouble_with_one_message_is_not_the_accounts(code: str) -> None:
    """One customer without WhatsApp stops nobody else."""
    assert not is_about_account(code)


def test_a_code_that_nobody_knows_is_final() -> None:
    """Definite as it is, it is not repeated."""
    assert verdict_of("999999").action is Action.FINAL


def test_content_is_never_tried_again() -> None:
    """Neither what we refuse nor what we cannot open."""
    assert verdict_of("content:empty_body").action is Action.CONTENT
    assert verdict_of("notifier:unreadable").action is Action.CONTENT


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"messages": [{"id": "wamid.1"}]}, Accepted("wamid.1")),
        (201, {"messages": [{"id": "wamid.1"}], "new": 1}, Accepted("wamid.1")),
        (200, None, Unknown("http:200")),
        (200, {}, Unknown("http:200")),
        (200, [], Unknown("http:200")),
        (200, {"messages": []}, Unknown("http:200")),
        (200, {"messages": "wamid.1"}, Unknown("http:200")),
        (200, {"messages": ["wamid.1"]}, Unknown("http:200")),
        (200, {"messages": [{"id": ""}]}, Unknown("http:200")),
        (200, {"messages": [{"id": 7}]}, Unknown("http:200")),
        (200, {"messages": [{"id": "w" * 513}]}, Unknown("http:200")),
        (302, None, Unknown("http:302")),
        (400, _error(131047), Refused("131047")),
        (400, _error("131047"), Refused("131047")),
        (401, _error(190), Refused("190")),
        (403, _error(250), Refused("250")),
        (500, _error(3), Refused("3")),
        (500, _error(131057), Refused("131057")),
        (429, _error(130429), Refused("130429")),
        (400, _error(131000), Unknown("131000")),
        (500, _error(131016), Unknown("131016")),
        (400, _error(1), Unknown("1")),
        (503, _error(2), Unknown("2")),
        (400, _error(777777), Refused("777777")),
        (500, _error(777777), Unknown("777777")),
        (400, _error(None), Refused("http:400")),
        (400, _error(1.5), Refused("http:400")),
        (400, _error(-5), Refused("http:400")),
        (400, {"error": "words"}, Refused("http:400")),
        (400, None, Unknown("http:400")),
        (404, None, Unknown("http:404")),
        (429, None, NotSent("http:429")),
        (500, None, Unknown("http:500")),
        (502, {"error": {}}, Unknown("http:502")),
    ],
)
def test_an_answer_means_what_is_certain_and_no_more(
    status: int, body: object, expected: Outcome
) -> None:
    """The code decides before the HTTP status; what cannot be read is unknown."""
    assert expected == judge(status, body)
