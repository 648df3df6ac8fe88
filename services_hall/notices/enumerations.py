"""Codes of notices and of the messages that carry them (pure)."""

from enum import StrEnum


class NoticeTopic(StrEnum):
    """What a notice is about."""

    RECEIPT = "receipt"
    ACCEPTED = "accepted"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_ENDS = "supplement_ends"
    PROMISE_ENDS = "promise_ends"
    PRIOR_NOTICE = "prior_notice"
    HEARING_SET = "hearing_set"
    EXTENDED = "extended"
    CLOCK_STOPPED = "clock_stopped"
    CLOCK_RESUMED = "clock_resumed"
    DAYS_MOVED = "days_moved"
    DELAY_EXPLAINED = "delay_explained"
    SUPPLY_POSTPONED = "supply_postponed"
    FLAW_REPORTED = "flaw_reported"
    PLEA_DECLINED = "plea_declined"
    VISIT_PLANNED = "visit_planned"
    VISIT_MOVED = "visit_moved"
    VISIT_CANCELLED = "visit_cancelled"
    DECIDED = "decided"
    CORRECTION_ORDERED = "correction_ordered"
    GRANT_ENDED = "grant_ended"
    WITHDRAWN = "withdrawn"
    RESULT_READY = "result_ready"
    RESULT_POSTED = "result_posted"
    CERTIFICATE_ENDS = "certificate_ends"
    JOINT_ASKED = "joint_asked"
    JOINT_REFUSED = "joint_refused"
    JOINT_RECALLED = "joint_recalled"
    JOINT_FAILED = "joint_failed"
    MANDATE_GIVEN = "mandate_given"
    MANDATE_ENDED = "mandate_ended"


class NoticeSubject(StrEnum):
    """What kind of thing the number of a notice names; drafts and mandates have a public id instead."""

    APPLICATION = "application"
    CASE = "case"
    CERTIFICATE = "certificate"
    DRAFT = "draft"
    MANDATE = "mandate"


class MessageChannel(StrEnum):
    """A way outside the hall's pages on which a notice is sent."""

    EMAIL = "email"
    TEXT = "text"


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """Not sent: the person no longer wants it, or the site no longer has the channel."""
