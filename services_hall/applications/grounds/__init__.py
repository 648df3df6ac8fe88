"""Grounds and legal bases of decisions and of the end of grants (pure)."""
