"""Run the `mari` command as a module."""

from standalone.entry import main

main()
