"""Notices before a decision, statements that answer them, and hearings."""
