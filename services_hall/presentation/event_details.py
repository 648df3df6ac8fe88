"""Words for the data of an event: what was recorded, and what was corrected, before and after."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.applications.cases.event_facts import FACT, EventFact
from services_hall.presentation.formats import time_span

F = EventFact
FACTS: Final = {
    F.STEP_RECORDED: "%(step)s",
    F.STEPS_LEFT_OUT: _l("%(steps)s没有进行"),
    F.GRANTED_BEFORE: _l("先于%(numbers)s准予"),
    F.VISIT_PLANNED: _l("约定%(day)s现场核查"),
    F.VISIT_MOVED: _l("现场核查改到%(day)s"),
    F.VISIT_CANCELLED: _l("取消%(day)s的现场核查"),
    F.VISIT_PASSED: _l("现场核查通过"),
    F.VISIT_FAILED: _l("现场核查未通过"),
    F.OPINION_ASKED: _l("征求%(agency)s意见"),
    F.HANDED_OVER: _l("转交%(colleague)s"),
    F.EXTENSION_ASKED: _l("申请延长%(period)s"),
    F.SUPPLY_POSTPONED: _l("补交日期改为%(day)s"),
    F.NEW_LAW: _l("适用新的规定"),
    F.OLD_LAW: _l("适用旧的规定"),
}


def event_lines(reason: str | None, details: Mapping[str, Any] | None) -> str:
    """What an event records and why, in one line, then a line each for what was given or corrected."""
    fact = _fact_words(details or {})
    first = _("%(fact)s：%(reason)s", fact=fact, reason=reason) if fact and reason else fact or reason
    return "\n".join(filter(None, [first, *_change_lines(details or {})]))


def _fact_words(details: Mapping[str, Any]) -> str:
    if FACT not in details:
        return ""
    values = {
        name: _("、").join(value) if isinstance(value, list) else value for name, value in details.items()
    }
    if details[FACT] == F.EXTENSION_ASKED:
        values["period"] = time_span(details["amount"], details["unit"])
    return str(FACTS[F(details[FACT])]) % values


def _change_lines(details: Mapping[str, Any]) -> list[str]:
    """One line for each replaced material and each corrected answer of an event."""
    lines = [_("补交：%(name)s", name=name) for name in details.get("materials", [])]
    for label, before, after in details.get("answers", []):
        lines.append(_("%(label)s：%(before)s → %(after)s", label=label, before=before, after=after))
    return lines
