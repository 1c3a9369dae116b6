"""Which ways to pay are offered: those whose service says that it can take them."""

from common.payments.offer import Offer
from flow_engine.domain.world import PaymentMethod
from flow_engine.service.offers import Offers

OMARI = PaymentMethod("omari", "O'mari", frozenset({"USD", "ZWG"}), test=True)


def _told(*, configured: bool = True, test: bool = False, currencies: str = "USD ZWG") -> Offers:
    offers = Offers()
    offers.take(
        Offer(
            provider="omari",
            configured=configured,
            test=test,
            currencies=frozenset(currencies.split()),
        )
    )
    return offers


def test_a_service_that_has_said_nothing_is_taken_at_the_settings_word() -> None:
    """It may start a moment later than the conversations."""
    assert (OMARI,) == Offers().of([OMARI])


def test_a_service_without_credentials_is_not_offered() -> None:
    """Nobody is asked to pay where nothing can arrive."""
    assert () == _told(configured=False).of([OMARI])


def test_an_account_for_one_currency_is_offered_for_that_one() -> None:
    """An order in another currency does not see it."""
    (method,) = _told(currencies="USD EUR").of([OMARI])

    assert {"USD"} == method.currencies


def test_whether_it_is_play_money_is_the_services_word() -> None:
    """TEST is shown for the address that is really called."""
    assert [False] == [method.test for method in _told().of([OMARI])]
    assert [True] == [method.test for method in _told(test=True).of([OMARI])]
