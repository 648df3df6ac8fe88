"""Capacities in which a person acts for another, and their proofs."""

from enum import StrEnum
from typing import Final


class Capacity(StrEnum):
    """In what capacity somebody acts in an application (民法典 arts. 23, 27, 61, 161, 163)."""

    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal_representative"
    """法定代表人 or head of an organisation."""
    MEMBER = "member"
    """An organisation's staff who handles its business (经办人)."""
    GUARDIAN = "guardian"
    """监护人 of somebody without full capacity."""
    RELATIVE = "relative"
    """A near relative who brings the paper that the applicant signed."""
    MANDATARY = "mandatary"
    """受托人: somebody who holds a mandate."""


OF_FAMILY: Final = frozenset({Capacity.GUARDIAN, Capacity.RELATIVE})
BY_PAPER: Final = frozenset({Capacity.MANDATARY, Capacity.MEMBER})
"""Who acts by a mandate on paper, where none was given in the hall."""
MANDATED: Final = (Capacity.MANDATARY, Capacity.RELATIVE)
"""What a person may say of somebody to whom they give a mandate."""


class Evidence(StrEnum):
    """What proves that somebody may act for another person or an organisation."""

    CONFIRMED = "confirmed"
    """The principal gave the mandate in their own account."""
    SEEN = "seen"
    """A window clerk has seen the paper mandate or the proof of kinship."""
    STATED = "stated"
    """Only stated by the agent; the agency examines the proof that comes with the application."""
