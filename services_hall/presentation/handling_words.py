"""Words that depend on how a case is handled: recorded when it is complete, or accepted and decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.applications.item_handling import HANDLING, Handling
from services_hall.applications.models import Case
from services_hall.applications.owed_materials import owes_materials
from services_hall.presentation.formats import day


@dataclass(frozen=True)
class HandlingWords:
    """What pages say before and after the end of a case: to the desk, to the window and to the applicant."""

    answer_due: LazyString
    """The label of the day by which the agency must answer."""
    completion: LazyString
    """What happens when the applicant gives what is missing."""
    end: LazyString
    """The label of the moment at which the case ended."""


DECIDED: Final = HandlingWords(
    _l("最迟答复是否受理"), _l("现在就可以补交；不补的，部门会一次告知要补什么。"), _l("决定")
)
RECORDED: Final = HandlingWords(
    _l("最迟一次告知补正"),
    _l("补齐了当场备案，出具备案凭证；不补的，部门会一次告知要补什么。"),
    _l("备案"),
)
WORDS: Final[Mapping[bool, HandlingWords]] = {False: DECIDED, True: RECORDED}


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(handling_of, "handling")
    app.add_template_filter(handling_words, "handling_words")
    app.add_template_filter(answer_to_applicant, "answer_to_applicant")
    app.add_template_test(owes_materials, "owing_materials")
    app.add_template_filter(correction_lead, "correction_lead")
    app.add_template_filter(next_day_at_window, "next_day_at_window")


def handling_of(case: Case) -> Handling:
    """How a loaded case is handled."""
    return HANDLING[case.application_item.edition.terms.item_type]


def handling_words(case: Case) -> HandlingWords:
    """The words for a loaded case."""
    return WORDS[handling_of(case).is_recorded]


def correction_lead(case: Case) -> str:
    """What may still be given or corrected in a case, and until when."""
    if owes_materials(case):
        return _("这个办件依法已经算受理，缺的材料还可以补交；补齐以前办不成。")
    if handling_of(case).is_recorded:
        return _("备案以前，可以补交缺的材料，改正填错的内容；材料补齐了当场备案。")
    if case.acceptance_due_on is None:
        return _("这个办件还没有受理。受理以前，可以补交缺的材料，改正填错的内容。")
    return _(
        "这个办件还没有受理，部门最迟 %(day)s 答复。受理以前，可以补交缺的材料，改正填错的内容。",
        day=day(case.acceptance_due_on),
    )


def answer_to_applicant(case: Case) -> str:
    """By which day the agency answers a received case; an empty text without a day."""
    if case.acceptance_due_on is None:
        return ""
    last = day(case.acceptance_due_on)
    if handling_of(case).is_recorded:
        return _("最迟 %(day)s 一次告诉您要补什么。", day=last)
    return _("最迟 %(day)s 告诉您是否受理。", day=last)


def next_day_at_window(case: Case) -> str:
    """What the agency must do next and by which day, for a table; an empty text without a day."""
    if case.decided_at is not None:
        return _("%(day)s 有结果", day=day(case.decided_at))
    if case.decision_due_on is not None:
        return _("%(day)s 决定", day=day(case.decision_due_on))
    if case.acceptance_due_on is None:
        return ""
    last = day(case.acceptance_due_on)
    if handling_of(case).is_recorded:
        return _("%(day)s 一次告知补正", day=last)
    return _("%(day)s 答复是否受理", day=last)
