"""Signed calls between services: who calls whom, when, and with which body."""

from common.service_tokens.tokens import HEADER, ServiceAuth, ServiceVerifier

__all__ = ["HEADER", "ServiceAuth", "ServiceVerifier"]
