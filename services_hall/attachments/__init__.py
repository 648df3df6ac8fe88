"""Uploaded files: validated by content, encrypted, owned by one account."""
