"""Why somebody cannot be the applicant, or cannot act for one."""

from enum import StrEnum
from typing import Final

FOR_WHOM: Final = "for_whom"
"""The field of a form or a request with the applicant."""


class ApplicantFault(StrEnum):
    """Why somebody cannot be the applicant."""

    NOT_CHOSEN = "not_chosen"
    ONLY_PERSONS = "only_persons"
    ONLY_ORGANISATIONS = "only_organisations"
    ONLY_SOLE_TRADERS = "only_sole_traders"
    NO_PERSONS = "no_persons"
    NO_ORGANISATIONS = "no_organisations"
    OPERATOR_IN_PERSON = "operator_in_person"
    """The guide admits persons and says nothing of sole traders: the operator applies as a person."""
    TRADE_OF_ANOTHER = "trade_of_another"
    OPERATOR_MISSING = "operator_missing"
    ONLY_CITIZENS = "only_citizens"
    NOT_COVERED = "not_covered"
    MANDATE_OVER = "mandate_over"
    UNIDENTIFIED = "unidentified"
    JOINT_MISSING = "joint_missing"
    JOINT_TOO_MANY = "joint_too_many"
    JOINT_SAME = "joint_same"
    JOINT_UNCONFIRMED = "joint_unconfirmed"
    ANSWER_NAMES_AGENT = "answer_names_agent"
    ANSWER_NAMES_NO_AGENT = "answer_names_no_agent"
    AGENTS_REFUSED = "agents_refused"
    ONLY_GUARDIANS = "only_guardians"
    ONLY_RELATIVES = "only_relatives"
    AGENT_UNPROVED = "agent_unproved"


OF_AGENTS: Final = frozenset(
    {
        ApplicantFault.NOT_COVERED,
        ApplicantFault.MANDATE_OVER,
        ApplicantFault.ANSWER_NAMES_AGENT,
        ApplicantFault.ANSWER_NAMES_NO_AGENT,
        ApplicantFault.AGENTS_REFUSED,
        ApplicantFault.ONLY_GUARDIANS,
        ApplicantFault.ONLY_RELATIVES,
        ApplicantFault.AGENT_UNPROVED,
    }
)
"""What is about somebody who acts for the applicant."""
