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


class PdfUnreadable(Exception):
    """The file is damaged, cut off or without a page."""


class PdfLocked(Exception):
    """The file opens only with a password."""


class PictureUnreadable(Exception):
    """The picture is damaged or cut off."""


class PictureTooSmall(Exception):
    """The picture has too few pixels to be read: its width and height."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.width, self.height = width, height


class PictureTooLarge(Exception):
    """The picture has more pixels than can be decoded."""


class PictureBlank(Exception):
    """The picture shows nearly nothing: a blank page, a covered lens."""
