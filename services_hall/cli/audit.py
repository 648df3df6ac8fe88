"""`audit`: whether the tamper-evident record still holds."""

import click

from services_hall.audit.anchors import anchors
from services_hall.audit.chain import chain_key
from services_hall.audit.verifying import verify as verify_chain
from services_hall.cli.console import Refused, console, hall
from services_hall.database import reading


@click.group()
def audit() -> None:
    """Check the tamper-evident record."""


@audit.command()
def verify() -> None:
    """Read the whole record again and tell the first link that does not hold."""
    with hall() as found:
        verdict = verify_chain(reading(), chain_key(found.secret_key), anchors(found.data_dir))
    if verdict.fault is not None:
        raise Refused(
            f"broken at entry {verdict.at_seq}: {verdict.fault.value}; {verdict.entries} entries "
            "before it hold. Keep the database as it is; compare it with a backup."
        )
    console.print(
        f"the record holds: {verdict.entries} sealed entries, {verdict.unsealed} waiting to be sealed"
    )
