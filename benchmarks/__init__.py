"""Measurements whose figures docs/performance.md keeps."""
