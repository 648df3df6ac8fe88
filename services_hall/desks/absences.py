"""Page of absences, for officers and for heads: who is away, and who handles the cases meanwhile."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.cases import absences as rules
from services_hall.applications.errors import ActionInvalid
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.keep_absences import end_absence, record_absence
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of
from services_hall.web.form_state import EMPTY_FORM, FormState

FIELDS: Final = (rules.OFFICER, rules.SUBSTITUTE, rules.FIRST, rules.LAST)
LONGEST: Final = 64


@dataclass(frozen=True)
class AbsenceRow:
    """An absence that holds today or later."""

    id: int
    officer: str
    substitute: str
    first_on: date
    last_on: date
    may_end: bool


def add_pages(blueprint: Blueprint, role: Role, frame: str) -> None:
    """Adds the page to the channel of officers or of heads, within the template `frame`."""

    @blueprint.get("/absences/")
    @access(role)
    def absences() -> ResponseReturnValue:
        """The absences at the agencies of an officer or head, and the form for another one."""
        return _page(EMPTY_FORM, frame)

    @blueprint.post("/absences/")
    @access(role)
    def enter_absence() -> ResponseReturnValue:
        """Enters an absence with its substitute."""
        return _enter(frame)

    @blueprint.post("/absences/<int:absence_id>/end")
    @access(role)
    def finish_absence(absence_id: int) -> ResponseReturnValue:
        """Ends an absence early."""
        if not end_absence(signed_in_actor(), absence_id):
            abort(404)
        flash(_("已结束，办件又由本人办。"))
        return redirect(url_for(".absences"), 303)


def _enter(frame: str) -> ResponseReturnValue:
    values = {name: request.form.get(name, "")[:LONGEST] for name in FIELDS}
    try:
        record_absence(
            signed_in_actor(),
            officer=values[rules.OFFICER],
            substitute=values[rules.SUBSTITUTE],
            first_on=day_of(rules.FIRST),
            last_on=day_of(rules.LAST),
        )
    except ActionInvalid as error:
        return _page(FormState(values, messages_by_field(error.errors)), frame), 422
    flash(_("已登记。这几天的办件由代班人办，记录里写明代谁办。"))
    return redirect(url_for(".absences"), 303)


def _page(state: FormState, frame: str) -> str:
    session, actor = reading(), signed_in_actor()
    people = rules.staff_of(session, actor)
    own = rules.absentees(actor, people)
    names = {one.id: one.name for one in people}
    found = rules.current_absences(session, list(names), today=local_day(utc_now()))
    rows = [
        AbsenceRow(
            one.id,
            names[one.officer_id],
            names.get(one.substitute_id, ""),
            one.first_on,
            one.last_on,
            may_end=any(one.officer_id == mine.id for mine in own),
        )
        for one in found
    ]
    return render_template(
        "desks/absences.html",
        rows=rows,
        officer_options=[(one.public_id, one.name) for one in own],
        substitute_options=[(one.public_id, one.name) for one in people if [one] != own],
        frame=frame,
        form_state=state,
    )
