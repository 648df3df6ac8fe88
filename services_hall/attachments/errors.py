"""Errors of attached files."""

from guides.errors import FieldProblem


class AttachmentsError(Exception):
    """Base class of the errors of attached files."""


class UploadRefused(AttachmentsError):
    """The file is empty, too large, broken or locked, or its content does not match its name."""

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class FilesNotBound(AttachmentsError):
    """The pages of a file cannot be copied into one document with others."""


class AttachmentNotFound(AttachmentsError):
    """The file does not exist or belongs to another person."""
