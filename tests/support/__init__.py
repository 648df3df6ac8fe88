"""What tests stand on: real processes, a real PostgreSQL, a real browser."""
