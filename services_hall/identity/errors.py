"""What may go wrong with accounts, sign-in and tokens, as facts."""


class IdentityError(Exception):
    """The base of this package's errors."""


class SignInRequired(IdentityError):
    """Only somebody who is signed in may do this."""


class NotAllowed(IdentityError):
    """The one who is signed in may not do this."""


class TokenInvalid(IdentityError):
    """The bearer token is unknown, has expired, was revoked, or does not reach this far."""


class UsernameTaken(IdentityError):
    """Another account has this name already."""

    def __init__(self, username: str) -> None:
        super().__init__(f"the user name {username} is taken")
        self.username = username


class PasswordTooShort(IdentityError):
    """The password has fewer characters than the hall asks for."""


class AccountNotFound(IdentityError):
    """No account has this public id or user name."""


class SignInFailed(IdentityError):
    """The answer of the identity provider cannot be trusted or does not belong to this browser."""


class ProviderUnreachable(IdentityError):
    """The identity provider did not answer in time."""


class SignInBusy(IdentityError):
    """So many sign-ins are on their way that this one has to wait a moment."""
