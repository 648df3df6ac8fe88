"""The catalogue: every guide, once."""
