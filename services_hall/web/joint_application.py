"""The page of a draft that waits for joint applicants, and their answers: the same in every channel."""

from typing import Any

from flask import request

from guides.catalog import handlers_for
from guides.errors import DivisionNotFound, NoImplementation
from services_hall.applications.errors import RequirementsOpen
from services_hall.applications.filing.promises import promises_of
from services_hall.applications.models import JointConfirmation
from services_hall.applications.parties import agent_in, applicant_in
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.applications.prefill.store_proofs import NO_PROOFS, Proofs
from services_hall.database import reading
from services_hall.presentation import application_form
from services_hall.presentation.application_form import MaterialRow
from services_hall.presentation.item_summary import ItemSummary, item_summaries
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.scenario_answers import selection_answers
from services_hall.use_cases.confirm_application import (
    JointActor,
    SubmittedDraft,
    confirm_application,
    open_submitted,
    own_question,
    preview_own,
)
from services_hall.web import uploads
from services_hall.web.form_state import FormState

CONSENT = "joint_consent"
DECLARED = "declared"


class AnswerIncomplete(Exception):
    """The answer lacks something: messages by field name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(f"missing: {', '.join(errors)}")
        self.errors = errors


def page_values(by: JointActor, public_id: str, state: FormState) -> dict[str, Any]:
    """What the template shows of the draft to somebody who submitted it or is asked about it.

    Raises ConfirmationNotFound, ConfirmationClosed, DraftFiled.
    """
    waiting = open_submitted(by, public_id)
    question = own_question(by, waiting)
    is_asked = question is not None and question.answer is JointAnswer.ASKED
    proofs = preview_own(by, waiting, question) if question is not None and is_asked else NO_PROOFS
    opened = waiting.opened
    return {
        "draft": opened.draft,
        "offer": opened.offer,
        "selection": opened.selection,
        "applicant": applicant_in(opened.parties),
        "agent": agent_in(opened.parties),
        "answers": waiting.answers,
        "question": question,
        "is_asked": is_asked,
        "is_owner": opened.draft.owner_id == by.actor.account_id,
        "situation": selection_answers(opened.selection),
        "filled": application_form.filled_answers(opened),
        "rows": application_form.material_rows(opened, NO_PROOFS, {}, consent=False),
        "own_rows": _own_rows(waiting, question, proofs, state) if is_asked else [],
        "may_spare": any(proof.is_proved for proof in proofs.by_material.values()),
        "items": _items(waiting),
        "promises": promises_of(opened.offer, opened.selection),
        "place": application_form.district_name(opened.draft.division_code),
        "form_state": state,
    }


def _own_rows(
    waiting: SubmittedDraft, question: JointConfirmation | None, proofs: Proofs, state: FormState
) -> list[MaterialRow]:
    if question is None:
        return []
    own = {material.key for material in waiting.materials_of(question)}
    rows = application_form.material_rows(waiting.opened, proofs, state.errors)
    return [row for row in rows if row.material.key in own]


def _items(waiting: SubmittedDraft) -> list[ItemSummary]:
    """None where an item is no longer handled in the district."""
    opened = waiting.opened
    codes = [item.code for item in opened.selection.items]
    terms = {code: opened.offer.items[code].terms for code in codes}
    try:
        handlers = handlers_for(reading(), codes, opened.draft.division_code or "")
    except (NoImplementation, DivisionNotFound):
        return []
    return item_summaries(opened.selection.items, terms, handlers)


def confirm_from_form(by: JointActor, public_id: str, words: str) -> int | None:
    """Confirms as the form says; the application's id when it was filed by that.

    `words` say that the declaration is missing. Raises AnswerIncomplete, and what `confirm_application` does.
    """
    if request.form.get(DECLARED) != "yes":
        raise AnswerIncomplete({DECLARED: words})
    waiting = open_submitted(by, public_id)
    keys = [material.key for material in waiting.opened.selection.materials]
    try:
        return confirm_application(
            by,
            public_id,
            has_consented=request.form.get(CONSENT) == "yes",
            files=uploads.sent_files(request.files, keys),
        )
    except RequirementsOpen as missing:
        raise AnswerIncomplete(messages_by_field(missing.materials)) from None
