"""The database schema of flow-engine, one step after another."""
