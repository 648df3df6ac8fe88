"""Saving of a draft's files and choices."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from guides.errors import FieldProblem
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.pinned_drafts import DraftChoices
from services_hall.applications.enumerations import SubjectKind
from services_hall.attachments.groups import joined_problem
from services_hall.attachments.models import Attachment, FileSubject
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
    actor: Actor,
    current: OpenDraft,
    files: Iterable[SentFile],
    choices: DraftChoices | None,
    *,
    is_again: bool = False,
) -> dict[str, FieldProblem]:
    """Saves each acceptable file behind those of its material; returns an error by field name for the others.

    Choices that are None stay as they are. With `is_again` the files were sent before and the answer was
    lost: what the material has already is not saved a second time. Raises DraftNotFound, DraftFiled.
    """
    checked, errors = check_files(files)
    overfull = _save(actor, current.draft.public_id, checked, choices, is_again=is_again)
    for name, problem in overfull.items():
        errors[name] = joined_problem([problem, errors[name]] if name in errors else [problem])
    return errors


def _save(
    actor: Actor, public_id: str, checked: CheckedFiles, choices: DraftChoices | None, *, is_again: bool
) -> dict[str, FieldProblem]:
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        pinned_drafts.save_draft(draft, now=utc_now())
        if choices is not None:
            pinned_drafts.save_choices(draft, choices)
        session.expire(draft, ["attachments"])
        present = pinned_drafts.files_by_material(draft)
        new = _without_present(checked, present) if is_again else checked
        fitting, overfull = fitting_files(new, present)
        for key, files in fitting.items():
            subject = FileSubject(SubjectKind.DRAFT, draft.id, key)
            store_files(session, files, actor=actor, subject=subject, after=present.get(key, ()))
        session.expire(draft, ["attachments"])
        return overfull


def _without_present(checked: CheckedFiles, present: Mapping[str, Sequence[Attachment]]) -> CheckedFiles:
    """The files of each material that it does not have yet, by their content."""
    had = {key: {file.sha256 for file in files} for key, files in present.items()}
    return {
        key: [file for file in files if hashlib.sha256(file.data).digest() not in had.get(key, ())]
        for key, files in checked.items()
    }
