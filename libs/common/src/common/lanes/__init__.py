"""Durable lanes: the database is the queue; what waits is taken together, in one commit."""
