"""The catalogue of service guides."""
