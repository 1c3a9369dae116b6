"""Run the `mari` command as a module."""

from standalone.main import main

main()
