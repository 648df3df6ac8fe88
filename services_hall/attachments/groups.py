"""Groups of files of one material: their order and their greatest number."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, bindparam, update

from guides.errors import FieldProblem
from services_hall.attachments.models import Attachment
from services_hall.attachments.uploads import UploadFault

MOST_FILES: Final = 20
"""Files of one material."""
LARGEST_GROUP: Final = 50 * 1024 * 1024
"""Bytes of all files of one material; a form of all of them stays below the limit of a request."""
MEGABYTE: Final = 1024 * 1024
_FILES: Final[Any] = Attachment.__table__
_LINK: Final = (
    update(_FILES)
    .where(_FILES.c.id == bindparam("file_id"))
    .values(first_id=bindparam("new_first_id"), position=bindparam("new_position"))
)


class FileMove(StrEnum):
    """What can be done with one file of a material."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    TURN = "turn"
    """By 90 degrees clockwise."""


def group_problem(sizes: Collection[int]) -> FieldProblem | None:
    """Why a material may not have files of these sizes in bytes; None if it may."""
    if len(sizes) > MOST_FILES:
        return FieldProblem(UploadFault.TOO_MANY_FILES, {"most": MOST_FILES})
    if sum(sizes) > LARGEST_GROUP:
        return FieldProblem(UploadFault.FILES_TOO_LARGE, {"most": LARGEST_GROUP // MEGABYTE})
    return None


def joined_problem(problems: Sequence[FieldProblem]) -> FieldProblem:
    """One problem that says all of them, in order."""
    joined, *more = problems
    for problem in more:
        joined = FieldProblem(UploadFault.SEVERAL, {"one": joined, "more": problem})
    return joined


def link_files(connection: Connection, groups: Iterable[Sequence[int]]) -> None:
    """Make a group of the files with the ids of each sequence, in its order; a file alone stays as it is."""
    links = [
        {"file_id": id_, "new_first_id": group[0], "new_position": position}
        for group in groups
        for position, id_ in enumerate(group[1:], start=2)
    ]
    if links:
        connection.execute(_LINK, links)


def moved(files: Sequence[Attachment], file: Attachment, move: FileMove) -> list[Attachment]:
    """The files in the order after the move; the first one does not go up, nor the last one down."""
    order = list(files)
    if move is FileMove.TURN:
        return order
    place = order.index(file)
    order.remove(file)
    if move is FileMove.UP:
        order.insert(max(place - 1, 0), file)
    elif move is not FileMove.REMOVE:
        order.insert(place + (move is FileMove.DOWN), file)
    return order


def number_files(files: Sequence[Attachment], *, is_group: bool) -> None:
    """Give the files their places; those of a filed material are a group of its first file."""
    for position, file in enumerate(files, start=1):
        file.position = position
        file.first_id = files[0].id if is_group and position > 1 else None
