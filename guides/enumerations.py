"""The closed sets of codes that the catalogue's tables and terms use."""

from enum import StrEnum


class DivisionLevel(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class ItemLevel(StrEnum):
    """The place of an item in the tree: main item, sub-item, handling item."""

    MAIN = "main"
    SUB = "sub"
    HANDLING = "handling"


class EventKind(StrEnum):
    GUIDE_ANNOUNCED = "guide_announced"
    GUIDE_PUBLISHED = "guide_published"
    GUIDE_WITHDRAWN = "guide_withdrawn"
    BUNDLE_ANNOUNCED = "bundle_announced"
    BUNDLE_PUBLISHED = "bundle_published"
    BUNDLE_WITHDRAWN = "bundle_withdrawn"
    IMPLEMENTATION_CHANGED = "implementation_changed"
    SERVICE_POINT_CHANGED = "service_point_changed"


class EditionStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CURRENT = "current"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


class EditionAction(StrEnum):
    REVISE = "revise"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    RETIRE = "retire"
    WITHDRAW = "withdraw"


class ItemType(StrEnum):
    LICENCE = "licence"
    CONFIRMATION = "confirmation"
    REGISTRATION = "registration"
    FILING = "filing"
    PAYMENT = "payment"
    PUBLIC_SERVICE = "public_service"
    OTHER_POWER = "other_power"


class Rank(StrEnum):
    """The rank of a legal basis."""

    LAW = "law"
    REGULATION = "regulation"
    STATE_COUNCIL = "state_council"
    LOCAL_REGULATION = "local_regulation"
    RULE = "rule"
    NORMATIVE = "normative"


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    HOUR = "hour"


class LimitStart(StrEnum):
    """The event from which a limit runs."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"


class LimitEnd(StrEnum):
    """The event by which a limit must be met."""

    DECISION = "decision"
    HANDING_OVER = "handing_over"


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


class Audience(StrEnum):
    """The persons whom an item serves."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SOLE_TRADER = "sole_trader"
    """A person as the operator of a registered trade (个体工商户), under its name and credit code."""


class AgentRule(StrEnum):
    """Who may act for a person who applies (民法典 arts. 23, 161).

    `NONE`: what the law requires the person to do in person cannot be done by an agent.
    """

    ALL = "all"
    RELATIVES = "relatives"
    """Guardians and near relatives only."""
    GUARDIANS = "guardians"
    NONE = "none"


class IdentifiedParty(StrEnum):
    """Whose identity document a material is: it is asked for in the kind that the party has.

    `APPLICANT`: also a joint applicant, by the number of the material.
    """

    APPLICANT = "applicant"
    AGENT = "agent"


class CertificateSubject(StrEnum):
    """The holder of the certificate that an item issues.

    `REGISTERED`: the market entity that a registration brings into being, under the credit code that the
    decision assigns. `LICENSED`: the market entity of the applicant's business licence
    (食品经营许可和备案管理办法 art. 10).
    """

    APPLICANT = "applicant"
    REGISTERED = "registered"
    LICENSED = "licensed"


class MaterialKind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"


class IssuerType(StrEnum):
    """The issuer of a material."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    OTHER = "other"


class Necessity(StrEnum):
    """Whether every applicant must submit a material."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"


class StepKind(StrEnum):
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    REVIEW = "review"
    SITE_CHECK = "site_check"
    DECISION = "decision"
    DELIVERY = "delivery"
    AFTER_CHECK = "after_check"


class DecisionKind(StrEnum):
    """Whether a case is decided immediately or within a promised limit (即办件, 承诺件)."""

    ON_THE_SPOT = "on_the_spot"
    PROMISED = "promised"


class ServiceDepth(StrEnum):
    """The amount of work that is left to the applicant (马上办、网上办、一次办)."""

    ONE_VISIT = "one_visit"
    AT_ONCE = "at_once"
    ONLINE = "online"
    NOTHING = "nothing"


class Silence(StrEnum):
    """The consequence when the agency does not request supplements in time."""

    ACCEPTED = "accepted"
    NONE = "none"


class QuestionKind(StrEnum):
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"


class YesNo(StrEnum):
    """The answers to a yes-no question."""

    YES = "yes"
    NO = "no"


class FieldType(StrEnum):
    """The type of a field of an application form."""

    TEXT = "text"
    TEXTAREA = "textarea"
    PERSON_NAME = "person_name"
    IDENTITY_NUMBER = "identity_number"
    DOCUMENT_NUMBER = "document_number"
    """The number of an identity card, or of another identity document."""
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    ADDRESS = "address"
    DATE = "date"
    INTEGER = "integer"
    AMOUNT = "amount"
    """A number with a unit and at most two decimals."""
    MONEY = "money"
    """Yuan in what is typed, fen in the answer."""
    BANK_CARD = "bank_card"
    """The number of a bank card, with its check digit (ISO/IEC 7812-1)."""
    PLACE = "place"
    """A street or township of the city, by its 12-digit code."""
    ACCOUNT = "account"
    """The number of an account: digits and letters."""
    DIMENSIONS = "dimensions"
    """Lengths of the sides of a thing, in a unit: 300×80×10."""
    CHOICE = "choice"


class DayUnit(StrEnum):
    """The unit in which a form field counts the days before or after the application."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ResultForm(StrEnum):
    """The form of what an item issues: a certificate in the store, a card or paper, or both."""

    ELECTRONIC = "electronic"
    PHYSICAL = "physical"
    BOTH = "both"


class HandlingKind(StrEnum):
    """What an item does with a certificate that the applicant holds already."""

    RENEWAL = "renewal"
    CHANGE = "change"
    REISSUE = "reissue"
    CANCELLATION = "cancellation"


class ChangeKind(StrEnum):
    """The kind of change of a part of a guide between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class SnippetKind(StrEnum):
    """The part of a guide or bundle in which searched words were found."""

    ITEM = "item"
    MATERIAL = "material"
    RESULT = "result"
    SUMMARY = "summary"


class FacetKind(StrEnum):
    """What a word means under which an edition is listed."""

    TOPIC = "topic"
    AUDIENCE = "audience"
    LIFE_EVENT = "life_event"
    STARTS_FROM = "starts_from"
    """The type of certificate that the item renews, changes, replaces or cancels."""
