"""Errors of notices."""


class NoticeNotFound(Exception):
    """The account has no notice with this number."""
