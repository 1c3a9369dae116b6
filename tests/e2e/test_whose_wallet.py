"""Stories of one wallet and several chats: confirmed, limited, and told apart by the reference."""

import re
from typing import Any

import pytest
from standalone.testing import Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]


async def _code_of(wallet: Chat, prompt: str) -> str:
    """Return the code of the SMS that has the prompt's reference."""
    (reference,) = set(re.findall(r"\*([A-Z]{4})\*", prompt))
    (text,) = [sms for sms in await wallet.sms() if reference in sms]
    found = re.search(r"\b(\d{6})\b", text)
    assert found is not None
    return found.group(1)


async def _prompt(chat: Chat) -> str:
    """Return the last question for a code."""
    return [m.text for m in await chat.everything() if "Reference of the code" in m.text][-1]


async def test_two_payers_of_one_wallet_are_each_asked_by_the_reference(
    new_customer: Any, new_order: Any, omari: Any
) -> None:
    """The newest SMS is the other's: each is told which SMS is his, also after a wrong code."""
    wallet, first, second = new_customer(), new_customer(), new_customer()
    for chat in (first, second):
        await new_order(chat)
        await to_the_code(chat, "50", wallet=wallet.wa_id)

    wrong = await first.asks(await _code_of(wallet, await _prompt(second)), "not right")
    assert "newest" not in wrong.text
    assert set(re.findall(r"\*([A-Z]{4})\*", await _prompt(first))) <= set(
        re.findall(r"\*([A-Z]{4})\*", wrong.text)
    )
    await first.asks(await _code_of(wallet, wrong.text), "Receipt")
    await second.asks(await _code_of(wallet, await _prompt(second)), "Receipt")

    assert [5000, 5000] == await omari.charges(wallet.wa_id)


async def test_strangers_can_neither_bomb_a_wallet_nor_keep_its_owner_from_paying(
    new_customer: Any, new_order: Any, omari: Any
) -> None:
    """Three codes a day from all strangers, each confirmed; the owner pays at once."""
    owner, *strangers = (new_customer() for _ in range(5))
    for chat in strangers:
        await new_order(chat)
    for chat in strangers[:3]:
        await to_the_code(chat, "50", wallet=owner.wa_id)
    last = strangers[3]
    await last.asks("pay", "Pay for this one")
    await last.taps("pay", "How much would you like to pay")
    await last.asks("50", "Which number is the wallet")
    await last.asks(owner.wa_id, "Does its owner agree")
    refused = await last.taps("Yes", "too many tries")
    assert re.search(r"after \d{1,2} \w{3} \d{4}, \d{2}:\d{2}", refused.text)
    assert 3 == len(await owner.sms())

    await new_order(owner)
    await to_the_code(owner, "50")
    await owner.asks(await owner.code(), "Receipt")
    assert [5000] == await omari.charges(owner.wa_id)
