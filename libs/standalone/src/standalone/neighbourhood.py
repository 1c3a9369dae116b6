"""The sandbox as a neighbour: the stand-ins that this run's services talk to."""

from common.local.server_user import private_folder
from fastapi import FastAPI
from sandbox.main import create_app
from sandbox.settings import Limits, SandboxSettings, TimelineSource, Timing

from standalone.environment import ACCOUNT_ID, DISPLAY_NUMBER, PHONE_NUMBER_ID, Place
from standalone.given import Addresses, addresses_at


def sandbox_app(
    place: Place,
    timeline: TimelineSource | None,
    services: Addresses | None = None,
    hosts: tuple[str, ...] = (),
) -> FastAPI:
    """Return the sandbox's app, with the same keys as the services; its store is its own.

    It answers under the names of this machine and under `hosts`.
    """
    services = services or addresses_at(place.origin)
    private_folder(place.folder / "sandbox")
    return create_app(
        SandboxSettings(
            data_dir=place.folder / "sandbox",
            webhook_url=services.webhook,
            app_secret=place.app_secret,
            verify_token=place.keys["verify_token"],
            phone_number_id=PHONE_NUMBER_ID,
            display_phone_number=DISPLAY_NUMBER,
            waba_id=ACCOUNT_ID,
            merchant_key=place.keys["merchant_key"],
            access_token=place.keys["access_token"],
            merchant_name=place.settings.merchant_name,
            timeline_source=timeline,
            release_url=services.tasks,
            api_key=place.api_key,
            hosts=hosts,
            timing=Timing(code_lifetime=place.settings.sandbox_code_seconds),
            limits=Limits(per_second=place.settings.sandbox_sends_per_second),
        )
    )
