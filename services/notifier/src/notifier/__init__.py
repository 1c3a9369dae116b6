"""The only door to WhatsApp."""
