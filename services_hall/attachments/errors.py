"""Errors of attached files."""

from guides.errors import FieldProblem


class AttachmentsError(Exception):
    """The base of the errors of attached files."""


class UploadRefused(AttachmentsError):
    """A file is empty, too large, or not of the kind that its name says."""

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class AttachmentNotFound(AttachmentsError):
    """There is no such file, or it is somebody else's."""
