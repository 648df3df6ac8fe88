"""The command `remedies`: the bodies that hear reconsideration and lawsuits against an agency."""

import click
from rich.table import Column, Table
from sqlalchemy import or_, select

from guides.implementations import change_implementation
from guides.models import Implementation
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import utc_now
from services_hall.database import reading, transaction


@click.group()
def remedies() -> None:
    """List and name the bodies to which decisions refer (行政复议法 arts. 20, 22, 24)."""


@remedies.command("open")
def list_open() -> None:
    """List the implementations whose decisions cannot name the reconsideration body or the court."""
    table = Table(Column("implementation", no_wrap=True, overflow="fold"), "agency", "item", "open")
    missing = or_(Implementation.appeal_body == "", Implementation.court == "")
    with hall():
        rows = reading().scalars(select(Implementation).where(missing).order_by(Implementation.id)).all()
        for one in rows:
            names = {"appeal body": one.appeal_body, "court": one.court}
            table.add_row(
                one.implementation_code,
                one.agency.name,
                one.item.code,
                ", ".join(name for name, value in names.items() if not value),
            )
    console.print(table)
    console.print(f"{len(rows)} open; until then a decision says the guide's rule of jurisdiction")


@remedies.command("name")
@click.argument("agency_code")
@click.option("--appeal-body", help="The body that hears reconsideration.")
@click.option("--second-appeal-body", help="Another one that may be chosen.")
@click.option("--appeal-channel", help="How reconsideration is applied for online.")
@click.option("--court", help="The court that hears a lawsuit.")
def name_bodies(agency_code: str, **names: str | None) -> None:
    """Name the bodies for all items that the agency AGENCY_CODE decides; the change is public."""
    terms = {name: value.strip() for name, value in names.items() if value is not None}
    if not terms:
        raise CommandRefused("name at least one body; nothing was changed")
    with hall(), transaction() as session:
        query = select(Implementation).where(Implementation.agency_code == agency_code)
        rows = session.scalars(query.order_by(Implementation.id).with_for_update()).all()
        if not rows:
            raise CommandRefused(f"no item is decided by {agency_code}; nothing was changed")
        record_action(
            session, actor=COMMAND_LINE, action="remedies.name", subject=agency_code, details=dict(terms)
        )
        for row in rows:
            change_implementation(session, row, terms, now=utc_now())
    console.print(f"{len(rows)} implementations of {agency_code} are changed")
