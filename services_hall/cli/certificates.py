"""The command `certificates`: list, verify and cancel certificates of the store."""

from pathlib import Path

import click
from rich.table import Column, Table
from sqlalchemy import select

from certificate_store import lookup, revocation
from certificate_store.errors import StoreError
from certificate_store.lifecycle import CancelCause
from certificate_store.models import Certificate
from certificate_store.pdf.authority import authority_certificate_pem
from certificate_store.pdf.verification import verify_file
from certificate_store.verification import VerificationAnswer, verify_identifier
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import local_day, utc_now
from services_hall.database import certificate_transaction, transaction
from services_hall.use_cases.verify_code import Verification, verify_paper, verify_paper_file


@click.group()
def certificates() -> None:
    """List, verify and cancel electronic certificates."""


@certificates.command("list")
@click.option("--after", type=int, default=0, help="Only certificates with a higher number.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
def list_certificates(after: int, limit: int) -> None:
    """List certificates by identifier, type and standing; holders are not shown."""
    table = Table("number", Column("identifier", no_wrap=True, overflow="fold"), "type", "issued", "standing")
    today = local_day(utc_now())
    with hall(), certificate_transaction() as store:
        rows = select(Certificate).where(Certificate.id > after).order_by(Certificate.id).limit(limit)
        for one in store.scalars(rows):
            table.add_row(
                str(one.id), one.identifier, one.type.name, str(one.issued_on), one.standing(today).value
            )
    console.print(table)


@certificates.command()
@click.argument("what")
def verify(what: str) -> None:
    """Verify WHAT: the identifier of a certificate, the number of a paper, or a PDF file."""
    with hall():
        if Path(what).is_file():
            _verify_file(Path(what))
            return
        paper = verify_paper(what)
        if paper is not None:
            _show_paper(paper)
            return
        with certificate_transaction() as store:
            verification = verify_identifier(store, what, local_day(utc_now()))
    _show(verification)


def _verify_file(path: Path) -> None:
    content = path.read_bytes()
    with certificate_transaction() as store:
        answer = verify_file(content, authority_certificate_pem(store))
    if answer.doubt is not None:
        raise CommandRefused(f"{path} is not genuine: {answer.doubt.value}")
    console.print(f"{path} is genuine, signed by {answer.signer} at {answer.signed_at}")
    paper = verify_paper_file(content)
    if paper is not None:
        _show_paper(paper)


def _show_paper(paper: Verification) -> None:
    console.print(
        f"{paper.code}: {paper.title}, issued {paper.issued_on} by {paper.issued_by or 'this site'}"
    )
    if paper.state is not None:
        console.print(f"its case is {paper.state}, outcome {paper.outcome or 'open'}")
    if not paper.is_in_force:
        raise CommandRefused(f"it no longer holds: {paper.lapse_cause}")


@certificates.command()
@click.argument("identifier")
@click.option("--cause", required=True, type=click.Choice([cause.value for cause in CancelCause]))
@click.option("--agency", required=True, help="Credit code of the issuing agency that decided so.")
@click.option("--reason", required=True, help="Why, in words; the holder reads them.")
@click.confirmation_option(prompt="A cancelled certificate never comes back. Cancel it?")
def cancel(identifier: str, cause: str, agency: str, reason: str) -> None:
    """Cancel the certificate IDENTIFIER permanently."""
    now = utc_now()
    with hall():
        try:
            with certificate_transaction() as store:
                certificate = lookup.certificate(store, identifier)
                revocation.cancel_certificate(
                    store, certificate, cause=CancelCause(cause), by_agency=agency, reason=reason, now=now
                )
        except StoreError as error:
            raise CommandRefused(f"{error}; nothing was changed") from None
        with transaction() as session:
            details = {"cause": cause, "agency": agency}
            record_action(
                session,
                actor=COMMAND_LINE,
                action="certificate.cancel",
                subject=identifier,
                details=details,
            )
    console.print(f"{identifier} is cancelled ({cause})")


def _show(answer: VerificationAnswer) -> None:
    if answer.facts is None or answer.standing is None:
        doubt = answer.doubt.value if answer.doubt else "unknown"
        raise CommandRefused(f"{answer.identifier} is not a certificate of this store: {doubt}")
    facts = answer.facts
    console.print(
        f"{answer.identifier}: {facts.type_name} {facts.number}, {answer.standing.value} on {answer.on}"
    )
    console.print(
        f"issued {facts.issued_on} by {facts.agency_name}, valid {facts.valid_from} – {facts.valid_to or '…'}"
    )
    if not answer.is_in_force:
        raise CommandRefused(f"it is not in force: {answer.standing.value}")
