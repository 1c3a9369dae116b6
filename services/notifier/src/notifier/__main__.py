"""Run the service as a process: `python -m notifier`."""

from common.process import serve

from notifier import main

serve(main)
