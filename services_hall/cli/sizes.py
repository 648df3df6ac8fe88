"""The command `sizes`: the size from which an item applies in a place, as its body has set it."""

from typing import Final

import click
from rich.table import Column, Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import EventKind
from guides.implementations import change_implementation
from guides.models import Division, GuideEvent, Implementation, ServiceItem
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction

SIZE_TERMS: Final = ("least_area", "least_seats", "size_source")
OPEN: Final = "open"


@click.group()
def sizes() -> None:
    """Show and change the area and seats from which an item applies, such as the fire check."""


@sizes.command("list")
@click.argument("item_code")
def list_sizes(item_code: str) -> None:
    """List the places that handle ITEM_CODE with their sizes; open ones too."""
    table = Table(Column("place", no_wrap=True), "name", "area m²", "seats", "source")
    with hall():
        query = (
            select(Implementation, Division.name)
            .join(ServiceItem, ServiceItem.id == Implementation.item_id)
            .join(Division, Division.code == Implementation.division_code)
            .where(ServiceItem.code == item_code)
            .order_by(Implementation.division_code)
        )
        rows = reading().execute(query).all()
        for one, name in rows:
            sizes_of = (one.least_area, one.least_seats)
            table.add_row(
                one.division_code,
                name,
                *(OPEN if size is None else str(size) for size in sizes_of),
                one.size_source,
            )
    if not rows:
        raise CommandRefused(f"no place handles {item_code}")
    console.print(table)


@sizes.command("set")
@click.argument("item_code")
@click.argument("place")
@click.option("--area", type=click.IntRange(1, 1_000_000), help="Square metres from which the item applies.")
@click.option("--seats", type=click.IntRange(1, 100_000), help="Seats from which the item applies.")
@click.option("--source", help="Who has set it, and where that is published.")
def set_sizes(item_code: str, place: str, area: int | None, seats: int | None, source: str | None) -> None:
    """Set both sizes of ITEM_CODE in the division PLACE; one that is left out is open."""
    told = (source or "").strip()
    if (area is not None or seats is not None) and not told:
        raise CommandRefused("say with --source who has set the size; nothing was changed")
    terms = {"least_area": area, "least_seats": seats, "size_source": told}
    with hall(), transaction() as session:
        row = _implementation(session, item_code, place)
        record_action(
            session,
            actor=COMMAND_LINE,
            action="sizes.set",
            subject=row.implementation_code,
            details={"least_area": area, "least_seats": seats},
        )
        change_implementation(session, row, terms, now=utc_now())
    console.print(f"{item_code} in {place} is changed; what is filed keeps what was asked")


@sizes.command("history")
@click.argument("item_code")
@click.argument("place")
def size_history(item_code: str, place: str) -> None:
    """List every change of the sizes of ITEM_CODE in the division PLACE, the newest first."""
    table = Table("day", "version", "what", "before", "after")
    with hall():
        code = _implementation(reading(), item_code, place).implementation_code
        query = select(GuideEvent).where(
            GuideEvent.item_code == item_code, GuideEvent.kind == EventKind.IMPLEMENTATION_CHANGED
        )
        for event in reading().scalars(query.order_by(GuideEvent.seq.desc())):
            if event.summary["implementation_code"] != code:
                continue
            for change in event.summary["changes"]:
                if change["element"] in SIZE_TERMS:
                    values = (change["element"], change["before"], change["after"])
                    version = str(event.summary["version"])
                    table.add_row(local_day(event.at).isoformat(), version, *map(str, values))
    console.print(table)


def _implementation(session: Session, item_code: str, place: str) -> Implementation:
    query = (
        select(Implementation)
        .join(ServiceItem, ServiceItem.id == Implementation.item_id)
        .where(ServiceItem.code == item_code, Implementation.division_code == place)
        .with_for_update(of=Implementation)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise CommandRefused(f"{item_code} is not handled in {place}; nothing was changed")
    return found
