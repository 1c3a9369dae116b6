"""A stand-in for the O'mari merchant API 1.2.0 (facts: Omari)."""
