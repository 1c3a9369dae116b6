"""Faults against the whole process form under load, and what must hold afterwards."""
