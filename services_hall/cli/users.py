"""The command `users`: accounts, their roles and their passwords."""

from collections.abc import Mapping

import click
from rich.table import Table

from services_hall.cli.console import CommandRefused, console, hall
from services_hall.cli.language import say
from services_hall.cli.new_users import (
    add,
    add_system,
    agency_option,
    close_system,
    division_option,
    new_secret,
    role_option,
)
from services_hall.cli.refusals import account_refusals
from services_hall.cli.system_webhooks import webhook
from services_hall.database import reading
from services_hall.identity import Role, accounts
from services_hall.identity.account_list import AccountFilter, accounts_page
from services_hall.identity.actors import Post
from services_hall.identity.models import Account, AccountPost
from services_hall.identity.posts import place_names, read_post
from services_hall.identity.roles import ROLE_DEFINITIONS
from services_hall.presentation.role_names import role_name
from services_hall.use_cases import administer_accounts
from services_hall.use_cases.administer_accounts import PostWords


@click.group()
def users() -> None:
    """List, add and close accounts, give and take roles, reset passwords, add agencies' systems."""


@users.command("list")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="Only accounts with this role."
)
@click.option("--agency", default="", help="Only accounts at the agency with this credit code.")
@click.option("--division", default="", help="Only accounts in the division with this 12-digit code.")
@click.option("--closed", is_flag=True, help="Closed accounts instead of open ones.")
@click.option("--after", type=int, default=0, help="Only accounts with a higher number.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many lines.")
def list_users(role: str | None, agency: str, division: str, closed: bool, after: int, limit: int) -> None:
    """List the accounts of staff with name, roles and bodies."""
    headings = ("number", "user name", "name", "roles", "state")
    table = Table(*(say(heading) for heading in headings))
    wanted = AccountFilter("", None if role is None else Role(role), agency, division, is_closed=closed)
    with hall():
        rows = accounts_page(reading(), wanted, after=after, limit=limit)
        names = place_names(reading(), [post for account in rows for post in account.posts])
        for account in rows:
            table.add_row(
                str(account.id),
                account.username or account.public_id,
                account.name,
                "\n".join(_post_words(post, names) for post in account.posts),
                say(_state(account)),
            )
    console.print(table)


def _post_words(post: AccountPost, names: Mapping[str, str]) -> str:
    places = (names.get(code or "", "") for code in (post.agency_code, post.division_code))
    return " ".join([post.role, *(place for place in places if place)])


def _state(account: Account) -> str:
    if account.disabled_at:
        return "closed"
    return "one-time password" if account.must_change_password else "open"


@users.command()
@click.argument("username")
def close(username: str) -> None:
    """Close the account USERNAME: its sign-ins end at once; it can be opened again."""
    with account_refusals(), hall():
        administer_accounts.close_account(None, _public_id(username))
    console.print(say("closed {username}; `users reopen {username}` opens it again", username=username))


@users.command()
@click.argument("username")
def reopen(username: str) -> None:
    """Open the closed account USERNAME again."""
    with account_refusals(), hall():
        administer_accounts.reopen_account(None, _public_id(username))
    console.print(say("{username} is open", username=username))


@users.command()
@click.argument("username")
def reset(username: str) -> None:
    """Give the account USERNAME a one-time password, which is shown once; its sign-ins end."""
    with account_refusals(), hall():
        made = administer_accounts.reset_password(None, _public_id(username))
    text = "{username}: one-time password, shown only now: {password}"
    console.print(say(text, username=username, password=made.value), soft_wrap=True)


def _public_id(username: str) -> str:
    account = accounts.find_account(reading(), username)
    if account is None:
        text = "no account has the user name {username}; `services-hall users list` shows them"
        raise CommandRefused(say(text, username=username))
    return account.public_id


@users.command("roles")
@click.argument("username", required=False)
@role_option
@agency_option
@division_option
@click.option("--remove", is_flag=True, help="Take the roles away instead of giving them.")
def change_roles(
    username: str | None, roles: tuple[str, ...], agency: str, division: str, remove: bool
) -> None:
    """Without USERNAME list all roles; with it show the account's roles, or add those of --role."""
    if username is None:
        table = Table(*(say(heading) for heading in ("role", "title", "reach", "may")))
        for role, duty in ROLE_DEFINITIONS.items():
            table.add_row(role.value, role_name(role), duty.reach.value, ", ".join(sorted(duty.may)))
        console.print(table)
        return
    with account_refusals(), hall():
        public_id = _public_id(username)
        for word in roles:
            if remove:
                _remove_role(public_id, word, agency, division)
            else:
                administer_accounts.add_role(None, public_id, PostWords(word, agency, division))
        posts = accounts.account_by_public_id(reading(), public_id).posts
        names = place_names(reading(), posts)
        console.print(f"{username}: {', '.join(_post_words(post, names) for post in posts)}")


def _remove_role(public_id: str, role: str, agency: str, division: str) -> None:
    wanted = read_post(reading(), role, agency, division)
    for post in accounts.account_by_public_id(reading(), public_id).posts:
        if Post(post.role, post.agency_code, post.division_code) == wanted:
            administer_accounts.remove_role(None, public_id, post.id)
            return
    raise CommandRefused(say("the account does not have the role {role} there", role=role))


users.add_command(add)
users.add_command(add_system)
users.add_command(new_secret)
users.add_command(close_system)
users.add_command(webhook)
