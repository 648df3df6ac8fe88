"""OpenID Connect client with PKCE, for the hall's own or an external identity provider."""

import base64
import hashlib
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services_hall.clock import utc_now
from services_hall.database import end_reading, reading
from services_hall.identity import oauth_clients, oidc_provider, signing_keys
from services_hall.identity.errors import ProviderUnreachable, SignInBusy, SignInFailed
from services_hall.identity.provider_http import ProviderConnection, fetch_json
from services_hall.identity.random_tokens import new_token
from services_hall.identity.real_names import RealName, real_name_in
from services_hall.settings import Settings

logger = logging.getLogger(__name__)

METADATA_LIFETIME: Final = timedelta(minutes=10)
LEEWAY_SECONDS: Final = 60
ALGORITHMS: Final = ("ES256", "ES384", "PS256", "RS256")
DEFAULT_THREADS: Final = 16
LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class SignInRequest:
    """A sign-in in progress: secrets that only this browser has until it returns."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def begin(cls) -> "SignInRequest":
        """A new sign-in with random values."""
        return cls(new_token(), new_token(), new_token())

    @property
    def challenge(self) -> str:
        """The S256 code challenge of the verifier (RFC 7636)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True)
class Identity:
    """The user's identity as confirmed by the provider."""

    issuer: str
    subject: str
    name: str = field(repr=False)
    """The person's name; empty where the provider sends none."""
    username: str = field(default="", repr=False)
    real_name: RealName | None = None


class ProviderSource(Protocol):
    """The source of a provider's metadata and keys."""

    is_own: bool
    client_id: str
    client_secret: str

    def metadata(self) -> Mapping[str, Any]: ...

    def key_set(self, *, again: bool) -> KeySet: ...


class OwnProvider:
    """The hall's own provider, with metadata and keys from this process."""

    is_own = True

    def __init__(self, settings: Settings) -> None:
        self.client_id = oauth_clients.OWN_CLIENT_ID
        self.client_secret = oauth_clients.own_secret(settings)
        self._metadata = oidc_provider.metadata(settings)

    def metadata(self) -> Mapping[str, Any]:
        return self._metadata

    def key_set(self, *, again: bool) -> KeySet:
        return signing_keys.public_keys(reading())


