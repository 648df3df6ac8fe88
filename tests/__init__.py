"""Tests: each package's own, whole journeys, the architecture, and faults."""
