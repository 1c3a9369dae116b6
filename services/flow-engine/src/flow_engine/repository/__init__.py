"""Reads, locks and writes of rows; nothing here decides anything.

Every transaction locks in one order, each kind by id: lanes, customers, contacts, orders, intents.
"""
