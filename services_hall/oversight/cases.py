"""Pages for supervisors: the cases behind the figures of a body, and the same as a table to download."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.models import Agency
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.oversight.blueprint import blueprint
from services_hall.presentation.case_words import status_words
from services_hall.supervision.case_lists import CaseGroup, CaseQuery, ListedWork, cases_behind
from services_hall.web import downloads
from services_hall.web.access import access
from services_hall.web.csv_tables import csv_table
from services_hall.web.day_input import day_in
from services_hall.web.pagination import page_by_id

PAGE: Final = 50
MOST_ROWS: Final = 10_000
NAMES: Final = ("agency", "group", "item", "division", "since", "until")


@blueprint.get("/cases")
@access(Role.SUPERVISOR)
def cases() -> ResponseReturnValue:
    """The cases of a body, in pages; the figures of all bodies where none is chosen."""
    if not request.args.get("agency", "").strip():
        return redirect(url_for(".dashboard"))
    query, agency = _query()
    page: Any = page_by_id(
        lambda after, limit: cases_behind(reading(), query, after=after, limit=limit), size=PAGE
    )
    address = {name: text for name in NAMES if (text := request.args.get(name, ""))}
    return render_template(
        "oversight/cases.html", page=page, query=query, agency=agency, address=address, groups=CaseGroup
    )


@blueprint.get("/cases.csv")
@access(Role.SUPERVISOR)
def cases_table() -> ResponseReturnValue:
    """The newest cases of the same list as a table; at most MOST_ROWS."""
    query, agency = _query()
    data = _table(cases_behind(reading(), query, limit=MOST_ROWS))
    return downloads.send_data(
        data, media_type="text/csv; charset=utf-8", download_name=f"cases-{agency.code}.csv"
    )


def _query() -> tuple[CaseQuery, Agency]:
    """What the address asks for, and the body; 404 for an unknown body."""
    texts = {name: request.args.get(name, "").strip() for name in NAMES}
    agency = reading().get(Agency, texts["agency"])
    if agency is None:
        abort(404)
    group = CaseGroup(texts["group"]) if texts["group"] in set(CaseGroup) else CaseGroup.OPEN
    query = CaseQuery(
        agency.code,
        group,
        texts["item"],
        texts["division"],
        day_in(texts["since"]),
        day_in(texts["until"]),
    )
    return query, agency


def _table(rows: Iterable[ListedWork]) -> bytes:
    header = [_("编号"), _("事项"), _("事项编码"), _("地方"), _("状态"), _("申请"), _("应于")]
    return csv_table(header, map(_cells, rows))


def _cells(row: ListedWork) -> Sequence[str]:
    words = status_words(row.standing, row.item_type)
    due_on = row.due_on.isoformat() if row.due_on else ""
    return (
        *(row.number, row.item_name, row.item_code, row.place),
        *(str(words), row.filed_on.isoformat(), due_on),
    )
