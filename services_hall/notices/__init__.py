"""Notices to people about their applications and certificates, and the messages that carry them."""
