"""Stand-ins for the providers, with a chat page."""
