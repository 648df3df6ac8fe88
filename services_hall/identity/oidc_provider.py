"""The hall's own OpenID provider: clients, one-time codes with PKCE, access tokens, ID tokens."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749 import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    ClientMixin,
    InvalidRequestError,
)
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode, UserInfo
from joserfc.jwk import ECKey
from sqlalchemy import delete, select, update

from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import access_tokens, oauth_clients, signing_keys
from services_hall.identity.models import Account, AuthorizationCode, OAuthClient
from services_hall.identity.random_tokens import fingerprint, new_token
from services_hall.settings import Settings

CODE_LIFETIME: Final = timedelta(minutes=1)
ID_TOKEN_LIFETIME: Final = timedelta(minutes=5)
SCOPES: Final = ("openid", "profile", access_tokens.HALL_SCOPE)
SECRET_METHODS: Final = ("client_secret_basic", "client_secret_post")


def issuer(settings: Settings) -> str:
    """The issuer identifier of the hall's own provider."""
    return f"{settings.base_url}/identity"


def metadata(settings: Settings) -> dict[str, Any]:
    """The OpenID Connect Discovery metadata of the hall's own provider."""
    base = issuer(settings)
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "userinfo_endpoint": f"{base}/userinfo",
        "jwks_uri": f"{base}/jwks",
        "end_session_endpoint": f"{base}/end-session",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [oauth_clients.CODE, oauth_clients.CREDENTIALS],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [signing_keys.ALGORITHM],
        "token_endpoint_auth_methods_supported": list(SECRET_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(SCOPES),
        "claims_supported": ["sub", "name", "auth_time", "nonce"],
        "authorization_response_iss_parameter_supported": False,
    }


