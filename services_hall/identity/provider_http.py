"""HTTP requests to an identity provider; the client's library is loaded with the first request of a process.

httpx, with what it loads for its own command line, takes 8 MB: only a process that signs people in needs it.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from services_hall.identity.errors import ProviderUnreachable, SignInFailed

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS: Final = 3.0


class ProviderConnection:
    """An HTTP client that is created on first use and closes idle connections."""

    def __init__(self, *, trust_env: bool) -> None:
        self._trust_env = trust_env

    @cached_property
    def client(self) -> "httpx.Client":
        """The client, with a time-out for every request to a provider."""
        import httpx  # noqa: PLC0415 - loaded with the first request

        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(timeout=TIMEOUT_SECONDS, limits=limits, trust_env=self._trust_env)


def fetch_json(http: ProviderConnection, method: str, url: str, **details: Any) -> dict[str, Any]:
    """The provider's JSON response; raises ProviderUnreachable, or SignInFailed for an error response."""
    import httpx  # noqa: PLC0415 - loaded with the first request

    try:
        answer = http.client.request(method, url, **details)
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ProviderUnreachable(f"the provider answered {answer.status_code}")
        content = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderUnreachable(f"the provider gave no answer: {type(error).__name__}") from None
    if answer.status_code != 200 or not isinstance(content, dict):
        raise SignInFailed(f"the provider refused with {answer.status_code}")
    return content
