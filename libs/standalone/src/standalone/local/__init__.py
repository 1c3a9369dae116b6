"""Mari as separate processes on this machine, behind a RabbitMQ and a PostgreSQL of its own."""