class ExternalProvider:
    """An external provider, found by discovery; its metadata is cached for ten minutes."""

    is_own = False

    def __init__(self, settings: Settings, issuer: str, http: ProviderConnection) -> None:
        self.client_id = settings.oidc_client_id
        self.client_secret = settings.oidc_client_secret
        self._issuer = issuer
        self._http = http
        self._metadata: Mapping[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at: datetime | None = None

    def metadata(self) -> Mapping[str, Any]:
        now = utc_now()
        if self._read_at is None or now - self._read_at > METADATA_LIFETIME:
            metadata = fetch_json(self._http, "GET", f"{self._issuer}/.well-known/openid-configuration")
            if str(metadata.get("issuer", "")).rstrip("/") != self._issuer:
                raise SignInFailed("the provider names another issuer than the one configured")
            self._metadata, self._keys, self._read_at = metadata, None, now
        return self._metadata

    def key_set(self, *, again: bool) -> KeySet:
        if self._keys is None or again:
            document = fetch_json(self._http, "GET", str(self.metadata()["jwks_uri"]))
            self._keys = KeySet.import_key_set({"keys": list(document.get("keys", ()))})
        return self._keys


class RelyingParty:
    """Sign-in through one provider; at most a quarter of the server's threads may wait for it at once.

    When the hall is its own provider, the remaining threads answer its requests.
    """

    def __init__(self, settings: Settings, *, threads: int = DEFAULT_THREADS) -> None:
        self._redirect_uri = settings.base_url + oauth_clients.CALLBACK_PATH
        self._scope = settings.oidc_scope
        self._real_name_claims = settings.real_name_claims
        self._slots = threading.BoundedSemaphore(max(1, threads // 4))
        self._http = ProviderConnection(trust_env=settings.oidc_issuer is not None)
        self._source: ProviderSource = (
            ExternalProvider(settings, settings.oidc_issuer, self._http)
            if settings.oidc_issuer is not None
            else OwnProvider(settings)
        )

    @property
    def is_own(self) -> bool:
        """Whether the hall uses its own provider."""
        return self._source.is_own

    def authorization_url(self, attempt: SignInRequest) -> str:
        """The URL of the provider's sign-in page. Raises ProviderUnreachable, SignInFailed, SignInBusy."""
        query = {
            "response_type": "code",
            "client_id": self._source.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = str(self._remote_metadata()["authorization_endpoint"])
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"

    def identity(self, code: str, attempt: SignInRequest, *, now: datetime) -> Identity:
        """The identity of the user to whom the provider issued this code.

        Raises SignInBusy before the code is used, SignInFailed or ProviderUnreachable afterwards.
        """
        end_reading()
        with self._slot():
            details = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._redirect_uri,
                "code_verifier": attempt.verifier,
            }
            endpoint = str(self._source.metadata()["token_endpoint"])
            answer = fetch_json(self._http, "POST", endpoint, data=details, auth=self._credentials())
            token = str(answer.get("id_token", ""))
            return self._read(token, attempt, now, access_token=str(answer.get("access_token") or ""))

    def end_session_url(self, home: str) -> str | None:
        """The URL to sign out of an external provider, if it has one."""
        if self.is_own:
            return None
        endpoint = self._remote_metadata().get("end_session_endpoint")
        query = urlencode({"client_id": self._source.client_id, "post_logout_redirect_uri": home})
        return f"{endpoint}?{query}" if endpoint else None

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(blocking=False):
            raise SignInBusy
        try:
            yield
        finally:
            self._slots.release()

    def _remote_metadata(self) -> Mapping[str, Any]:
        if self.is_own:
            return self._source.metadata()
        end_reading()
        with self._slot():
            return self._source.metadata()

    def _credentials(self) -> tuple[str, str]:
        return quote(self._source.client_id, safe=""), quote(self._source.client_secret, safe="")

    def _read(
        self, id_token: str, attempt: SignInRequest, now: datetime, *, access_token: str = ""
    ) -> Identity:
        """Who the ID token says it is, completed by the userinfo endpoint (OpenID Connect Core 5.3)."""
        claims = self._trusted_claims(id_token, attempt, now)
        if access_token and self._lacks_something(claims):
            claims = self._user_info(access_token, str(claims["sub"])) | claims
        name, username = (str(claims.get(one) or "")[:LONGEST_NAME] for one in ("name", "preferred_username"))
        real_name = real_name_in(claims, self._real_name_claims)
        return Identity(str(claims["iss"]), str(claims["sub"]), name, username, real_name)

    def _lacks_something(self, claims: Mapping[str, Any]) -> bool:
        """Whether the ID token lacks the name, or, where real names are taken, the level or the number."""
        wanted = self._real_name_claims
        needed = ["name", *([wanted.level, wanted.number] if wanted.sufficient_levels else [])]
        return any(not claims.get(one) for one in needed)

    def _user_info(self, access_token: str, subject: str) -> dict[str, Any]:
        """The claims of the userinfo endpoint; none where there is no endpoint, or it gives no answer.

        Raises SignInFailed for the claims of somebody else.
        """
        endpoint = self._source.metadata().get("userinfo_endpoint")
        if self.is_own or not endpoint:
            return {}
        try:
            headers = {"Authorization": f"Bearer {access_token}"}
            found = fetch_json(self._http, "GET", str(endpoint), headers=headers)
        except (ProviderUnreachable, SignInFailed) as error:
            logger.warning("the userinfo endpoint gives no claims: %s", error)
            return {}
        if found.get("sub") != subject:
            raise SignInFailed("the userinfo endpoint answers about somebody else")
        return {name: value for name, value in found.items() if value not in (None, "")}

    def _trusted_claims(self, id_token: str, attempt: SignInRequest, now: datetime) -> dict[str, Any]:
        """The claims of a valid ID token without empty ones; raises SignInFailed."""
        issuer = str(self._source.metadata()["issuer"])
        try:
            claims = self._decode(id_token).claims
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": issuer},
                aud={"essential": True, "value": self._source.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": attempt.nonce},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise SignInFailed(f"the ID token cannot be trusted: {type(error).__name__}") from None
        if claims.get("azp", self._source.client_id) != self._source.client_id:
            raise SignInFailed("the ID token was issued for another client")
        return {name: value for name, value in claims.items() if value not in (None, "")}

    def _decode(self, id_token: str) -> jwt.Token:
        try:
            return jwt.decode(id_token, self._source.key_set(again=False), algorithms=list(ALGORITHMS))
        except JoseError:
            return jwt.decode(id_token, self._source.key_set(again=True), algorithms=list(ALGORITHMS))
