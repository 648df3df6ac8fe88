"""Waivers of paper documents by certificates and data checks (免提交), and their later re-check."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.certificate_types import TypeKey, types_by_code
from certificate_store.errors import UnknownCertificateType
from certificate_store.grants import UseBasis, find_bases, find_basis, give_grants_for_types
from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing, UseOutcome
from certificate_store.lookup import (
    Inquiry,
    UseLog,
    current_by_type,
    current_certificates,
    current_version,
    log_use,
    write_uses,
)
from certificate_store.models import Certificate


class ProofOutcome(StrEnum):
    """The outcome for one need."""

    PROVED = "proved"
    NOT_HELD = "not_held"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNREACHABLE = "unreachable"


class Reason(StrEnum):
    """The reason for an outcome; the reader of the result words it for the user."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    NOT_HELD = "not_held"
    NO_LONGER_HELD = "no_longer_held"
    NO_PERMISSION = "no_permission"
    NOT_SPARED = "not_spared"
    CONFIRMED_ELSEWHERE = "confirmed_elsewhere"
    NOT_CONFIRMED_ELSEWHERE = "not_confirmed_elsewhere"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class WaiverNeed:
    """A paper document that any of these replaces: codes of certificate types, or names of data checks."""

    key: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The result for one need: plain data, stored with the application.

    `name` is the certificate type or data check that it relies on; `detail` is the text of another store.
    `holder` and `fields` are those of the certificate, when it was looked for; `is_only` is false where
    several certificates of the type prove.
    """

    key: str
    outcome: ProofOutcome
    reason: Reason
    certificate_identifier: str | None = None
    certificate_version: int | None = None
    detail: str = ""
    name: str = ""
    holder: Holder | None = field(default=None, repr=False)
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    is_only: bool = True

    @property
    def is_proved(self) -> bool:
        """Whether the paper document is waived."""
        return self.outcome is ProofOutcome.PROVED


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """The answer of another store or data check, requested before the store's transaction was opened."""

    outcome: ProofOutcome
    store: str
    basis: str
    certificate_identifier: str | None = None
    certificate_version: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ConsentScope:
    """The holder's consent together with the request: certificates of these types, until that time."""

    type_codes: Collection[str]
    until: datetime


NO_ANSWERS: Final[Mapping[str, StoreAnswer]] = MappingProxyType({})


_OUTCOME: Final = {
    Standing.IN_FORCE: (ProofOutcome.PROVED, Reason.IN_FORCE),
    Standing.NOT_YET: (ProofOutcome.NOT_HELD, Reason.NOT_YET),
    Standing.SUSPENDED: (ProofOutcome.SUSPENDED, Reason.SUSPENDED),
    Standing.EXPIRED: (ProofOutcome.EXPIRED, Reason.EXPIRED),
    Standing.CANCELLED: (ProofOutcome.NOT_HELD, Reason.CANCELLED),
    Standing.SUPERSEDED: (ProofOutcome.NOT_HELD, Reason.SUPERSEDED),
}
_ELSEWHERE: Final = {
    ProofOutcome.PROVED: Reason.CONFIRMED_ELSEWHERE,
    ProofOutcome.NOT_HELD: Reason.NOT_CONFIRMED_ELSEWHERE,
    ProofOutcome.EXPIRED: Reason.EXPIRED,
    ProofOutcome.SUSPENDED: Reason.SUSPENDED,
    ProofOutcome.UNREACHABLE: Reason.UNREACHABLE,
}
_PREFERENCE: Final = (
    ProofOutcome.PROVED,
    ProofOutcome.UNREACHABLE,
    ProofOutcome.SUSPENDED,
    ProofOutcome.EXPIRED,
    ProofOutcome.NOT_HELD,
)


