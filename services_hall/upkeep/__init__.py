"""Maintenance: removal of orphan files, re-encryption of values under older keys."""