class ProtocolClient(ClientMixin):
    """A registered client in the form required by the protocol library."""

    id_token_signed_response_alg = signing_keys.ALGORITHM

    def __init__(self, row: OAuthClient) -> None:
        self.name = row.name
        self.client_id = row.client_id
        self.account_id = row.account_id
        self._row = row

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:  # type: ignore[override]  # no default: it must be sent
        return None

    def get_allowed_scope(self, scope: Collection[str] | str | None) -> str:
        """The requested scopes that the client may use; all of its scopes when none is requested."""
        requested = self._row.scopes if not scope else scope.split() if isinstance(scope, str) else scope
        return " ".join(one for one in requested if one in self._row.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is registered, compared character by character."""
        return redirect_uri in self._row.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return oauth_clients.has_secret(self._row, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in SECRET_METHODS

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and oauth_clients.CODE in self._row.grant_types

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self._row.grant_types


class ProtocolCode(AuthorizationCodeMixin):
    """A redeemed code in the form required by the protocol library."""

    def __init__(self, row: AuthorizationCode) -> None:
        self.row_id = row.id
        self.account_id = row.account_id
        self.code_challenge = row.challenge
        self.code_challenge_method = "S256"
        self._row = row

    def get_redirect_uri(self) -> str:
        return self._row.redirect_uri

    def get_scope(self) -> str:
        return self._row.scope

    def get_nonce(self) -> str | None:
        return self._row.nonce

    def get_auth_time(self) -> int:
        return int(self._row.authenticated_at.timestamp())

    def get_acr(self) -> str:
        return ""

    def get_amr(self) -> list[str]:
        return ["pwd"]


class CodeGrant(AuthorizationCodeGrant):
    """Codes that are valid once and for one minute; reuse of a code revokes its tokens."""

    TOKEN_ENDPOINT_AUTH_METHODS = SECRET_METHODS

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        now = utc_now()
        session = reading()
        account: Account = request.user  # type: ignore[assignment]  # passed as `grant_user`
        parameters: dict[str, str] = request.payload.data  # type: ignore[union-attr]  # validated before
        session.execute(
            delete(AuthorizationCode).where(AuthorizationCode.expires_at < now - access_tokens.RETENTION)
        )
        session.add(
            AuthorizationCode(
                code_hash=fingerprint(code),
                client_id=parameters["client_id"],
                account_id=account.id,
                redirect_uri=parameters["redirect_uri"],
                scope=request.scope,
                nonce=parameters.get("nonce"),
                challenge=parameters["code_challenge"],
                authenticated_at=now,
                expires_at=now + CODE_LIFETIME,
            )
        )
        session.flush()

    def query_authorization_code(self, code: str, client: ClientMixin) -> ProtocolCode | None:
        """The code, marked as used by the same statement; None when unknown, expired or already used."""
        now = utc_now()
        session = reading()
        mine = (
            AuthorizationCode.code_hash == fingerprint(code),
            AuthorizationCode.client_id == client.get_client_id(),
        )
        fresh = (AuthorizationCode.used_at.is_(None), AuthorizationCode.expires_at > now)
        taken = session.execute(
            update(AuthorizationCode).where(*mine, *fresh).values(used_at=now).returning(AuthorizationCode.id)
        ).scalar()
        row = session.scalar(select(AuthorizationCode).where(*mine))
        if row is not None and taken is None:
            access_tokens.revoke_tokens_of_code(session, row.id, now=now)
        return ProtocolCode(row) if row is not None and taken is not None else None

    def delete_authorization_code(self, authorization_code: ProtocolCode) -> None:
        """Do nothing: the code was marked as used at look-up and is kept to detect its reuse."""

    def authenticate_user(self, authorization_code: ProtocolCode) -> Account | None:
        account = reading().get(Account, authorization_code.account_id)
        return account if account is not None and account.disabled_at is None else None


class SystemGrant(ClientCredentialsGrant):
    """Tokens for agencies' systems (client credentials grant)."""

    TOKEN_ENDPOINT_AUTH_METHODS = SECRET_METHODS


class ProofKey(CodeChallenge):
    """PKCE with S256, required from every client (RFC 7636, RFC 9700)."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012 - the base class defines a list

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        parameters = grant.request.payload.data
        if not parameters.get("code_challenge") or parameters.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' with method 'S256' is required.")
        super().validate_code_challenge(grant, redirect_uri)


class IdTokens(OpenIDCode):
    """ID tokens signed with ES256, valid for five minutes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(require_nonce=False)
        self._issuer = issuer(settings)

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Always False: codes are used once, and the client compares the nonce itself."""
        return False

    def resolve_client_private_key(self, client: ProtocolClient) -> ECKey:
        return signing_keys.signing_key(reading(), now=utc_now())

    def get_encode_header(self, client: ProtocolClient) -> dict[str, Any]:
        return {"alg": signing_keys.ALGORITHM, "kid": self.resolve_client_private_key(client).kid}

    def get_client_claims(self, client: ProtocolClient) -> dict[str, Any]:
        now = utc_now()
        return {
            "iss": self._issuer,
            "aud": client.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + ID_TOKEN_LIFETIME).timestamp()),
        }

    def generate_user_info(self, user: Account, scope: str) -> UserInfo:
        return UserInfo(user_claims(user, scope.split()))


def user_claims(account: Account, scope: Collection[str]) -> dict[str, str]:
    """Claims about the signed-in user: the subject, and the name for scope `profile`."""
    claims = {"sub": account.public_id}
    return claims | {"name": account.name} if "profile" in scope else claims


def save_token(token: dict[str, Any], request: OAuth2Request) -> None:
    """Store a token before it is sent; a system's token acts as the system's account."""
    client: ProtocolClient = request.client  # type: ignore[assignment]  # set by `query_client`
    code: ProtocolCode | None = getattr(request, "authorization_code", None)
    token["scope"] = client.get_allowed_scope(token.get("scope"))
    access_tokens.issue_access_token(
        reading(),
        token["access_token"],
        client_id=client.client_id,
        account_id=client.account_id if code is None else code.account_id,
        code_id=None if code is None else code.row_id,
        scope=token["scope"],
        now=utc_now(),
    )


def configure_server(server: AuthorizationServer, settings: Settings) -> None:
    """Register this provider's grants and tokens at a protocol server."""
    seconds = int(access_tokens.LIFETIME.total_seconds())
    generator = BearerTokenGenerator(
        access_token_generator=lambda **_: new_token(), expires_generator=lambda client, grant_type: seconds
    )
    server.register_token_generator("default", generator)
    server.register_grant(CodeGrant, [ProofKey(required=True), IdTokens(settings)])
    server.register_grant(SystemGrant)
