"""Subjects of certificates: the market entity of a person's application, and its credit code.

A permit of a shop is held by the shop, not by the person who runs it (食品经营许可和备案管理办法 art. 10):
its operator is a joint holder, who finds it among their own certificates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType, check_number
from guides.enumerations import CertificateSubject
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.applications.visible_answers import answers_of

ASSIGNED_CODE: Final = "assigned_code"
"""The field of the credit code that the decision on a registration assigns."""
BUSINESS_LICENCE: Final = "business-licence"
_NAME: Final = "organisation.name"
_CODE: Final = "organisation.identifier"
"""The sources that mark the fields of a form for the market entity's name and credit code."""


@dataclass(frozen=True)
class Holders:
    """Who holds a certificate: the holder, then the joint holders."""

    holder: Holder = field(repr=False)
    joint: tuple[Holder, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Subject:
    """What a granted case says about the market entity that its certificate is for.

    `licence` is the identifier of the business licence that the case relies on; `joint` apply together with
    the applicant, and hold together.
    """

    applicant: Holder = field(repr=False)
    name: str | None = None
    code: str | None = None
    licence: str | None = None
    joint: tuple[Holder, ...] = field(default=(), repr=False)


def is_code_assigned(case: Case) -> bool:
    """Whether the decision on this case assigns a credit code."""
    kind = case.application_item.edition.terms.certificate_subject
    return kind is CertificateSubject.REGISTERED and not case.application.holder.is_organisation


def name_subject(session: Session, case: Case, code: str) -> None:
    """Record on a case that is granted the name of its market entity, and the code that it is assigned.

    Raises ActionInvalid for a registration without a code, with a wrong one or with that of another.
    """
    case.subject_name = name_of_entity(case)
    if not is_code_assigned(case):
        return
    try:
        with session.begin_nested():
            case.assigned_code = _checked_code(code)
    except IntegrityError:  # also assigned in a transaction that has just ended
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_TAKEN)}) from None


def _checked_code(code: str) -> str:
    if not code.strip():
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_MISSING)})
    try:
        return check_number(IdentifierType.CREDIT_CODE, code)
    except HolderInvalid:
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_WRONG)}) from None


def name_of_entity(case: Case) -> str | None:
    """The name of the market entity in the form; None where the certificate is the applicant's own."""
    kind = case.application_item.edition.terms.certificate_subject
    if kind is CertificateSubject.APPLICANT or case.application.holder.is_organisation:
        return None
    return _by_source(case).get(_NAME) or None


def _by_source(case: Case) -> Mapping[str, Any]:
    return {asked.prefill: value for asked, _key, value in answers_of(case) if asked.prefill}


def subject_of(case: Case) -> Subject:
    """The subject of a granted case."""
    applicant, name = case.application.holder, name_of_entity(case)
    joint = tuple(party.holder for party in case.application.joint_applicants)
    if name is None:
        return Subject(applicant, joint=joint)
    relied_on = (
        one.certificate_identifier
        for one in case.application_item.requirements
        if one.certificate_type == BUSINESS_LICENCE
    )
    code = case.assigned_code or _by_source(case).get(_CODE) or None
    licence = None if case.assigned_code else next(relied_on, None)
    return Subject(applicant, name, code, licence, joint)


def holders_of(store: Session, subject: Subject) -> Holders:
    """The holders of the certificate: the market entity where its code is known, else the applicant.

    The business licence in the store goes before what the form says.
    """
    alone = Holders(subject.applicant, subject.joint)
    if subject.name is None:
        return alone
    if subject.licence is not None:
        licence = lookup.current_version(store, lookup.certificate(store, subject.licence))
        if licence.holder.is_organisation:
            return Holders(licence.holder, (subject.applicant, *subject.joint))
    if subject.code is None:
        return alone
    entity = Holder(subject.name, IdentifierType.CREDIT_CODE, subject.code)
    return Holders(entity, (subject.applicant, *subject.joint))
