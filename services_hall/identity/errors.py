"""Errors of accounts, representations, sign-in and tokens."""

from collections.abc import Mapping
from enum import StrEnum

from guides.errors import FieldProblem


class IdentityError(Exception):
    """Base class of this package's errors."""


class SignInRequired(IdentityError):
    """The action requires a signed-in user."""


class NotAllowed(IdentityError):
    """The signed-in user lacks the permission for the action."""


class TokenInvalid(IdentityError):
    """The bearer token is unknown, expired or revoked, or lacks the required scope."""


class UsernameTaken(IdentityError):
    """Another account already has this user name."""

    def __init__(self, username: str) -> None:
        super().__init__(f"the user name {username} is taken")
        self.username = username


class IdentityNumberTaken(IdentityError):
    """Another account already belongs to the person with this number."""


class PasswordTooShort(IdentityError):
    """The password is shorter than the minimum length."""


class AccountNameInvalid(IdentityError):
    """The name of an account is empty, or cannot be kept as it is written."""


class AccountFault(StrEnum):
    """What is wrong with an account, or with a change of it."""

    USERNAME_SHAPE = "username_shape"
    USERNAME_TAKEN = "username_taken"
    NAME_INVALID = "name_invalid"
    PHONE_INVALID = "phone_invalid"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code, no password
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 - a code, no password
    PASSWORD_SAME = "password_same"  # noqa: S105 - a code, no password
    PASSWORDS_DIFFER = "passwords_differ"
    NO_PASSWORD = "no_password"  # noqa: S105 - a code, no password
    NUMBER_TAKEN = "number_taken"
    OWN_ACCOUNT = "own_account"
    LAST_ADMINISTRATOR = "last_administrator"


class PostFault(StrEnum):
    """What is wrong with a role and the place for which it is given."""

    ROLE_MISSING = "role_missing"
    ROLE_OF_SYSTEMS = "role_of_systems"
    AGENCY_MISSING = "agency_missing"
    AGENCY_UNKNOWN = "agency_unknown"
    AGENCY_AMBIGUOUS = "agency_ambiguous"
    AGENCY_REFUSED = "agency_refused"
    DIVISION_MISSING = "division_missing"
    DIVISION_UNKNOWN = "division_unknown"
    DIVISION_AMBIGUOUS = "division_ambiguous"
    DIVISION_OUTSIDE = "division_outside"
    DIVISION_REFUSED = "division_refused"
    HELD_ALREADY = "held_already"


class SystemFault(StrEnum):
    """What is wrong with an agency's system, or with a change of it."""

    CLIENT_ID_SHAPE = "client_id_shape"
    CLIENT_ID_TAKEN = "client_id_taken"
    NAME_INVALID = "name_invalid"
    CLOSED = "closed"
    URL_INVALID = "url_invalid"
    URL_NOT_ENCRYPTED = "url_not_encrypted"
    URL_UNKNOWN_NAME = "url_unknown_name"
    URL_INTERNAL = "url_internal"


class AccountRefused(IdentityError):
    """An account or a change of it is refused; `problems` says why, by the name of the field."""

    def __init__(self, problems: Mapping[str, FieldProblem]) -> None:
        super().__init__(", ".join(f"{name}: {problem.code}" for name, problem in problems.items()))
        self.problems = problems


class ClientNotFound(IdentityError):
    """No program is or was registered with this id."""


class PostNotFound(IdentityError):
    """The account has no role with this number."""


class AccountNotFound(IdentityError):
    """No account has this public id or user name."""


class RepresentationNotFound(IdentityError):
    """The account neither gave nor holds a representation with this public id that is still in force."""


class RepresentationFault(StrEnum):
    """Why somebody cannot act, or let somebody act, for another."""

    NOT_OWN = "not_own"
    TO_ONESELF = "to_oneself"
    NO_SUCH_CAPACITY = "no_such_capacity"
    ORGANISATION = "organisation"
    AGENT_UNKNOWN = "agent_unknown"
    ALREADY_OVER = "already_over"


class RepresentationRefused(IdentityError):
    """The representation cannot be noted."""

    def __init__(self, fault: RepresentationFault) -> None:
        super().__init__(fault)
        self.fault = fault


class ProofInvalid(IdentityError):
    """A link or a code is unknown, used, over, or was tried too often."""


class TooManyProofs(IdentityError):
    """The account asked for too many links or codes within a short time."""


class SignInFailed(IdentityError):
    """The identity provider's answer is invalid or does not belong to this browser."""


class ProviderUnreachable(IdentityError):
    """The identity provider did not answer in time."""


class SignInBusy(IdentityError):
    """Too many sign-ins are in progress; this one must be repeated after a moment."""
