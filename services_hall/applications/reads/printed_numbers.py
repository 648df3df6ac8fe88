"""Cases by any number that is printed on a paper or a certificate, typed or scanned from its QR code."""

from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from certificate_store.numbering import check_identifier
from certificate_store.text_input.numbers import dashed, paper_number, scanned_code
from services_hall.applications.models import ApplicationPaper, Case, CasePaper
from services_hall.applications.numbering import (
    ApplicationNumber,
    CaseNumberInvalid,
    parse_application_number,
    parse_case_number,
)

PAPER_MARK: Final = "〔"
"""Stands in the number of every paper, before its year."""


def is_numbered(text: str) -> ColumnElement[bool] | None:
    """The condition for the cases of a printed number: of a case, an application, a paper, a certificate.

    None for a text that is no such number.
    """
    try:
        application, position = parse_case_number(text)
    except CaseNumberInvalid:
        pass
    else:
        return _is_of(application) & (Case.position == position)
    try:
        return _is_of(parse_application_number(text))
    except CaseNumberInvalid:
        return _is_on_document(scanned_code(text))


def case_with_printed_number(session: Session, text: str) -> Case | None:
    """The first case of a printed number, for code that checks who asks; None for an unknown one."""
    condition = is_numbered(text)
    if condition is None:
        return None
    return session.scalars(select(Case).where(condition).order_by(Case.id).limit(1)).one_or_none()


def plain_case_number(session: Session, text: str) -> str:
    """The number of the case that a printed number names; an unknown one stays as it is typed."""
    case = case_with_printed_number(session, text)
    return text.strip() if case is None else case.number


def _is_of(application: ApplicationNumber) -> ColumnElement[bool]:
    return (Case.application_id == application.id) & (Case.filed_on == application.filed_on)


def _is_on_document(code: str) -> ColumnElement[bool] | None:
    number, identifier = paper_number(code), dashed(code)
    if check_identifier(identifier):
        return Case.certificate_identifier == identifier
    if PAPER_MARK not in number:
        return None
    return or_(
        Case.id.in_(select(CasePaper.subject_id).where(CasePaper.number == number)),
        Case.application_id.in_(select(ApplicationPaper.subject_id).where(ApplicationPaper.number == number)),
    )
