"""`make chaos`: break everything that can be broken, under load; the last line is JSON."""

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import uvloop
from common.log import configure_logging

from standalone.testing.chaos.report import say, write
from standalone.testing.chaos.run import FULL_COURSE, SHORT_COURSE, run


def main() -> int:
    """Run; returns 0 only when the promise held."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--short", action="store_true", help="each fault once: three minutes")
    parser.add_argument("--rate", type=float, help="messages a second")
    parser.add_argument("--data-dir", type=Path, help="where to keep what is left")
    options = parser.parse_args()
    configure_logging(level="CRITICAL")
    course = SHORT_COURSE if options.short else FULL_COURSE
    course = replace(course, rate=options.rate or course.rate)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="mari-", ignore_cleanup_errors=True) as folder:
        place: Path = options.data_dir or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        report = uvloop.run(run(place, course))
    if not options.short:
        write(report, _surroundings(course.rate, before))
    say(f"{report.seconds:.0f} s, {report.messages} messages, {report.details}")
    say(f"loops restarted: {report.restarts:.0f}")
    say(report.line())
    return 0 if report.held else 1


def _surroundings(rate: float, load: float) -> str:
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} before the"
        f" run; two processes of each service, {rate:.0f} messages a second beside the purchases."
    )


if __name__ == "__main__":
    sys.exit(main())
