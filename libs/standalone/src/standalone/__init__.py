"""All services in one process, and the mari command."""