def check_waivers(
    session: Session,
    needs: Sequence[WaiverNeed],
    *,
    holder: Holder,
    on: date,
    by: str,
    purpose: str,
    now: datetime,
    request: str = "",
    legal_basis: str | None = None,
    case_reference: str = "",
    permission: ConsentScope | None = None,
    answers: Mapping[str, StoreAnswer] = NO_ANSWERS,
    preferred: Collection[str] = (),
) -> list[Proof]:
    """One proof for each need, in the same order; each certificate that is read is logged.

    A type is read only on `legal_basis` or with the holder's grant for exactly `purpose` and `request`;
    without either the need is not proved, with that reason. A `permission` is first recorded as grants, where
    none exist; this raises UnknownCertificateType. `answers` are the results of `ask_all`, by name; a name
    that is no type of this store and has no answer counts as unreachable. That is no error: the applicant is
    offered another way. Of several certificates of a type, one of a `preferred` holder is taken, by the
    holder's name or number.
    """
    inquiry = Inquiry(holder, by, purpose, case_reference, now, request)
    names = dict.fromkeys(name for need in needs for name in need.any_of)
    permitted = frozenset(permission.type_codes if permission is not None else ())
    known = types_by_code(session, {*names, *permitted})
    for code in sorted(permitted - set(known)):
        raise UnknownCertificateType(code)
    bases = _use_bases(session, inquiry, known, permission, legal_basis)
    held = current_by_type(session, holder, [known[name] for name in names if name in known and bases[name]])
    log: UseLog = []
    by_name = {
        name: _current_proof(log, inquiry, known[name], on, bases[name], held.get(name, ()), preferred)
        if name in known
        else _take_answer(log, inquiry, name, answers.get(name))
        for name in names
    }
    write_uses(session, log)
    return [_best(need, by_name) for need in needs]


def recheck_waivers(
    session: Session,
    proofs: Sequence[Proof],
    *,
    holder: Holder,
    on: date,
    by: str,
    purpose: str,
    now: datetime,
    request: str = "",
    legal_basis: str | None = None,
    case_reference: str = "",
    answers: Mapping[str, StoreAnswer] = NO_ANSWERS,
) -> list[Proof]:
    """The current state of the proofs, at acceptance or decision; unproved ones are returned unchanged.

    A certificate that has been cancelled since proves nothing; a corrected one proves by its current version,
    which the proof then names. Each use is logged.
    """
    inquiry = Inquiry(holder, by, purpose, case_reference, now, request)
    log: UseLog = []
    checked = [
        _recheck_one(session, log, inquiry, proof, on, legal_basis, answers) if proof.is_proved else proof
        for proof in proofs
    ]
    write_uses(session, log)
    return checked


def _use_bases(
    session: Session,
    inquiry: Inquiry,
    known: Mapping[str, TypeKey],
    permission: ConsentScope | None,
    legal_basis: str | None,
) -> dict[str, UseBasis]:
    """The basis for reading each of the `known` types; a `permission` is recorded as grants for its types."""
    permitted = frozenset(permission.type_codes if permission is not None else ())
    bases: dict[str, UseBasis] = {}
    if permission is not None:
        bases = give_grants_for_types(
            session,
            holder=inquiry.holder,
            kinds=[known[code] for code in sorted(permitted)],
            purpose=inquiry.purpose,
            request=inquiry.request,
            until=permission.until,
            now=inquiry.now,
        )
    if others := [kind for code, kind in known.items() if code not in permitted]:
        bases |= find_bases(
            session,
            holder=inquiry.holder,
            kinds=others,
            purpose=inquiry.purpose,
            request=inquiry.request,
            now=inquiry.now,
            legal_basis=legal_basis,
        )
    return bases


