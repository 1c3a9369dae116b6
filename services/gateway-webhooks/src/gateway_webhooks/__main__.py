"""Run the service as a process: `python -m gateway_webhooks`."""

from common.process import serve

from gateway_webhooks import main

serve(main)
