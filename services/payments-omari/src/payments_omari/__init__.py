"""Payments through the Omari merchant API."""
