"""How envelopes travel between services: which service reads which topic, and by what transport."""
