"""Private servers on this machine, for tests and for running Mari as processes without Docker."""
