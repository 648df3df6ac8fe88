"""Saving of a draft's files and choices."""

from collections.abc import Iterable

from guides.errors import FieldProblem
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.pinned_drafts import DraftChoices
from services_hall.applications.enumerations import SubjectKind
from services_hall.attachments.groups import joined_problem
from services_hall.attachments.models import FileSubject
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.case_files import (
    CheckedFiles,
    SentFile,
    check_files,
    fitting_files,
    store_files,
)
from services_hall.use_cases.open_draft import OpenDraft


def save_files(
    actor: Actor, current: OpenDraft, files: Iterable[SentFile], choices: DraftChoices | None
) -> dict[str, FieldProblem]:
    """Saves each acceptable file behind those of its material; returns an error by field name for the others.

    Choices that are None stay as they are. Raises DraftNotFound, DraftFiled.
    """
    checked, errors = check_files(files)
    overfull = _save(actor, current.draft.public_id, checked, choices)
    for name, problem in overfull.items():
        errors[name] = joined_problem([problem, errors[name]] if name in errors else [problem])
    return errors


def _save(
    actor: Actor, public_id: str, checked: CheckedFiles, choices: DraftChoices | None
) -> dict[str, FieldProblem]:
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        pinned_drafts.save_draft(draft, now=utc_now())
        if choices is not None:
            pinned_drafts.save_choices(draft, choices)
        session.expire(draft, ["attachments"])
        present = pinned_drafts.files_by_material(draft)
        fitting, overfull = fitting_files(checked, present)
        for key, files in fitting.items():
            subject = FileSubject(SubjectKind.DRAFT, draft.id, key)
            store_files(session, files, actor=actor, subject=subject, after=present.get(key, ()))
        session.expire(draft, ["attachments"])
        return overfull
