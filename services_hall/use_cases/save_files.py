"""Saving of a draft's files and choices."""

from collections.abc import Iterable, Mapping

from guides.errors import FieldProblem
from services_hall.applications import drafts
from services_hall.applications.drafts import DraftChoices
from services_hall.applications.enumerations import SubjectKind
from services_hall.attachments import uploads
from services_hall.attachments.models import FileSubject
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import SentFile, check_files
from services_hall.use_cases.open_draft import OpenDraft


def save_files(
    actor: Actor, current: OpenDraft, files: Iterable[SentFile], choices: DraftChoices
) -> dict[str, FieldProblem]:
    """Saves each acceptable file; returns an error by field name for each refused file.

    Raises DraftNotFound, DraftFiled.
    """
    checked, errors = check_files(files)
    _save(actor, current.draft.public_id, checked, choices)
    return errors


def _save(
    actor: Actor, public_id: str, checked: Mapping[str, uploads.CheckedFile], choices: DraftChoices
) -> None:
    with transaction() as session:
        draft = drafts.lock_draft(session, actor.account_id, public_id)
        drafts.save_draft(draft, now=utc_now())
        drafts.save_choices(draft, choices)
        for key, file in checked.items():
            attachment = uploads.store_upload(
                session,
                encrypted_files(),
                file,
                owner_id=actor.account_id,
                subject=FileSubject(SubjectKind.DRAFT, draft.id, key),
                now=utc_now(),
            )
            drafts.replace_file(session, draft, attachment, key)
