"""What a guide's terms say about those who apply."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRule:
    """The law that admits only citizens with an identity card, and where everybody else can apply."""

    basis: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointApplicants:
    """How many may, and must, apply together with the first applicant."""

    least: int = 0
    most: int = 1
