"""`python -m sandbox`: the stand-ins in a process of their own."""

import argparse
from pathlib import Path

from sandbox.main import serve
from sandbox.settings import SandboxSettings

_OPTIONS = (
    "app_secret",
    "verify_token",
    "phone_number_id",
    "display_phone_number",
    "waba_id",
    "merchant_key",
    "access_token",
    "merchant_name",
    "release_url",
    "api_key",
)


def main() -> None:
    """Read the options and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--webhook-url", default="http://127.0.0.1:8000/webhooks/whatsapp")
    parser.add_argument("--timeline-url", action="append", default=[])
    for name in _OPTIONS:
        parser.add_argument(f"--{name.replace('_', '-')}", required=name == "app_secret")
    given = vars(parser.parse_args())
    chosen = {name: given[name] for name in _OPTIONS if given[name] is not None}
    urls = tuple(given["timeline_url"])
    settings = SandboxSettings(
        data_dir=given["data_dir"], webhook_url=given["webhook_url"], timeline_urls=urls, **chosen
    )
    serve(settings, port=given["port"])


if __name__ == "__main__":
    main()
