"""Errors of papers."""


class DocumentsError(Exception):
    """Base class of the errors of papers."""


class PaperNotFound(DocumentsError):
    """The paper does not exist or belongs to another person."""
