"""Commands that add accounts: of people, and of agencies' systems."""

import click

from certificate_store.errors import HolderInvalid
from certificate_store.holders import ORGANISATION_TYPES, Holder, IdentifierType
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.cli.language import say
from services_hall.cli.refusals import REFUSALS, account_refusals
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Role, accounts
from services_hall.identity.errors import (
    AccountFault,
    AccountNameInvalid,
    ClientNotFound,
    IdentityNumberTaken,
    PasswordTooShort,
    UsernameTaken,
)
from services_hall.identity.posts import read_post
from services_hall.identity.provider_accounts import require_free_number
from services_hall.use_cases import administer_systems

role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role; may be repeated.",
)
agency_option = click.option("--agency", default="", help="Agency of the role: credit code or name.")
document_option = click.option(
    "--document",
    type=click.Choice([one.value for one in IdentifierType if one not in ORGANISATION_TYPES]),
    default=IdentifierType.IDENTITY_CARD.value,
    show_default=True,
    help="Kind of document of --identity, as a code of GB/T 36903.",
)
division_option = click.option("--division", default="", help="Division of the role: 12-digit code or name.")


@click.command()
@click.argument("username")
@click.option("--name", prompt=True, help="The person's name, shown on pages.")
@click.password_option(help="Asked for when left out.")
@role_option
@agency_option
@division_option
@click.option("--identity", help="Number of the document that was seen; only such an account can apply.")
@document_option
@click.option("--organisation", help="Credit code of the organisation that the account acts for.")
@click.option("--organisation-name", default="", help="Its name, as registered.")
def add(
    username: str,
    name: str,
    password: str,
    roles: tuple[str, ...],
    agency: str,
    division: str,
    identity: str | None,
    document: str,
    organisation: str | None,
    organisation_name: str,
) -> None:
    """Add an account that signs in with USERNAME."""
    if organisation is not None and identity is None:
        raise CommandRefused(say("an organisation's account needs the person who acts: add --identity"))
    default = Role.RESIDENT if organisation is None else Role.LEGAL_PERSON
    person = None if identity is None else _holder(name, document, identity)
    firm = (
        None if organisation is None else _holder(organisation_name, IdentifierType.CREDIT_CODE, organisation)
    )
    try:
        with account_refusals(), hall(), transaction() as session:
            posts = [read_post(session, role, agency, division) for role in roles or (default,)]
            if person is not None:
                require_free_number(session, person, firm)
            account = accounts.create_account(
                session,
                name=name,
                now=utc_now(),
                username=username,
                password=password,
                holder=person,
                organisation=firm,
                posts=posts,
            )
            granted = [str(post.role) for post in posts]
            record_action(
                session,
                actor=COMMAND_LINE,
                action="account.add",
                subject=account.public_id,
                details={"roles": granted},
            )
    except UsernameTaken:
        text = "the user name {username} is taken: choose another, or `users roles {username}`"
        raise CommandRefused(say(text, username=username)) from None
    except IdentityNumberTaken:
        raise CommandRefused(say("another account belongs to the person with this number")) from None
    except AccountNameInvalid:
        raise CommandRefused(say(REFUSALS[AccountFault.NAME_INVALID])) from None
    except PasswordTooShort:
        raise CommandRefused(say(REFUSALS[AccountFault.PASSWORD_TOO_SHORT])) from None
    console.print(say("added {username}: {roles}", username=username, roles=", ".join(granted)))


@click.command("add-system")
@click.argument("client_id")
@click.option("--name", prompt=True, help="What the system is called in records.")
@click.option("--agency", required=True, help="Credit code of the agency whose cases it handles.")
@click.option("--division", default="", help="12-digit code of the division it handles them in.")
def add_system(client_id: str, name: str, agency: str, division: str) -> None:
    """Add an agency's system that uses the API as CLIENT_ID; its secret is shown once.

    The id of a disabled system stays its own; a system that comes back gets a new id.
    """
    with account_refusals(), hall():
        made = administer_systems.add_system(
            None, client_id=client_id, name=name, agency=agency, division=division
        )
    text = "added {client_id}; its secret, shown only now: {secret}"
    console.print(say(text, client_id=made.client_id, secret=made.value), soft_wrap=True)


@click.command("new-secret")
@click.argument("client_id")
def new_secret(client_id: str) -> None:
    """Give the system CLIENT_ID a new secret, which is shown once; the old one no longer holds."""
    try:
        with account_refusals(), hall():
            made = administer_systems.renew_secret(None, client_id)
    except ClientNotFound:
        raise CommandRefused(say("there is no system {client_id}", client_id=client_id)) from None
    text = "{client_id}: new secret, shown only now: {secret}"
    console.print(say(text, client_id=client_id, secret=made.value), soft_wrap=True)


@click.command("close-system")
@click.argument("client_id")
def close_system(client_id: str) -> None:
    """Close the system CLIENT_ID for good: its secret and its tokens no longer hold."""
    try:
        with hall():
            administer_systems.close_system(None, client_id)
    except ClientNotFound:
        raise CommandRefused(say("there is no system {client_id}", client_id=client_id)) from None
    console.print(say("closed {client_id}", client_id=client_id))


def _holder(name: str, kind: str, number: str) -> Holder:
    try:
        return Holder(name, IdentifierType(kind), number)
    except HolderInvalid as error:
        raise CommandRefused(f"{kind}: {error}") from None
