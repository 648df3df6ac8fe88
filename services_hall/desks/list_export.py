"""Route for the list as a file: the rows and columns that the page shows, entered in the audit record."""

from typing import Final

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_list import MOST_EXPORTED, ListedCase, listed_cases
from services_hall.desks.list_query import ListQuery
from services_hall.identity import Role
from services_hall.use_cases.record_list_export import record_list_export
from services_hall.web import downloads
from services_hall.web.access import access, signed_in_actor
from services_hall.web.csv_tables import csv_table

CSV: Final = "text/csv; charset=utf-8"


@blueprint.post("/export")
@access(Role.AGENCY_OFFICER)
def export() -> ResponseReturnValue:
    """All pages of the list with the filters in the address, as CSV."""
    actor, query = signed_in_actor(), ListQuery.from_request()
    rows = listed_cases(reading(), actor, query)
    if len(rows) > MOST_EXPORTED:
        flash(_("超过 %(most)s 件，没有导出。请先缩小条件。", most=MOST_EXPORTED))
        return redirect(url_for(".cases", **query.address), 303)  # type: ignore[arg-type]
    record_list_export(actor, query.filters, rows=len(rows), is_searched=bool(query.q))
    header = [_("编号"), _("期限"), _("事项"), _("申请人"), _("状态"), _("指示灯"), _("经办")]
    name = _("办件 %(day)s.csv", day=local_day(utc_now()).isoformat())
    return downloads.send_data(csv_table(header, map(_cells, rows)), media_type=CSV, download_name=name)


def _cells(row: ListedCase) -> list[str]:
    return [
        row.number,
        "" if row.due_on is None else row.due_on.isoformat(),
        row.item_name,
        row.applicant,
        row.status,
        "" if row.light is None else row.light.words,
        row.officer,
    ]
