"""Run the service as a process: `python -m flow_engine`."""

from common.process import serve

from flow_engine import main

serve(main)
