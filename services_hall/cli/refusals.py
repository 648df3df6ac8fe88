"""Why a change of an account or of a role is refused, as a message of a command."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from services_hall.cli.console import CommandRefused
from services_hall.cli.language import is_chinese, say
from services_hall.identity.errors import AccountFault, AccountRefused, PostFault, SystemFault
from services_hall.presentation.messages import message

REFUSALS: Final[Mapping[StrEnum, str]] = {
    AccountFault.USERNAME_SHAPE: "a user name has 2 to 64 letters, digits, dots, hyphens or underscores",
    AccountFault.USERNAME_TAKEN: "the user name is taken: choose another, or give the account a role",
    AccountFault.NAME_INVALID: "the name is empty or cannot be kept as it is written",
    AccountFault.PHONE_INVALID: "the telephone number is none",
    AccountFault.PASSWORD_TOO_SHORT: "a password needs at least 10 characters",
    AccountFault.PASSWORD_WRONG: "the old password is wrong",
    AccountFault.PASSWORD_SAME: "the new password is the old one",
    AccountFault.PASSWORDS_DIFFER: "the new password was written in two ways",
    AccountFault.NO_PASSWORD: "the account is closed, or signs in at an external provider: no password here",
    AccountFault.NUMBER_TAKEN: "the person has another account by now",
    AccountFault.OWN_ACCOUNT: "nobody closes their own account",
    AccountFault.LAST_ADMINISTRATOR: "this is the last administrator: give somebody else the role first",
    SystemFault.CLIENT_ID_SHAPE: "a client id has 3 to 64 lower-case letters, digits and hyphens",
    SystemFault.CLIENT_ID_TAKEN: "the client id is taken, or was before: choose another",
    SystemFault.CLOSED: "the system is closed: register it with a new id",
    SystemFault.URL_INVALID: "the address is none: write it in full, with https:// and without a password",
    SystemFault.URL_NOT_ENCRYPTED: "the address must begin with https://",
    SystemFault.URL_UNKNOWN_NAME: "the host of the address is not found",
    SystemFault.URL_INTERNAL: "the address is inside a network: only public addresses are called",
    PostFault.ROLE_MISSING: "there is no such role; `services-hall users roles` shows them",
    PostFault.ROLE_OF_SYSTEMS: "a program is no person: use `services-hall users add-system`",
    PostFault.AGENCY_MISSING: "the role {role} is held at an agency: add --agency with its code or name",
    PostFault.AGENCY_UNKNOWN: "there is no agency with this code or name; nothing was changed",
    PostFault.AGENCY_AMBIGUOUS: "several agencies have this name: write the 18-character code",
    PostFault.AGENCY_REFUSED: "the role {role} is held at no agency: leave out --agency",
    PostFault.DIVISION_MISSING: "the role {role} is held in a division: add --division with its code or name",
    PostFault.DIVISION_UNKNOWN: "there is no division with this code or name; nothing was changed",
    PostFault.DIVISION_AMBIGUOUS: "several divisions have this name: write the 12-digit code",
    PostFault.DIVISION_OUTSIDE: "{division} lies outside the place of {agency}",
    PostFault.DIVISION_REFUSED: "the role {role} is held everywhere: leave out --division",
    PostFault.HELD_ALREADY: "the account has the role already",
}


@contextmanager
def account_refusals() -> Iterator[None]:
    """Say a refused change as the message of the command."""
    try:
        yield
    except AccountRefused as refused:
        raise CommandRefused("\n".join(_sentences(refused))) from None


def _sentences(refused: AccountRefused) -> Iterator[str]:
    for problem in refused.problems.values():
        yield message(problem) if is_chinese() else say(REFUSALS[problem.code], **problem.values)
