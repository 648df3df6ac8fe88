"""Certificates from which applications start: renewal, change, reissue and cancellation of what is held."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.errors import UnknownCertificate
from certificate_store.grants import UseBasis
from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing, UseOutcome
from certificate_store.lookup import Inquiry, UseLog
from certificate_store.models import Certificate
from guides.bundles import AskedField, BundleSelection
from guides.enumerations import HandlingKind
from guides.errors import FieldProblem
from guides.terms import FormField, StartsFrom
from services_hall.applications.answers import FIELD, AnswerFault
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.errors import AnswersInvalid, SourceRefused
from services_hall.applications.lifecycle import UNDECIDED
from services_hall.applications.models import Application, Case
from services_hall.clock import local_day

SOURCE: Final = "source_certificate"
"""The field of a form or a request with the identifier of the certificate."""
PREFILL: Final = "certificate."
"""Before the key of a data field, in the guide's source for filling in a form field."""


class SourceFault(StrEnum):
    """Why an application cannot start from a certificate."""

    MISSING = "missing"
    NOT_ASKED = "not_asked"
    NOT_HELD = "not_held"
    WRONG_TYPE = "wrong_type"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    NOT_YET = "not_yet"
    WITHOUT_END = "without_end"
    OTHER_AGENCY = "other_agency"
    APPLIED_BEFORE = "applied_before"
    STORE_AWAY = "store_away"
    ONLY_STATED = "only_stated"
    """Nobody has checked who the holder is, for whom somebody else applies."""


_FAULTS: Final = {
    Standing.NOT_YET: SourceFault.NOT_YET,
    Standing.SUSPENDED: SourceFault.SUSPENDED,
    Standing.EXPIRED: SourceFault.EXPIRED,
    Standing.CANCELLED: SourceFault.CANCELLED,
    Standing.SUPERSEDED: SourceFault.SUPERSEDED,
}


@dataclass(frozen=True)
class SourceCertificate:
    """A certificate in force of the applicant, as far as an application needs it; `fields` by key."""

    identifier: str
    number: str
    type_code: str
    type_name: str
    agency_code: str
    agency_name: str
    valid_from: date
    valid_to: date | None
    fields: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands on it: label and value, in the order of its type."""
        return [(label, self.fields[key]) for key, label in self.labels.items() if key in self.fields]

    def as_json(self) -> dict[str, Any]:
        """The data as JSON, for a draft."""
        days = {"valid_from": self.valid_from.isoformat(), "valid_to": _iso(self.valid_to)}
        return {**asdict(self), **days}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The data from `as_json`."""
        last = value["valid_to"]
        days = {
            "valid_from": date.fromisoformat(value["valid_from"]),
            "valid_to": None if last is None else date.fromisoformat(last),
        }
        return cls(**{**value, **days})

    @classmethod
    def of(cls, certificate: Certificate) -> Self:
        """The data of a certificate of the store."""
        return cls(
            identifier=certificate.identifier,
            number=certificate.number,
            type_code=certificate.type.code,
            type_name=certificate.type.name,
            agency_code=certificate.agency_code,
            agency_name=certificate.agency_name,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            fields={key: str(value) for key, value in certificate.fields.items()},
            labels={field["key"]: field["label"] for field in certificate.type.data_fields},
        )


def source_refusal(fault: SourceFault, **values: object) -> SourceRefused:
    """The error for this fault."""
    return SourceRefused(FieldProblem(fault, values))


def find_source(
    store: Session,
    identifier: str,
    starts_from: StartsFrom,
    *,
    holder: Holder,
    on: date,
    inquiry: Inquiry | None = None,
) -> SourceCertificate:
    """The certificate from which the holder's application starts.

    行政许可法 arts. 49, 50, 70. With an `inquiry` the use is logged for the holder; who looks at their own
    certificates needs none. Raises SourceRefused: it is not the holder's, of another type, not in force, or
    has no end that could be extended. What belongs to somebody else looks like what does not exist.
    """
    certificate = _held(store, identifier.strip(), holder)
    if certificate.type.code != starts_from.certificate_type:
        raise source_refusal(SourceFault.WRONG_TYPE, name=certificate.type.name)
    standing = certificate.standing(on)
    if inquiry is not None:
        _log(store, certificate, inquiry, standing)
    if standing in _FAULTS:
        raise source_refusal(_FAULTS[standing])
    if starts_from.action is HandlingKind.RENEWAL and certificate.valid_to is None:
        raise source_refusal(SourceFault.WITHOUT_END, name=certificate.type.name)
    return SourceCertificate.of(certificate)


def require_issuer(source: SourceCertificate, agency_code: str) -> None:
    """Raise SourceRefused unless the agency that issued the certificate handles the case (art. 49, 50)."""
    if source.agency_code != agency_code:
        raise source_refusal(SourceFault.OTHER_AGENCY, agency=source.agency_name)


