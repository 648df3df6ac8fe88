"""Enumerations of applications: channels, and ways in which a material is met."""

from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """The channel by which an application was filed."""

    ONLINE = "online"
    WINDOW = "window"
    API = "api"


class MetBy(StrEnum):
    """How a material is met: file, certificate, result of this application, original seen; or missing."""

    FILE = "file"
    CERTIFICATE = "certificate"
    THIS_APPLICATION = "this_application"
    SEEN = "seen"
    MISSING = "missing"


class DeliveryWay(StrEnum):
    """How a result reaches the applicant."""

    ELECTRONIC = "electronic"
    WINDOW = "window"
    POST = "post"


class ItemState(StrEnum):
    """Where the physical card or paper of a result is."""

    TO_MAKE = "to_make"
    READY = "ready"
    HANDED_OVER = "handed_over"
    MAILED = "mailed"


class UsePurpose(StrEnum):
    """What certificates are looked at for, besides an application: its purpose is what it applies for."""

    OWN_VIEW = "own_view"
    """The holder looks at what could be spared."""
    SYSTEM_VIEW = "system_view"
    """An agency's system looks, with the holder's consent."""
    VIEW_IN_PRESENCE = "view_in_presence"
    """A clerk looks, with the consent of the holder who is present."""
    VIEW_BY_AGENT = "view_by_agent"
    """Somebody who acts for the holder looks, under the holder's mandate."""
    CERTIFICATE_TAKEN = "certificate_taken"
    """An agency's system fetches the certificate that its case issued."""
    SAME_APPLICATION = "same_application"
    """Agencies that handle one application together use what it issued."""
    OWN_APPLICATION = "own_application"
    """The holder applies for a change of the certificate itself."""
    CODE_COMPARED = "code_compared"
    """Somebody else has named the holder's credit code in an application."""


class TerminationGround(StrEnum):
    """Why there is nothing left to decide."""

    APPLICANT_DIED = "applicant_died"
    """The person died or lost the capacity to act."""
    ORGANISATION_ENDED = "organisation_ended"
    OBJECT_GONE = "object_gone"
    """What the application is about exists no more."""
    IMPOSSIBLE = "impossible"
    """What was applied for can no longer be carried out."""


class SubjectKind(StrEnum):
    """What a paper or a file belongs to."""

    DRAFT = "draft"
    APPLICATION = "application"
    CASE = "case"


class PaperCode(StrEnum):
    """The kinds of papers of applications and cases."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    SUPPLEMENT_NOTICE = "supplement_notice"
    RETURN = "return"
    NOT_IN_POWER = "not_in_power"
    NO_LICENCE_NEEDED = "no_licence_needed"
    TERMINATION = "termination"
    SITE_CHECK_RECORD = "site_check_record"
    PAYMENT_NOTICE = "payment_notice"
    TRANSFER = "transfer"
    FILING_RECORD = "filing_record"
    GRANT = "grant"
    DENIAL = "denial"
    WITHDRAWAL = "withdrawal"
    SPECIAL_PROCEDURE = "special_procedure"
    EXTENSION = "extension"
    DELAY = "delay"
    TOLERANT_ACCEPTANCE = "tolerant_acceptance"
    COMMITMENT = "commitment"
    CORRECTION_ORDER = "correction_order"
    PRIOR_NOTICE = "prior_notice"
    THIRD_PARTY_NOTICE = "third_party_notice"
    HEARING_NOTICE = "hearing_notice"
    HEARING_DATE = "hearing_date"
    THIRD_PARTY_HEARING_NOTICE = "third_party_hearing_notice"
    THIRD_PARTY_HEARING_DATE = "third_party_hearing_date"
    ANNULMENT = "annulment"
    GRANT_WITHDRAWAL = "grant_withdrawal"
    CANCELLATION = "cancellation"
    DELIVERY_ADDRESS = "delivery_address"
    DELIVERY_RECEIPT = "delivery_receipt"

    @property
    def is_result(self) -> bool:
        """Whether the paper states a favourable result."""
        return self in {PaperCode.GRANT, PaperCode.FILING_RECORD}


class PaperLapse(StrEnum):
    """Why a paper no longer holds, besides the end of the grant that it states."""

    REPLACED = "replaced"


ENDING_PAPERS: Final = frozenset({PaperCode.ANNULMENT, PaperCode.GRANT_WITHDRAWAL, PaperCode.CANCELLATION})
"""The decisions that end what was granted or recorded, and are delivered."""
THIRD_PARTY_PAPERS: Final = frozenset(
    {
        PaperCode.THIRD_PARTY_NOTICE,
        PaperCode.THIRD_PARTY_HEARING_NOTICE,
        PaperCode.THIRD_PARTY_HEARING_DATE,
    }
)
"""Papers for third parties, whom they name: the applicant does not read them."""
