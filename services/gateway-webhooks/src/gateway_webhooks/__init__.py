"""The only door for callbacks."""
