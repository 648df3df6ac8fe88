"""Joint applicants: who applies together under a guide, and what each of them answered (pure).

An application by several is filed when each of them has confirmed it: before that nobody has applied, and no
time runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from guides.bundles import AskedMaterial
from guides.errors import FieldProblem
from guides.terms import GuideTerms
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import (
    ApplicantFault,
    Identification,
    Party,
    applicant_in,
    applicants_in,
    joint_applicants_in,
    require_agent,
)
from services_hall.applications.parties.eligibility import require_eligible

JOINT: Final = "joint_applicants"
"""The field of a form or a request with those who apply together with the first applicant."""


class JointAnswer(StrEnum):
    """What a joint applicant answered, or what became of the question."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """Not confirmed, or the confirmation withdrawn, by the joint applicant."""
    RECALLED = "recalled"
    """No longer asked, because somebody else withdrew or the application must be changed first."""


@dataclass(frozen=True)
class JointRange:
    """How many apply beside the first applicant."""

    least: int
    most: int


def joint_range(terms: Sequence[GuideTerms]) -> JointRange:
    """How many must and may apply beside the first applicant, under all of these guides together."""
    allowed = [one.joint_applicants for one in terms]
    return JointRange(
        max((0 if one is None else one.least for one in allowed), default=0),
        min((0 if one is None else one.most for one in allowed), default=0),
    )


def require_applicants(terms: Sequence[GuideTerms], parties: Sequence[Party]) -> None:
    """Raise ApplicantRefused unless these persons may apply for all of these items, alone, together, or by
    their agent.
    """
    require_eligible(terms, applicant_in(parties))
    require_agent(terms, parties)
    joint, allowed = joint_applicants_in(parties), joint_range(terms)
    if len(joint) < allowed.least:
        raise ApplicantRefused(FieldProblem(ApplicantFault.JOINT_MISSING, {"least": allowed.least}), JOINT)
    if len(joint) > allowed.most:
        alone = next(one.name for one in terms if joint_range([one]).most == allowed.most)
        raise ApplicantRefused(FieldProblem(ApplicantFault.JOINT_TOO_MANY, {"item": alone}), JOINT)
    if len({one.holder.index for one in parties}) < len(parties):
        raise ApplicantRefused(FieldProblem(ApplicantFault.JOINT_SAME), JOINT)
    for one in joint:
        try:
            require_eligible(terms, one)
        except ApplicantRefused as refused:
            raise ApplicantRefused(refused.problem, JOINT) from None


def require_confirmed(parties: Sequence[Party]) -> None:
    """Raise ApplicantRefused while one of the joint applicants has not confirmed."""
    if any(one.confirmed_at is None for one in joint_applicants_in(parties)):
        raise ApplicantRefused(FieldProblem(ApplicantFault.JOINT_UNCONFIRMED), JOINT)


def unconfirmed(parties: Sequence[Party]) -> list[Party]:
    """The joint applicants whom nobody has identified: they are asked to confirm."""
    return [one for one in joint_applicants_in(parties) if one.identification is Identification.STATED]


def materials_of(
    materials: Sequence[AskedMaterial], parties: Sequence[Party]
) -> list[tuple[Party, list[AskedMaterial]]]:
    """Each applicant with the materials that are about them.

    What is about somebody who does not apply is the first applicant's to give: no certificate of another
    person proves it.
    """
    applicants = applicants_in(parties)
    found: list[tuple[Party, list[AskedMaterial]]] = [(party, []) for party in applicants]
    for material in materials:
        number = material.terms.of_applicant or 1
        if number <= len(applicants):
            found[number - 1][1].append(material)
        else:
            checks = tuple(one for one in material.spared_by if one.certificate_type is None)
            found[0][1].append(replace(material, spared_by=checks))
    return found


def is_left_to_joint(material: AskedMaterial, parties: Sequence[Party]) -> bool:
    """Whether a joint applicant who has yet to confirm proves or gives the material when confirming."""
    number = material.terms.of_applicant or 1
    applicants = applicants_in(parties)
    if not 1 < number <= len(applicants):
        return False
    return applicants[number - 1].identification is Identification.STATED
