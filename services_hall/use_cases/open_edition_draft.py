"""Creation of a draft of a guide or a bundle, of which only one can exist at a time."""

from sqlalchemy.orm import Session

from guides.editions import EditionT, Terms, edition_type, open_draft
from guides.enumerations import EditionStatus
from guides.errors import CodeTaken, GuidesError
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


class EditionUnfinished(GuidesError):
    """The guide or bundle already has a draft or a submitted edition; `number` is its number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"edition {number} is unfinished")
        self.number = number


def open_edition_draft(editions: type[EditionT], code: str, *, actor: Actor) -> int:
    """Creates a draft with the terms of the working edition, and returns its number.

    Raises EditionUnfinished, GuideNotFound or BundleNotFound.
    """
    with transaction() as session:
        working = edition_type(editions).working_edition(session, code)
        return _open_only_draft(session, editions, code, working.content, actor)


def import_edition_draft(editions: type[EditionT], code: str, terms: Terms, *, actor: Actor) -> int:
    """Creates a draft with these terms, possibly the first edition of its code, and returns its number.

    Raises EditionUnfinished.
    """
    try:
        with transaction() as session:
            return _open_only_draft(session, editions, code, terms, actor)
    except CodeTaken:  # another transaction has created the code meanwhile, and its draft is visible now
        with transaction() as session:
            return _open_only_draft(session, editions, code, terms, actor)


def _open_only_draft(
    session: Session, editions: type[EditionT], code: str, terms: Terms, actor: Actor
) -> int:
    """Creates the draft, then checks for others: afterwards no other transaction can create one."""
    opened = open_draft(session, editions, code=code, content=terms, author=actor.public_id, now=utc_now())
    for edition in edition_type(editions).all_editions(session, code):
        is_unfinished = edition.status in {EditionStatus.DRAFT, EditionStatus.SUBMITTED}
        if is_unfinished and edition.number != opened.number:
            raise EditionUnfinished(edition.number)
    return opened.number
