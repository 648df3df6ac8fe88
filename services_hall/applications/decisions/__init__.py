"""Decisions on cases, and what ends a case or a grant otherwise."""
