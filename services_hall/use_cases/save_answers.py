"""Saving of a draft's form fields, including invalid values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guides.errors import FieldProblem
from services_hall.applications import answers
from services_hall.applications.answer_texts import asked_places
from services_hall.applications.answers import FIELD
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.page_merge import (
    MergedAnswers,
    merge_answers,
    read_versions,
    versions_after,
)
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.use_cases.open_draft import OpenDraft

BASE: Final = "base"
"""The field of a form with the versions of the answers that the page showed."""


@dataclass(frozen=True)
class SavedAnswers:
    """What was stored, the errors by field name, and the versions for a page that stays open."""

    merged: MergedAnswers
    problems: Mapping[str, FieldProblem]
    versions: str


def save_answers(actor: Actor, current: OpenDraft, form: Mapping[str, str]) -> SavedAnswers:
    """Saves the fields of the form. Raises DraftNotFound, DraftFiled.

    What stands on the certificate from which the application starts stays as it is. What another page of the
    draft changed since this one was opened stays, too, until somebody chooses.
    """
    typed = {
        form_field.key: form.get(FIELD + form_field.key, "") for form_field in current.selection.form_fields
    } | dict(current.locked)
    base = {
        key: value for key, value in read_versions(form.get(BASE, "")).items() if key not in current.locked
    }
    public_id = current.draft.public_id  # the draft can be deleted before the transaction begins
    with transaction(keeps_drafts=True) as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        merged = merge_answers(typed, draft.answers, base)
        pinned_drafts.save_draft(draft, now=utc_now(), answers=dict(merged.answers))
    problems = answer_problems(current, merged.answers)
    return SavedAnswers(merged, problems, versions_after(merged, typed, base))


def answer_problems(current: OpenDraft, typed: Mapping[str, str]) -> dict[str, FieldProblem]:
    """What must be put right in the fields of the form before the draft can be submitted."""
    places = asked_places(reading(), current.offer.form_fields)
    _answers, problems = answers.read_answers(
        current.selection,
        typed,
        current.locked,
        today=local_day(utc_now()),
        places=places,
        division_code=current.draft.division_code,
    )
    return problems
