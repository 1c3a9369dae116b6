"""Conversations, customers, orders and the ledger."""
