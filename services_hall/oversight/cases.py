"""Pages for supervisors: the cases behind the figures of a body, and the same as a table to download."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from flask import abort, render_template, request
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
from services_hall.web.day_input import day_in
from services_hall.web.pagination import page_by_id

PAGE: Final = 50
MOST_ROWS: Final = 10_000
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A table program takes a cell that begins so for a formula."""
NAMES: Final = ("agency", "group", "item", "division", "since", "until")


@blueprint.get("/cases")
@access(Role.SUPERVISOR)
def cases() -> ResponseReturnValue:
    """The cases of a body, in pages."""
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


def harmless(cell: str) -> str:
    """The cell as text for a table program: what looks like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


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
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_("编号"), _("事项"), _("事项编码"), _("地方"), _("状态"), _("申请"), _("应于")])
    for row in rows:
        words = status_words(row.standing, row.item_type)
        due_on = row.due_on.isoformat() if row.due_on else ""
        cells = (
            *(row.number, row.item_name, row.item_code, row.place),
            *(str(words), row.filed_on.isoformat(), due_on),
        )
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
