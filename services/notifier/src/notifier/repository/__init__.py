"""Every statement of the notifier, each on the session of its transaction."""
