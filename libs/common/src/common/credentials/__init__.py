"""Providers' credentials: from the environment, or kept in the database of who uses them."""

from common.credentials.book import Credentials, KeyInForce
from common.credentials.desk import CredentialDesk
from common.credentials.keeping import Keeping
from common.credentials.router import credentials_router
from common.credentials.spec import DEFAULT, Field, ProviderSpec
from common.credentials.watch import credentials_watch

__all__ = [
    "DEFAULT",
    "CredentialDesk",
    "Credentials",
    "Field",
    "Keeping",
    "KeyInForce",
    "ProviderSpec",
    "credentials_router",
    "credentials_watch",
]
