"""Errors of accounts, sign-in and tokens."""


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


class PasswordTooShort(IdentityError):
    """The password is shorter than the minimum length."""


class AccountNotFound(IdentityError):
    """No account has this public id or user name."""


class SignInFailed(IdentityError):
    """The identity provider's answer is invalid or does not belong to this browser."""


class ProviderUnreachable(IdentityError):
    """The identity provider did not answer in time."""


class SignInBusy(IdentityError):
    """Too many sign-ins are in progress; this one must be repeated after a moment."""
