"""Initial data of a new site: places, bodies, calendar, certificate types, sample guides; repeatable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.progress import Progress
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.certificate_types import (
    WITHOUT_END,
    DataField,
    TypeDefinition,
    register_certificate_type,
)
from certificate_store.errors import HolderInvalid
from certificate_store.holders import HolderKind, IdentifierType, check_number
from guides import seeding
from guides.calendar.official_days import seed_calendar
from guides.city_folder import FolderInvalid, check_tables, load_bodies, load_places, read_tables
from guides.models import Division, ServiceItem
from guides.samples import sample_codes
from services_hall.applications.due_day_updates import has_open_clocks
from services_hall.audit import actions
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import certificate_transaction, reading, transaction
from services_hall.demo.accounts import seed_demo_accounts
from services_hall.demo.certificates import issuing_bodies, seed_demo_certificates
from services_hall.documents.authority import site_authority
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import enqueue

ProgressFunction = Callable[[int, int, str], None]


def seed_site(display: Progress) -> None:
    """Load all data that a new site needs, with a line of progress for each step."""
    with _step(display, "divisions") as report, transaction() as session:
        seeding.seed_places(session, report)
    with _step(display, "agencies and service points"), transaction() as session:
        seeding.seed_bodies(session, site_prefix=site_settings().document_prefix)
    _seed_rest(display)


def _seed_rest(display: Progress) -> None:
    """Load what is the same in every city: the official calendar, certificate types, sample guides."""
    with _step(display, "working days"), transaction() as session:
        if seed_calendar(session) and has_open_clocks(session, utc_now()):
            enqueue(session, JobName.RECKON_CASES, {})
    with _step(display, "certificate types"), certificate_transaction() as store:
        seed_certificate_types(store)
        site_authority(store, now=utc_now())
    with _step(display, "sample guides"), transaction() as session:
        for edition in seeding.seed_samples(session, now=utc_now()):
            actions.record_edition_change(session, "publish", edition, actor=actions.COMMAND_LINE)


def seed_city(display: Progress, folder: Path) -> None:
    """Load another city from a folder of tables, instead of the places and bodies of the program.

    Everything is checked first; raises FolderInvalid with all faults, and then nothing is loaded.
    """
    tables = read_tables(folder)
    with _step(display, "tables of the city"), transaction() as session:
        faults = check_tables(
            tables,
            item_codes={*sample_codes(), *session.scalars(select(ServiceItem.code))},
            is_credit_code=_is_credit_code,
            stored_divisions=set(session.scalars(select(Division.code))),
            site_prefix=site_settings().document_prefix,
        )
        if faults:
            raise FolderInvalid(faults)
        load_places(session, tables)
        load_bodies(session, tables)
        details = {name: len(rows) for name, rows in tables.rows.items()}
        record_action(
            session, actor=actions.COMMAND_LINE, action="site.seed", subject="city", details=details
        )
    _seed_rest(display)


def _is_credit_code(text: str) -> bool:
    try:
        return check_number(IdentifierType.CREDIT_CODE, text) == text
    except HolderInvalid:
        return False


def seed_demo(display: Progress) -> None:
    """Load invented persons with their accounts and certificates."""
    with _step(display, "demo accounts"), transaction() as session:
        seed_demo_accounts(session, now=utc_now())
    bodies = issuing_bodies(reading())
    with _step(display, "demo certificates"), certificate_transaction() as store:
        seed_demo_certificates(store, bodies, now=utc_now())


def seed_certificate_types(store: Session) -> None:
    """Register the certificate types of the sample guides in the store."""
    for row in seeding.certificate_types():
        register_certificate_type(store, _definition(row))


def _definition(row: dict[str, Any]) -> TypeDefinition:
    months = row["validity_months"]
    return TypeDefinition(
        code=row["code"],
        identifier_code=row["identifier_code"],
        name=row["name"],
        issuer_class=row["agency_role"],
        holder_kind=HolderKind(row["holder_kind"]),
        validity={"kind": "months", "months": months} if months else dict(WITHOUT_END),
        data_fields=[
            DataField(field["key"], field["label"], field["required"], field.get("public", False))
            for field in row["fields"]
        ],
    )


@contextmanager
def _step(display: Progress, name: str) -> Iterator[ProgressFunction]:
    """A progress line for the block; the yielded function takes (done, total, label)."""
    task = display.add_task(name, total=1)

    def report(done: int, total: int, label: str) -> None:
        display.update(task, completed=done, total=total)

    yield report
    total = next((line.total for line in display.tasks if line.id == task), None)
    display.update(task, completed=total or 1)
