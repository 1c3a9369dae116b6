"""Run the service as a process: `python -m payments_omari`."""

from common.process import serve

from payments_omari import main

serve(main)
