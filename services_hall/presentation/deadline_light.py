"""Light of a deadline: green, amber late in the limit and near its day, red after it; always with words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guides.calendar import WorkingDays, count_working_days
from guides.enumerations import ItemType, LimitEnd
from services_hall.applications.clocks.obligations import CaseDuty, agency_duty, is_limited
from services_hall.applications.lifecycle import CaseState
from services_hall.casework.lights import LightColour, LightDays, OverdueLimit, overdue_limit

DUTY_WORDS: Final = {
    CaseDuty.ACCEPTANCE: _l("受理"),
    CaseDuty.SUPPLEMENT_NOTICE: _l("告知补正"),
    CaseDuty.DECISION: _l("决定"),
    CaseDuty.PROCEDURE_END: _l("结束特别程序"),
    CaseDuty.AFTER_CHECK: _l("核查"),
    CaseDuty.SECOND_CHECK: _l("再次核查"),
    CaseDuty.HANDING_OVER: _l("制证送达"),
}


@dataclass(frozen=True)
class Light:
    """The obligation of the agency, its due day, the remaining time, and the corresponding colour."""

    colour: LightColour
    owed: str
    due_on: date
    left: str
    overdue: OverdueLimit | None = None

    @cached_property
    def words(self) -> str:
        """What is owed and how much time is left."""
        return _("%(owed)s：%(left)s", owed=self.owed, left=self.left)


def light(
    state: CaseState,
    due_on: date | None,
    *,
    days: LightDays,
    calendar: WorkingDays,
    began_on: date | None = None,
    legal_due_on: date | None = None,
    item_type: ItemType = ItemType.OTHER_POWER,
    limit_ends_with: LimitEnd | None = None,
    is_paused: bool = False,
) -> Light | None:
    """The light of a case with an obligation of the agency due on this day, or None without an obligation.

    The `item_type` tells what is owed of a received case: acceptance, or a notice of what a filing misses.
    With the `legal_due_on` of a decision, or of a handing over with which the limit ends, the text tells a
    missed promise from a missed limit of the law.
    """
    duty = agency_duty(state, item_type, is_paused=is_paused)
    if duty is None or due_on is None:
        return None
    today, colour = days.today, days.colour(due_on, began_on)
    owed = str(DUTY_WORDS[duty])
    overdue = None
    if is_limited(duty, limit_ends_with) and due_on < today:
        overdue = overdue_limit(today, legal_due_on)
    left = _days_overdue(overdue, due_on, today, legal_due_on, calendar)
    return Light(colour, owed, due_on, left or _days_left(due_on, today, calendar), overdue)


def _days_overdue(
    overdue: OverdueLimit | None, due_on: date, today: date, legal_due_on: date | None, calendar: WorkingDays
) -> str:
    if overdue is None:
        return ""
    since = legal_due_on if overdue is OverdueLimit.LEGAL and legal_due_on is not None else due_on
    late = count_working_days(since, today, calendar)
    if overdue is OverdueLimit.LEGAL:
        return ngettext("法定逾期 %(num)d 个工作日", "法定逾期 %(num)d 个工作日", late)
    return ngettext("承诺逾期 %(num)d 个工作日", "承诺逾期 %(num)d 个工作日", late)


def _days_left(due_on: date, today: date, calendar: WorkingDays) -> str:
    if due_on < today:
        late = count_working_days(due_on, today, calendar)
        return ngettext("超期 %(num)d 个工作日", "超期 %(num)d 个工作日", late) if late else _("已超期")
    left = count_working_days(today, due_on, calendar)
    return ngettext("还有 %(num)d 个工作日", "还有 %(num)d 个工作日", left) if left else _("今天到期")
