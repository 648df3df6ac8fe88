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
from certificate_store.lookup import Inquiry
from guides.enumerations import CertificateSubject
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import Case
from services_hall.applications.prefill.business_licences import (
    BUSINESS_LICENCE,
    ENTITY_CODE,
    ENTITY_NAME,
    is_of_another,
)
from services_hall.applications.visible_answers import answers_of

ASSIGNED_CODE: Final = "assigned_code"
"""The field of the credit code that the decision on a registration assigns."""
LICENCE_CHECKED: Final = "licence_checked"
"""The field that says that the officer has read the licence, which is not from the store."""


@dataclass(frozen=True)
class Holders:
    """Who holds a certificate: the holder, then the joint holders."""

    holder: Holder = field(repr=False)
    joint: tuple[Holder, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Subject:
    """What a granted case says about the market entity that its certificate is for.

    `licence` is the identifier of the business licence that the case relies on; without one, `code` is only
    known where the decision assigned it, or the officer has read the licence. `joint` apply together with the
    applicant, and hold together.
    """

    applicant: Holder = field(repr=False)
    name: str | None = None
    code: str | None = None
    licence: str | None = None
    joint: tuple[Holder, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class LicenceReading:
    """What the store says about the licence of a case: the entity of the licence that the case relies on, and
    whether the code in the form is that of other people.
    """

    entity: Holder | None = field(default=None, repr=False)
    is_code_of_another: bool = False


NOT_READ: Final = LicenceReading()


def is_code_assigned(case: Case) -> bool:
    """Whether the decision on this case assigns a credit code."""
    kind = case.application_item.edition.terms.certificate_subject
    return kind is CertificateSubject.REGISTERED and not case.application.holder.is_organisation


def is_licence_to_be_read(case: Case) -> bool:
    """Whether the officer must say that the licence, which is not from the store, names the applicant."""
    return _needs_licence(case) and relied_on_licence(case) is None


def read_licence(store: Session, case: Case, inquiry: Inquiry) -> LicenceReading:
    """What the store says now about the licence of the case."""
    if not _needs_licence(case):
        return NOT_READ
    identifier = relied_on_licence(case)
    if identifier is not None:
        entity = lookup.current_version(store, lookup.certificate(store, identifier)).holder
        if entity.is_organisation:
            return LicenceReading(entity)
    code = _stated_code(case)
    return LicenceReading(is_code_of_another=bool(code) and is_of_another(store, str(code), inquiry))


def name_subject(
    session: Session, case: Case, code: str, *, reading: LicenceReading = NOT_READ, is_licence_checked: bool
) -> None:
    """Record on a case that is granted the name of its market entity, and the code that it is assigned.

    The name of the licence in the store goes before what the form says. Raises ActionInvalid for a
    registration without a code, with a wrong one or with that of another; for a permit on a licence that is
    not from the store and that the officer has not read, or whose code the store knows with other operators.
    """
    case.subject_name = reading.entity.name if reading.entity is not None else name_of_entity(case)
    if is_code_assigned(case):
        _assign_code(session, case, code)
    elif _needs_licence(case) and reading.entity is None:
        _require_checked(case, reading, is_licence_checked=is_licence_checked)


def _assign_code(session: Session, case: Case, code: str) -> None:
    try:
        with session.begin_nested():
            case.assigned_code = _checked_code(code)
    except IntegrityError:  # also assigned in a transaction that has just ended
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_TAKEN)}) from None


def _require_checked(case: Case, reading: LicenceReading, *, is_licence_checked: bool) -> None:
    if reading.is_code_of_another:
        raise ActionInvalid({LICENCE_CHECKED: FieldProblem(ActionFault.CODE_OF_ANOTHER)})
    if is_licence_checked:
        case.is_licence_checked = True
    elif relied_on_licence(case) is None:
        raise ActionInvalid({LICENCE_CHECKED: FieldProblem(ActionFault.LICENCE_NOT_CHECKED)})


def _checked_code(code: str) -> str:
    if not code.strip():
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_MISSING)})
    try:
        return check_number(IdentifierType.CREDIT_CODE, code)
    except HolderInvalid:
        raise ActionInvalid({ASSIGNED_CODE: FieldProblem(ActionFault.CODE_WRONG)}) from None


def name_of_entity(case: Case) -> str | None:
    """The name of the market entity: as the decision fixed it, else that of the trade or the form.

    None where the certificate is the applicant's own.
    """
    if case.application.holder.is_organisation:
        return None
    if case.application_item.edition.terms.certificate_subject is CertificateSubject.APPLICANT:
        trader = case.application.sole_trader
        return None if trader is None else case.subject_name or trader.name
    return case.subject_name or _by_source(case).get(ENTITY_NAME) or None


def entity_answers(case: Case) -> dict[str, str]:
    """The form fields with the entity's name, by key, as the certificate states them."""
    name = name_of_entity(case)
    if name is None:
        return {}
    return {asked.key: name for asked, _key, _value in answers_of(case) if asked.prefill == ENTITY_NAME}


def relied_on_licence(case: Case) -> str | None:
    """The identifier of the business licence in the store that the case relies on."""
    relied_on = (
        one.certificate_identifier
        for one in case.application_item.requirements
        if one.certificate_type == BUSINESS_LICENCE and one.certificate_identifier is not None
    )
    trader = case.application.sole_trader
    return next(relied_on, None) or (trader.licence or None if trader is not None else None)


def _needs_licence(case: Case) -> bool:
    """Whether a certificate is for the entity of a licence; what starts from one keeps its entity."""
    terms = case.application_item.edition.terms
    if terms.certificate_subject is CertificateSubject.REGISTERED or terms.starts_from is not None:
        return False
    return terms.result.certificate_type is not None and name_of_entity(case) is not None


def _stated_code(case: Case) -> str | None:
    """The credit code of the market entity as the applicant states it."""
    trader = case.application.sole_trader
    return _by_source(case).get(ENTITY_CODE) or (None if trader is None else trader.code)


def _by_source(case: Case) -> Mapping[str, Any]:
    return {asked.prefill: value for asked, _key, value in answers_of(case) if asked.prefill}


def subject_of(case: Case) -> Subject:
    """The subject of a granted case."""
    applicant, name = case.application.holder, name_of_entity(case)
    joint = tuple(party.holder for party in case.application.joint_applicants)
    if name is None:
        return Subject(applicant, joint=joint)
    if case.assigned_code is not None:
        return Subject(applicant, name, case.assigned_code, joint=joint)
    code = _stated_code(case) if case.is_licence_checked else None
    return Subject(applicant, name, code or None, relied_on_licence(case), joint)


def holders_of(store: Session, subject: Subject) -> Holders:
    """The holders of the certificate: the market entity where its code is known, else the applicant.

    The business licence in the store goes before what the form says.
    """
    alone = Holders(subject.applicant, subject.joint)
    if subject.name is None:
        return alone
    if subject.licence is not None:
        licensed = lookup.current_version(store, lookup.certificate(store, subject.licence)).holder
        if licensed.is_organisation:
            entity = Holder(subject.name, licensed.identifier_type, licensed.identifier)
            return Holders(entity, (subject.applicant, *subject.joint))
    if subject.code is None:
        return alone
    entity = Holder(subject.name, IdentifierType.CREDIT_CODE, subject.code)
    return Holders(entity, (subject.applicant, *subject.joint))
