"""Protection of client secrets against guessing: wrong ones are rate-limited, right ones never."""

from typing import Final

from authlib.oauth2 import OAuth2Error
from flask import request

from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import oauth_clients, oidc_provider
from services_hall.web import rate_limits

TOKEN_ENDPOINT: Final = "entrance.token"  # noqa: S105 - the name of a route


class TooManyGuesses(OAuth2Error):
    """Too many wrong secrets for this client from this address: an error of RFC 6749 with status 429."""

    error = "temporarily_unavailable"
    status_code = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many wrong secrets came from this address. Try again in {seconds} seconds.")
        self.seconds = seconds

    def get_headers(self) -> list[tuple[str, str]]:
        return [*super().get_headers(), ("Retry-After", str(self.seconds))]


class GuardedClient(oidc_provider.ProtocolClient):
    """A client whose wrong secrets are counted by address."""

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is right; raises TooManyGuesses after too many wrong ones.

        The hall's own secret is exempt: it is derived, too long to guess, and needed for every sign-in.
        Otherwise wrong guesses from a shared address could block all sign-ins.
        """
        is_right = super().check_client_secret(client_secret)
        if is_right and self.client_id == oauth_clients.OWN_CLIENT_ID:
            return True
        _refuse_guessing(self.client_id)
        if not is_right:
            rate_limits.note_wrong_secret(self.client_id, client_secret)
        return is_right


def find_client(client_id: str) -> oidc_provider.ProtocolClient | None:
    """The client with this id; raises TooManyGuesses after too many unknown ids."""
    row = oauth_clients.find_oauth_client(reading(), site_settings(), client_id)
    if row is not None:
        return GuardedClient(row)
    if request.endpoint == TOKEN_ENDPOINT:
        _refuse_guessing(rate_limits.UNKNOWN_PROGRAM)
        rate_limits.note_wrong_secret(rate_limits.UNKNOWN_PROGRAM, client_id)
    return None


def _refuse_guessing(program: str) -> None:
    seconds = rate_limits.seconds_to_wait(program)
    if seconds is not None:
        raise TooManyGuesses(seconds)
