"""Full turns per second beside their floor: `python -m benchmarks.turn [embedded|rabbitmq]`."""

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

import uvloop
from common.log import configure_logging

from benchmarks import embedded, over_rabbitmq
from benchmarks.page import AT, Result, write

FORMS: Final[Mapping[str, Callable[[], Awaitable[Result]]]] = {
    embedded.FORM: embedded.measured,
    over_rabbitmq.FORM: over_rabbitmq.measured,
}


async def main(forms: Sequence[str]) -> None:
    """Measure each form and write its part of the page."""
    configure_logging(level="WARNING")
    for form in forms:
        print(f"{form}:", flush=True)
        result = await FORMS[form]()
        write(result)
        print(f"ratio at {AT} customers: {result.ratio:.2f}; written to docs/performance.md")


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(FORMS)
    if not set(chosen) <= set(FORMS):
        sys.exit(f"ONLY is one of {', '.join(FORMS)}")
    uvloop.run(main(chosen))
