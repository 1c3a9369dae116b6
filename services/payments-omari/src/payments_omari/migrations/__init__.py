"""This service's migrations."""
