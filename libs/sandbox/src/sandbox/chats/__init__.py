"""The customers' phones: what they wrote, what they were sent, and how they are known."""
