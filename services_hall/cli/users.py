"""The command `users`: administration of accounts and roles."""

import click
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.errors import HolderInvalid
from certificate_store.holders import ORGANISATION_TYPES, Holder, IdentifierType
from guides.models import Agency, Division
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Role, accounts, oauth_clients
from services_hall.identity.actors import Post
from services_hall.identity.errors import (
    AccountNameInvalid,
    IdentityNumberTaken,
    PasswordTooShort,
    UsernameTaken,
)
from services_hall.identity.models import Account
from services_hall.identity.provider_accounts import require_free_number
from services_hall.identity.roles import ROLE_DEFINITIONS
from services_hall.presentation.role_names import role_name

role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role; may be repeated.",
)
agency_option = click.option("--agency", help="Credit code of the agency of the post.")
document_option = click.option(
    "--document",
    type=click.Choice([one.value for one in IdentifierType if one not in ORGANISATION_TYPES]),
    default=IdentifierType.IDENTITY_CARD.value,
    show_default=True,
    help="Kind of document of --identity, as a code of GB/T 36903.",
)
division_option = click.option("--division", help="12-digit code of the division of the post.")


@click.group()
def users() -> None:
    """List accounts, add accounts and agencies' systems, add roles."""


@users.command("list")
@click.option("--after", type=int, default=0, help="Only accounts with a higher number.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
def list_users(after: int, limit: int) -> None:
    """List accounts that can sign in, with user name and roles; personal names are not shown."""
    table = Table("number", "user name", "roles", "demo", "closed")
    with hall():
        rows = select(Account).where(Account.id > after).order_by(Account.id).limit(limit)
        for account in reading().scalars(rows):
            posts = ", ".join(sorted({str(post.role) for post in account.posts}))
            name = account.username or account.public_id
            table.add_row(
                str(account.id), name, posts, _mark(account.is_demo), _mark(bool(account.disabled_at))
            )
    console.print(table)


@users.command()
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
    agency: str | None,
    division: str | None,
    identity: str | None,
    document: str,
    organisation: str | None,
    organisation_name: str,
) -> None:
    """Add an account that signs in with USERNAME."""
    if organisation is not None and identity is None:
        raise CommandRefused("an organisation's account needs the person who acts: add --identity")
    default = Role.RESIDENT if organisation is None else Role.LEGAL_PERSON
    posts = _posts(roles or (default,), agency, division)
    person = None if identity is None else _holder(name, document, identity)
    firm = (
        None if organisation is None else _holder(organisation_name, IdentifierType.CREDIT_CODE, organisation)
    )
    try:
        with hall(), transaction() as session:
            _refuse_unknown(session, agency, division)
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
        raise CommandRefused(
            f"the user name {username} is taken: choose another, or `users roles {username}`"
        ) from None
    except IdentityNumberTaken:
        raise CommandRefused("another account belongs to the person with this number") from None
    except (AccountNameInvalid, PasswordTooShort) as error:
        raise CommandRefused(str(error)) from None
    console.print(f"added {username}: {', '.join(granted)}")


@users.command("roles")
@click.argument("username", required=False)
@role_option
@agency_option
@division_option
def give_roles(
    username: str | None, roles: tuple[str, ...], agency: str | None, division: str | None
) -> None:
    """Without USERNAME list all roles; with it show the account's roles, or add those of --role."""
    if username is None:
        table = Table("role", "title", "reach", "may")
        for role, duty in ROLE_DEFINITIONS.items():
            table.add_row(role.value, role_name(role), duty.reach.value, ", ".join(sorted(duty.may)))
        console.print(table)
        return
    with hall(), transaction() as session:
        _refuse_unknown(session, agency, division)
        account = accounts.find_account(session, username)
        if account is None:
            raise CommandRefused(
                f"no account has the user name {username}; `services-hall users list` shows them"
            )
        for post in _posts(roles, agency, division):
            accounts.give_post(session, account, post)
        if roles:
            details = {"roles": list(roles), "agency": agency, "division": division}
            record_action(
                session,
                actor=COMMAND_LINE,
                action="account.roles",
                subject=account.public_id,
                details=details,
            )
        console.print(f"{username}: {', '.join(str(post.role) for post in account.posts)}")


@users.command("add-system")
@click.argument("client_id")
@click.option("--name", prompt=True, help="What the system is called in records.")
@click.option("--agency", required=True, help="Credit code of the agency whose cases it handles.")
@click.option("--division", required=True, help="12-digit code of the division it handles them in.")
def add_system(client_id: str, name: str, agency: str, division: str) -> None:
    """Add an agency's system that uses the API as CLIENT_ID; its secret is shown once.

    The id of a disabled system stays its own; a system that comes back gets a new id.
    """
    now = utc_now()
    with hall():
        if oauth_clients.is_client_id_taken(reading(), client_id):
            raise CommandRefused(f"the client id {client_id} is taken, or was before: choose another")
        with transaction() as session:
            _refuse_unknown(session, agency, division)
            account = accounts.create_account(
                session, name=name, now=now, posts=[Post(Role.AGENCY_SYSTEM, agency, division)]
            )
            _client, secret = oauth_clients.register_system(
                session, client_id=client_id, name=name, account=account, now=now
            )
            details = {"client": client_id, "agency": agency, "division": division}
            record_action(
                session, actor=COMMAND_LINE, action="system.add", subject=account.public_id, details=details
            )
    console.print(f"added {client_id}; its secret, shown only now: {secret}", soft_wrap=True)


def _refuse_unknown(session: Session, agency: str | None, division: str | None) -> None:
    if agency is not None and session.get(Agency, agency) is None:
        raise CommandRefused(
            f"there is no agency {agency}: write the 18-character credit code of one that is loaded"
        )
    if division is not None and session.get(Division, division) is None:
        raise CommandRefused(f"there is no division {division}: write its 12-digit code")


def _holder(name: str, kind: str, number: str) -> Holder:
    try:
        return Holder(name, IdentifierType(kind), number)
    except HolderInvalid as error:
        raise CommandRefused(f"{kind}: {error}") from None


def _posts(roles: tuple[str, ...], agency: str | None, division: str | None) -> tuple[Post, ...]:
    return tuple(Post(Role(role), agency, division) for role in roles)


def _mark(value: bool) -> str:
    return "yes" if value else ""
