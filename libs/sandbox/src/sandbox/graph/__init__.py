"""A stand-in for Meta's Graph API (facts: WhatsApp Cloud API, sections 4 to 6 and 10)."""
