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
from services_hall.database import reading, transaction
from services_hall.identity import Role, accounts, oauth_clients
from services_hall.identity.errors import (
    AccountFault,
    AccountNameInvalid,
    IdentityNumberTaken,
    PasswordTooShort,
    UsernameTaken,
)
from services_hall.identity.posts import read_post
from services_hall.identity.provider_accounts import require_free_number

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
@click.option("--division", required=True, help="12-digit code of the division it handles them in.")
def add_system(client_id: str, name: str, agency: str, division: str) -> None:
    """Add an agency's system that uses the API as CLIENT_ID; its secret is shown once.

    The id of a disabled system stays its own; a system that comes back gets a new id.
    """
    now = utc_now()
    with account_refusals(), hall():
        if oauth_clients.is_client_id_taken(reading(), client_id):
            text = "the client id {client_id} is taken, or was before: choose another"
            raise CommandRefused(say(text, client_id=client_id))
        with transaction() as session:
            post = read_post(session, Role.AGENCY_SYSTEM, agency, division)
            account = accounts.create_account(session, name=name, now=now, posts=[post])
            _client, secret = oauth_clients.register_system(
                session, client_id=client_id, name=name, account=account, now=now
            )
            details = {"client": client_id, "agency": post.agency_code, "division": post.division_code}
            record_action(
                session, actor=COMMAND_LINE, action="system.add", subject=account.public_id, details=details
            )
    text = "added {client_id}; its secret, shown only now: {secret}"
    console.print(say(text, client_id=client_id, secret=secret), soft_wrap=True)


def _holder(name: str, kind: str, number: str) -> Holder:
    try:
        return Holder(name, IdentifierType(kind), number)
    except HolderInvalid as error:
        raise CommandRefused(f"{kind}: {error}") from None
