"""A service as a process of its own: `python -m <package>` is how it is started everywhere."""

from common.process.serve import serve

__all__ = ["serve"]
