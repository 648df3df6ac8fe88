"""What a granted case issues: the data of its certificate, and what of it the body decides itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import issuing, lookup
from certificate_store.certificate_faces import field_text
from certificate_store.certificate_types import certificate_type
from certificate_store.models import Certificate
from guides.enumerations import HandlingKind
from services_hall.applications.answer_texts import asked_places, issued_value
from services_hall.applications.certificates.versions import VersionChange, issue_next_version
from services_hall.applications.clocks.renewal_times import is_renewed_by_silence
from services_hall.applications.decisions.grant_ends import CASE_SOURCE
from services_hall.applications.grounds.result_entries import NO_ENTRY, EntryForm, ResultEntry, ResultField
from services_hall.applications.lifecycle import GRANT_ENDED, CaseState
from services_hall.applications.models import Case
from services_hall.applications.prefill.certificate_subjects import (
    Subject,
    entity_answers,
    holders_of,
    subject_of,
)
from services_hall.applications.visible_answers import answers_of

CREDIT_CODE: Final = "credit_code"
"""The field of a business licence with the code that the decision assigned."""


@dataclass(frozen=True)
class Issue:
    """The data of the certificate that a granted case issues, read before the call to the store.

    `fixed` are data fields that follow from the decision on the holder: its name and its credit code.
    """

    type_code: str
    subject: Subject
    agency_code: str
    agency_name: str
    answers: Mapping[str, Any]
    fixed: frozenset[str]
    granted_on: date
    validity_months: int | None
    source: str
    is_void: bool
    change: VersionChange | None = None
    entry: ResultEntry = field(default=NO_ENTRY, repr=False)

    @property
    def valid_from(self) -> date:
        """The first day: the body's choice, else the day of the decision."""
        return self.entry.validity(self.granted_on, self.validity_months)[0]

    @property
    def valid_to(self) -> date | None:
        """The last day: the body's choice, else by the validity that the guide gives."""
        return self.entry.validity(self.granted_on, self.validity_months)[1]


def issue_of(session: Session, case: Case, granted_on: date) -> Issue | None:
    """What the case issues if it is granted on this day; None for an item without a certificate."""
    result = case.application_item.edition.terms.result
    if result.certificate_type is None:
        return None
    entity = entity_answers(case)
    return Issue(
        type_code=result.certificate_type,
        subject=subject_of(case),
        agency_code=case.agency_code,
        agency_name=case.agency.name,
        answers=_labelled_answers(session, case) | entity,
        fixed=frozenset({CREDIT_CODE, *entity}),
        granted_on=granted_on,
        validity_months=result.validity_months,
        source=f"{CASE_SOURCE}{case.number}",
        is_void=case.state in GRANT_ENDED | {CaseState.WITHDRAWN},
        change=_change_of(case),
        entry=ResultEntry.from_json(case.result_entry),
    )


def result_form(store: Session, issue: Issue, asked: ResultEntry = NO_ENTRY) -> EntryForm:
    """What the body decides of this certificate, with its defaults; `asked` may name a number.

    A change writes new data fields, a renewal and a reissue say the same again.
    """
    kind, change = certificate_type(store, issue.type_code), issue.change
    stated = dict(issue.answers)
    if change is not None:
        current = lookup.current_version(store, lookup.certificate(store, change.identifier))
        stated = {**current.fields, **(stated if change.action is HandlingKind.CHANGE else {})}
    is_written = change is None or change.action is HandlingKind.CHANGE
    return EntryForm(
        type_name=kind.name,
        fields=[
            ResultField(one["key"], one["label"], field_text(stated.get(one["key"], "")), one["required"])
            for one in kind.data_fields
            if is_written and one["key"] not in issue.fixed
        ],
        granted_on=issue.granted_on,
        validity_months=issue.validity_months,
        valid_to=issue.valid_to,
        is_new=change is None,
        taken_numbers=_taken(store, kind.id, asked.number.strip(), issue.source),
    )


def issue_in_store(store: Session, issue: Issue, *, now: datetime) -> Certificate:
    """Issue the certificate, or the next version of the one that the case started from; idempotent."""
    kind = certificate_type(store, issue.type_code)
    keys = [one["key"] for one in kind.data_fields]
    stated = {**issue.answers, **issue.entry.fields}
    fields = {key: stated[key] for key in keys if key in stated}
    if issue.change is not None:
        return issue_next_version(
            store,
            issue.change,
            fields=fields,
            subject_name=issue.subject.name,
            by_agency=issue.agency_code,
            granted_on=issue.granted_on,
            source=issue.source,
            now=now,
        )
    holders = holders_of(store, issue.subject)
    return issuing.issue_certificate(
        store,
        type_code=issue.type_code,
        holder=holders.holder,
        joint_holders=holders.joint,
        agency_code=issue.agency_code,
        agency_name=issue.agency_name,
        fields=fields,
        issued_on=issue.granted_on,
        valid_from=issue.valid_from,
        valid_to=issue.valid_to,
        source=issue.source,
        now=now,
        number=issue.entry.number or None,
    )


def _taken(store: Session, type_id: int, number: str, source: str) -> frozenset[str]:
    if not number:
        return frozenset()
    used = select(Certificate.id).where(
        Certificate.type_id == type_id, Certificate.number == number, Certificate.source != source
    )
    return frozenset({number}) if store.scalar(used.limit(1)) is not None else frozenset()


def _change_of(case: Case) -> VersionChange | None:
    terms = case.application_item.edition.terms
    identifier = case.application.source_certificate
    if terms.starts_from is None or identifier is None:
        return None
    return VersionChange(
        identifier, terms.starts_from.action, terms.result.validity_months, is_renewed_by_silence(case)
    )


def _labelled_answers(session: Session, case: Case) -> dict[str, Any]:
    """This item's answers by its own field keys, as corrected, and as a certificate states them."""
    places = asked_places(session, case.application_item.edition.terms.form_fields)
    assigned = {} if case.assigned_code is None else {CREDIT_CODE: case.assigned_code}
    answers = {
        form_field.key: issued_value(form_field, value, places)
        for form_field, _key, value in answers_of(case)
    }
    return assigned | answers
