"""The migrations of this service."""
