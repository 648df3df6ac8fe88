"""Saving of a draft's form fields, including invalid values."""

from collections.abc import Mapping

from guides.errors import FieldProblem
from services_hall.applications import answers, drafts
from services_hall.applications.answer_texts import asked_places
from services_hall.applications.answers import FIELD
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.use_cases.open_draft import OpenDraft


def save_answers(actor: Actor, current: OpenDraft, form: Mapping[str, str]) -> dict[str, FieldProblem]:
    """Saves the fields of the form; returns the errors by field name. Raises DraftNotFound, DraftFiled.

    What stands on the certificate from which the application starts stays as it is.
    """
    typed = {
        form_field.key: form.get(FIELD + form_field.key, "") for form_field in current.selection.form_fields
    } | dict(current.locked)
    public_id = current.draft.public_id  # the draft can be deleted before the transaction begins
    with transaction(keeps_drafts=True) as session:
        draft = drafts.lock_draft(session, actor.account_id, public_id)
        drafts.save_draft(draft, now=utc_now(), answers=typed)
    return _errors(current, typed)


def _errors(current: OpenDraft, typed: Mapping[str, str]) -> dict[str, FieldProblem]:
    places = asked_places(reading(), current.offer.form_fields)
    today = local_day(utc_now())
    return answers.read_answers(current.selection, typed, current.locked, today=today, places=places)[1]
