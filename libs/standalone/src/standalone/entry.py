"""The door of the `mari` command: what a person can mend is one line on the error stream."""

import sys

from common.console import print_anywhere


def main() -> None:
    """Run a command; a missing library or a start that cannot work ends with status 2.

    In every locale, and when Ctrl-C comes while the libraries are still being read.
    """
    print_anywhere()
    try:
        from standalone.main import run_command  # noqa: PLC0415 - its libraries may be missing
    except ModuleNotFoundError as error:
        sys.stderr.write(f"mari: the library {error.name} is missing: run `make install`.\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    run_command()
