"""What every service of Mari shares."""
