"""What flow-engine knows without a database, a network or a clock."""
