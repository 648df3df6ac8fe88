"""Limits and due days of cases."""
