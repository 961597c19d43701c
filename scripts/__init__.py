"""What `make` runs: preparing, starting, testing. Only the standard library, so that a bare Python can start it."""
