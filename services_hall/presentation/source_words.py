"""Words for applicants about the certificate from which their application started."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _

from services_hall.applications.clocks.renewal_times import is_renewal, renews_by_silence
from services_hall.applications.lifecycle import UNDECIDED, CaseOutcome
from services_hall.applications.models import Case
from services_hall.presentation import formats

CHANGES_CERTIFICATE: Final = frozenset({CaseOutcome.GRANTED, CaseOutcome.RECORDED})
"""Outcomes after which the certificate is not what it was."""


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(source_note, "source_note")


def source_note(case: Case) -> str:
    """What becomes of the certificate; an empty text where there is none, or where a new one replaces it."""
    if case.application.source_certificate is None:
        return ""
    if case.outcome is not None and case.outcome not in CHANGES_CERTIFICATE:
        return _ended_note(case)
    return _silence_note(case) if case.state in UNDECIDED else ""


def _ended_note(case: Case) -> str:
    last_day = case.application.source_valid_to
    if last_day is None or not is_renewal(case.application_item.edition.terms):
        return _("原来的证照没有因为这次申请改变。")
    return _("原来的证照没有延续，有效期还是到 %(day)s 为止；期满以后不能再使用。", day=formats.day(last_day))


def _silence_note(case: Case) -> str:
    """What the agency's silence means for a renewal (行政许可法 art. 50)."""
    last_day = case.application.source_valid_to
    if last_day is None or not is_renewal(case.application_item.edition.terms):
        return ""
    if case.application.is_late_renewal:
        return _(
            "申请时已经过了规定的日期：原证照到期（%(day)s）没有决定的，不视为准予延续，期满以后不能再使用。",
            day=formats.day(last_day),
        )
    if renews_by_silence(case):
        return _(
            "您按时申请了：原证照到期（%(day)s）部门还没有决定的，视为准予延续。", day=formats.day(last_day)
        )
    return _(
        "原证照到期日是 %(day)s。请尽快补齐材料：等您补交期间，到期不视为准予延续。",
        day=formats.day(last_day),
    )
