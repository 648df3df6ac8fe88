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


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"