def _current_proof(
    log: UseLog,
    inquiry: Inquiry,
    kind: TypeKey,
    on: date,
    basis: UseBasis,
    held: Sequence[Certificate],
    preferred: Collection[str],
) -> Proof:
    if not basis:
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.REFUSED, basis=basis)
        return Proof("", ProofOutcome.NOT_HELD, Reason.NO_PERMISSION, name=kind.code)
    proofs = [
        (_proof_by(one, kind.code, on), one)
        for one in held
        if basis.covers(one) and _is_named_holder(one, inquiry.holder)
    ]
    if not proofs:
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.NOT_HELD, basis=basis)
        return Proof("", ProofOutcome.NOT_HELD, Reason.NOT_HELD, name=kind.code)
    proof, chosen = min(
        proofs,
        key=lambda pair: (_PREFERENCE.index(pair[0].outcome), not _is_preferred(pair[1].holder, preferred)),
    )
    log_use(log, inquiry, what=kind.code, outcome=UseOutcome(proof.outcome), basis=basis, certificate=chosen)
    proving = [one for one, _certificate in proofs if one.is_proved]
    return replace(proof, holder=chosen.holder, fields=chosen.fields, is_only=len(proving) <= 1)


def _is_preferred(holder: Holder, preferred: Collection[str]) -> bool:
    return holder.identifier in preferred or holder.name in preferred


def _is_named_holder(certificate: Certificate, holder: Holder) -> bool:
    """Whether the certificate names this holder: the same number with another name proves nothing."""
    return holder in (certificate.holder, *certificate.joint_holders)


def _proof_by(certificate: Certificate, type_code: str, on: date) -> Proof:
    outcome, reason = _OUTCOME[certificate.standing(on)]
    return Proof(
        "",
        outcome,
        reason,
        certificate_identifier=certificate.identifier,
        certificate_version=certificate.version,
        name=type_code,
    )


def _take_answer(log: UseLog, inquiry: Inquiry, name: str, answer: StoreAnswer | None) -> Proof:
    if answer is None:
        return Proof("", ProofOutcome.UNREACHABLE, Reason.UNREACHABLE, name=name)
    what = f"{answer.store}: {name}"
    log_use(log, inquiry, what=what, outcome=UseOutcome(answer.outcome), basis=UseBasis(answer.basis, ()))
    return Proof(
        "",
        answer.outcome,
        _ELSEWHERE[answer.outcome],
        certificate_identifier=answer.certificate_identifier,
        certificate_version=answer.certificate_version,
        detail=answer.detail,
        name=name,
    )


def _best(need: WaiverNeed, proofs: Mapping[str, Proof]) -> Proof:
    candidates = [proofs[name] for name in need.any_of]
    if not candidates:
        return Proof(need.key, ProofOutcome.NOT_HELD, Reason.NOT_SPARED)
    return replace(min(candidates, key=lambda proof: _PREFERENCE.index(proof.outcome)), key=need.key)


def _recheck_one(
    session: Session,
    log: UseLog,
    inquiry: Inquiry,
    proof: Proof,
    on: date,
    legal_basis: str | None,
    answers: Mapping[str, StoreAnswer],
) -> Proof:
    query = select(Certificate).where(Certificate.identifier == proof.certificate_identifier)
    before = session.scalar(query) if proof.certificate_identifier is not None else None
    if before is None:
        return replace(_take_answer(log, inquiry, proof.name, answers.get(proof.name)), key=proof.key)
    kind = before.type
    basis = find_basis(
        session,
        holder=inquiry.holder,
        kind=kind,
        purpose=inquiry.purpose,
        request=inquiry.request,
        now=inquiry.now,
        legal_basis=legal_basis,
    )
    now_current = current_version(session, before)
    if now_current not in current_certificates(session, inquiry.holder, kind):
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.NOT_HELD, basis=basis)
        return replace(proof, outcome=ProofOutcome.NOT_HELD, reason=Reason.NO_LONGER_HELD)
    if not basis.covers(now_current):
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.REFUSED, basis=basis)
        return replace(proof, outcome=ProofOutcome.NOT_HELD, reason=Reason.NO_PERMISSION)
    again = replace(_proof_by(now_current, kind.code, on), key=proof.key)
    log_use(
        log, inquiry, what=kind.code, outcome=UseOutcome(again.outcome), basis=basis, certificate=now_current
    )
    return again