def require_not_applied(session: Session, identifier: str, item_code: str) -> None:
    """Raise SourceRefused while an application for the same item and certificate is undecided."""
    rows = (
        select(Application)
        .join(Case, Case.application_id == Application.id)
        .where(
            Application.source_certificate == identifier,
            Case.item_code == item_code,
            Case.state.in_(tuple(sorted(UNDECIDED))),
        )
    )
    earlier = session.scalars(rows.limit(1)).one_or_none()
    if earlier is not None:
        raise source_refusal(SourceFault.APPLIED_BEFORE, number=earlier.number)


def known_values(selection: BundleSelection, source: SourceCertificate) -> dict[str, str]:
    """The form fields that stand on the certificate, with their values as the form would send them."""
    return {
        asked.key: _raw_value(asked.field, source.fields[_key(asked.field)])
        for asked in selection.form_fields
        if _key(asked.field) in source.fields
    }


def locked_values(
    selection: BundleSelection, starts_from: StartsFrom, source: SourceCertificate
) -> dict[str, str]:
    """The fields that cannot be typed: all that stand on the certificate.

    Of a change, only those that the guide fills in from the certificate by name (`certificate.<key>`).
    """
    known = known_values(selection, source)
    if starts_from.action is not HandlingKind.CHANGE:
        return known
    copied = {asked.key for asked in selection.form_fields if _is_copied(asked.field)}
    return {key: value for key, value in known.items() if key in copied}


def with_locked(typed: Mapping[str, str], locked: Mapping[str, str]) -> dict[str, str]:
    """The answers with those of the certificate; raises AnswersInvalid where something else was typed."""
    wrong = {
        FIELD + key: FieldProblem(AnswerFault.FROM_CERTIFICATE)
        for key, value in locked.items()
        if typed.get(key, value) != value
    }
    if wrong:
        raise AnswersInvalid(wrong)
    return {**typed, **locked}


def require_change(
    selection: BundleSelection,
    starts_from: StartsFrom,
    source: SourceCertificate,
    answers: Mapping[str, Any],
) -> None:
    """Raise AnswersInvalid for a change that leaves everything on the certificate as it is."""
    if starts_from.action is not HandlingKind.CHANGE:
        return
    known = known_values(selection, source)
    asked = [field for field in selection.form_fields if _is_on(source, field)]
    if asked and all(str(answers.get(field.key, "")) == known.get(field.key, "") for field in asked):
        problem = FieldProblem(AnswerFault.NOTHING_CHANGED)
        raise AnswersInvalid({FIELD + asked[0].key: problem})


def is_cancelled(store: Session, identifier: str, inquiry: Inquiry) -> bool:
    """Whether the certificate was cancelled since the application was filed; the use is logged."""
    certificate = lookup.current_version(store, lookup.certificate(store, identifier))
    standing = certificate.standing(local_day(inquiry.now))
    _log(store, certificate, inquiry, standing)
    return standing is Standing.CANCELLED


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _is_on(source: SourceCertificate, asked: AskedField) -> bool:
    return asked.field.key in source.labels and not _is_copied(asked.field)


def _is_copied(field: FormField) -> bool:
    return (field.prefill or "").startswith(PREFILL)


def _key(field: FormField) -> str:
    """The data field of the certificate that a form field stands for."""
    return (field.prefill or "").removeprefix(PREFILL) if _is_copied(field) else field.key


def _held(store: Session, identifier: str, holder: Holder) -> Certificate:
    if not identifier:
        raise source_refusal(SourceFault.MISSING)
    try:
        certificate = lookup.certificate(store, identifier)
    except UnknownCertificate:
        raise source_refusal(SourceFault.NOT_HELD) from None
    if not any(_is_same(holder, one) for one in (certificate.holder, *certificate.joint_holders)):
        raise source_refusal(SourceFault.NOT_HELD)
    return certificate


def _is_same(applicant: Holder, holder: Holder) -> bool:
    """Whether both are one holder; an organisation that was renamed keeps its credit code."""
    return applicant == holder or (applicant.is_organisation and applicant.index == holder.index)


def _log(store: Session, certificate: Certificate, inquiry: Inquiry, standing: Standing) -> None:
    log: UseLog = []
    lookup.log_use(
        log,
        inquiry,
        what=certificate.type.code,
        outcome=UseOutcome.PROVED if standing is Standing.IN_FORCE else UseOutcome.NOT_HELD,
        basis=UseBasis(UsePurpose.OWN_APPLICATION, ()),
        certificate=certificate,
    )
    lookup.write_uses(store, log)


def _raw_value(field: FormField, words: str) -> str:
    """The value of a choice by the words that stand on the certificate; other fields are their words."""
    return next((option.value for option in field.options if option.label == words), words)
