"""Replacement of a case's content: materials by better ones, answers by corrected ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.bundles import AskedField
from guides.enumerations import Audience, CertificateSubject
from guides.terms import FormField
from services_hall.applications.answer_texts import answer_text, asked_places
from services_hall.applications.answers import AnswerFault, FieldInvalid, offered_to, read_field
from services_hall.applications.answers.form_rules import broken_rules_of, compared_keys
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Application, Case, Requirement, SupersededMaterial
from services_hall.applications.parties.party_corrections import PartyCorrection
from services_hall.applications.prefill.business_licences import ENTITY_SOURCES
from services_hall.applications.prefill.certificate_subjects import relied_on_licence
from services_hall.applications.seen_originals import scan_problems
from services_hall.applications.supplements.corrected_people import correct_people, is_identity
from services_hall.applications.visible_answers import answers_of, scenario_of
from services_hall.identity.applicant_kinds import applicant_kind


@dataclass(frozen=True)
class AnswerChange:
    """A corrected answer, with the words of its options."""

    key: str
    label: str
    before: str
    after: str


def requirements_by_key(case: Case) -> Mapping[str, Requirement]:
    """The materials that the applicant must give for this case, by key."""
    return {
        requirement.material_key: requirement
        for requirement in case.application_item.requirements
        if requirement.met_by is not MetBy.THIS_APPLICATION
    }


def refuse_unscanned(case: Case, seen: Collection[str]) -> None:
    """Raise ActionInvalid for materials of which the original was seen although they must be scanned."""
    terms = case.application_item.edition.terms.materials
    if problems := scan_problems(((one.key, one) for one in terms), seen):
        raise ActionInvalid(problems)


def fields_by_key(case: Case) -> Mapping[str, FormField]:
    """The form fields that were filled in for this case, by key of its own edition."""
    return {form_field.key: form_field for form_field, _key, _value in answers_of(case)}


def correctable_fields(case: Case) -> Mapping[str, FormField]:
    """The form fields that can be corrected: all except those that say who applies and who acts."""
    fields, kind = fields_by_key(case), _applicant_kind(case)
    return {
        key: offered_to(one, kind) for key, one in fields.items() if not is_identity(case.application, one)
    }


def _applicant_kind(case: Case) -> Audience:
    return applicant_kind(case.application.holder, case.application.sole_trader)


def replace_material(
    session: Session,
    requirement: Requirement,
    *,
    met_by: MetBy,
    attachment_id: int | None = None,
    actor_id: int,
    now: datetime,
) -> None:
    """Meet the requirement by a file, or an original that a clerk has seen; the way before is kept."""
    session.add(
        SupersededMaterial(
            requirement_id=requirement.id,
            met_by=requirement.met_by,
            attachment_id=requirement.attachment_id,
            certificate_identifier=requirement.certificate_identifier,
            replaced_at=now,
            replaced_by_id=actor_id,
        )
    )
    requirement.met_by = met_by
    requirement.attachment_id = attachment_id
    requirement.certificate_type = requirement.certificate_identifier = None
    requirement.proved_at = requirement.lost_at = requirement.flaw = None


def correct_answer(
    session: Session, case: Case, form_field: FormField, text: str, *, today: date
) -> AnswerChange | None:
    """Correct one answer for this case; None when it stays the same. Raises FieldInvalid.

    What stands on the licence in the store that the case relies on cannot be corrected, nor who applies; the
    people of the application follow a corrected answer about them. The corrected answer is the case's own:
    other agencies of the application keep what they were given.
    """
    places = asked_places(session, (form_field,))
    offered = offered_to(form_field, _applicant_kind(case))
    value = read_field(AskedField(key=form_field.key, field=offered, members=()), text, places=places)
    before = next(old for field, _key, old in answers_of(case) if field.key == form_field.key)
    after = "" if value is None else value
    if str(before) == str(after):
        return None  # a form sends every answer, also those that may not be changed
    _check_rules(case, form_field, value, today=today)
    _check_licence(case, form_field)
    application = session.get_one(
        Application, case.application_id, with_for_update=True, populate_existing=True
    )
    note = PartyCorrection(form_field.label, case.number, today)
    correct_people(session, application, form_field, before=str(before), after=str(after), note=note)
    application.answers = {**application.answers, f"{case.item_code}:{form_field.key}": after}
    return AnswerChange(
        form_field.key,
        form_field.label,
        answer_text(form_field, before, places),
        answer_text(form_field, after, places),
    )


def _check_licence(case: Case, form_field: FormField) -> None:
    """Raises FieldInvalid for a field that says what the licence in the store says."""
    kind = case.application_item.edition.terms.certificate_subject
    is_licensed = kind is CertificateSubject.LICENSED and relied_on_licence(case) is not None
    if is_licensed and form_field.prefill in ENTITY_SOURCES:
        raise FieldInvalid(AnswerFault.FROM_LICENCE, label=form_field.label)


def _check_rules(case: Case, form_field: FormField, value: object, *, today: date) -> None:
    """Raises FieldInvalid when the new value breaks a rule of its own, or of a field that refers to it."""
    fields = fields_by_key(case)
    values = {field.key: old for field, _key, old in answers_of(case)} | {form_field.key: value}
    known = {key: one for key, one in values.items() if one not in ("", None)}
    problems = broken_rules_of(
        fields, known, scenario_of(case), today=today, division_code=case.division_code
    )
    for key, problem in problems.items():
        if key == form_field.key or form_field.key in compared_keys(fields[key]):
            raise FieldInvalid(problem.code, **problem.values)
