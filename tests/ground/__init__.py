"""Settings, the clock and the two databases."""
