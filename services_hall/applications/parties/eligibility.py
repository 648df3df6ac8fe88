"""Eligibility of applicants: the kinds of parties and of identity documents that a guide admits (pure)."""

from collections.abc import Sequence

from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import Audience
from guides.errors import FieldProblem
from guides.terms import GuideTerms
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import ApplicantFault, Party


def require_eligible(terms: Sequence[GuideTerms], party: Party) -> None:
    """Raise ApplicantRefused unless this party may apply for all of these items.

    A trade has an operator, a natural person, who applies.
    """
    if party.sole_trader is not None and party.holder.is_organisation:
        raise ApplicantRefused(FieldProblem(ApplicantFault.OPERATOR_MISSING))
    if problem := eligibility_problem(terms, party.holder, party.kind):
        raise ApplicantRefused(problem)


def eligibility_problem(terms: Sequence[GuideTerms], holder: Holder, kind: Audience) -> FieldProblem | None:
    """Why a holder cannot apply for these items as a party of this kind, by their guides; or None."""
    for one in terms:
        if fault := kind_fault(frozenset(one.audience), kind):
            return FieldProblem(fault, {"item": one.name})
    return _citizen_problem(terms, holder)


def kind_fault(admitted: frozenset[Audience], kind: Audience) -> ApplicantFault | None:
    """Why a guide that admits these kinds refuses a party of this kind; None where it admits it.

    A guide means what it says: one that names no sole traders admits their operators as the persons they are,
    if it admits persons.
    """
    if kind in admitted:
        return None
    if kind is Audience.SOLE_TRADER and Audience.PERSON in admitted:
        return ApplicantFault.OPERATOR_IN_PERSON
    if admitted == {Audience.PERSON}:
        return ApplicantFault.ONLY_PERSONS
    if admitted == {Audience.SOLE_TRADER}:
        return ApplicantFault.ONLY_SOLE_TRADERS
    if Audience.SOLE_TRADER not in admitted:
        return ApplicantFault.ONLY_ORGANISATIONS
    return ApplicantFault.NO_PERSONS if kind is Audience.PERSON else ApplicantFault.NO_ORGANISATIONS


def _citizen_problem(terms: Sequence[GuideTerms], holder: Holder) -> FieldProblem | None:
    """Why somebody without a resident identity card cannot apply, where the law speaks of citizens."""
    if holder.is_organisation or holder.identifier_type is IdentifierType.IDENTITY_CARD:
        return None
    for one in terms:
        if rule := one.citizens_only:
            basis = next(basis for basis in one.legal_bases if basis.key == rule.basis)
            law = f"《{basis.law}》{basis.article or ''}"
            return FieldProblem(
                ApplicantFault.ONLY_CITIZENS, {"item": one.name, "law": law, "instead": rule.instead}
            )
    return None
