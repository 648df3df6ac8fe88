"""What the papers of cases say beyond their case, fixed when they are written (pure)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certificate_store.lifecycle import CancelCause
from guides.enumerations import Unit
from services_hall.applications.grounds.grant_bases import CancelGround
from services_hall.applications.models import NoticeKind, ProcedureKind
from services_hall.documents.details import PaperDetails


@dataclass(frozen=True)
class PriorNoticeDetails(PaperDetails):
    """What an agency intends or examines, on which article, and until when an answer is awaited.

    `addressee` is a third party; None for the applicant.
    """

    kind: NoticeKind
    facts: str
    article: str
    answer_until: date
    addressee: str | None = None


@dataclass(frozen=True)
class HearingDateDetails(PaperDetails):
    """Day, place and subject of a hearing; `is_public` where the agency holds it of itself (art. 46)."""

    day: date
    time: str
    place: str
    facts: str
    is_public: bool = False
    addressee: str | None = None


@dataclass(frozen=True)
class ProcedureDetails(PaperDetails):
    """A special procedure: which, why, and how long it is planned to take."""

    kind: ProcedureKind
    begun_on: date
    planned_until: date
    reason: str


@dataclass(frozen=True)
class ExtensionDetails(PaperDetails):
    """An extension of the decision limit; `approval` names who of the government approved it, if it did."""

    amount: int
    unit: Unit
    reason: str
    due_on: date
    approval: str | None = None


@dataclass(frozen=True)
class DelayDetails(PaperDetails):
    """Why a promised day was missed; with the day on which the promise was met after all."""

    reason: str
    due_on: date
    met_on: date | None = None


class HolderAnswer(StrEnum):
    """What a holder answered to the notice that the grant would end."""

    STATEMENT = "statement"
    NO_STATEMENT = "no_statement"


@dataclass(frozen=True)
class GrantEndDetails(PaperDetails):
    """The end of a grant: why, on which article, of which decision; until when nobody may apply again."""

    reason: str
    article: str
    cause: CancelCause
    decision: str = ""
    ground: CancelGround | None = None
    heard: HolderAnswer | None = None
    barred_until: date | None = None
