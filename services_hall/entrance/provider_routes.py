"""Routes of the hall's own provider: discovery, keys, sign-in page, tokens, user info, sign-out."""

from typing import Any, Final
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import end_reading, reading
from services_hall.demo import accounts as demo_accounts
from services_hall.entrance import client_secrets
from services_hall.entrance.blueprint import blueprint
from services_hall.identity import (
    access_tokens,
    accounts,
    oauth_clients,
    oidc_provider,
    signing_keys,
)
from services_hall.identity.errors import SignInFailed, TokenInvalid
from services_hall.use_cases.issue_tokens import issue_tokens
from services_hall.use_cases.sign_in import record_failed_sign_in
from services_hall.web.access import PUBLIC, access
from services_hall.web.csrf import open_to_programs
from services_hall.web.form_state import FormState
from services_hall.web.headers import let_forms_lead_to, origin
from services_hall.web.rate_limits import (
    limiter,
    note_failed_sign_in,
    sign_in_of_address,
    sign_in_of_name,
)

SERVER: Final = "hall.protocol_server"
METADATA_SECONDS: Final = 300


def init_app(app: Flask) -> None:
    """Configure the protocol server; with an external provider the hall has no provider of its own."""
    with app.app_context():
        settings = site_settings()
    server = AuthorizationServer(query_client=client_secrets.find_client, save_token=oidc_provider.save_token)
    server.scopes_supported = list(oidc_provider.SCOPES)
    oidc_provider.configure_server(server, settings)
    app.extensions[SERVER] = server


def _server() -> Any:
    """The protocol server; untyped because the library's types are incomplete."""
    return current_app.extensions[SERVER]


@blueprint.get("/.well-known/openid-configuration")
@access(PUBLIC)
def discovery() -> ResponseReturnValue:
    """The provider's metadata (OpenID Connect Discovery)."""
    return _cached_briefly(jsonify(oidc_provider.metadata(site_settings())))


@blueprint.get("/jwks")
@access(PUBLIC)
def jwks() -> ResponseReturnValue:
    """The public keys for verifying ID tokens."""
    return _cached_briefly(jsonify(signing_keys.public_keys(reading()).as_dict(private=False)))


@blueprint.get("/authorize")
@access(PUBLIC)
def authorize() -> ResponseReturnValue:
    """The sign-in page, for a client with a valid request."""
    grant = _consent_grant()
    return grant if isinstance(grant, Response) else _sign_in_page(grant)


@blueprint.post("/authorize")
@access(PUBLIC)
@sign_in_of_name
@sign_in_of_address
def authenticate() -> ResponseReturnValue:
    """Check user name and password: redirect to the client with a code, or show the page again."""
    grant = _consent_grant()
    if isinstance(grant, Response):
        return grant
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    account = accounts.account_with_password(reading(), username[:64], password[:200])
    end_reading()
    if account is None:
        note_failed_sign_in()
        record_failed_sign_in(username[:64])
        return _sign_in_page(grant, refusal=_("用户名或密码不对，请核对后再试"))
    response: Response = issue_tokens(
        lambda: _server().create_authorization_response(grant_user=account, grant=grant)
    )
    return _uncached(response)


def _consent_grant() -> Any:
    """The validated authorization request, or the error response.

    An invalid client or redirect address is reported here; other errors are returned to the client.
    """
    try:
        return _server().get_consent_grant(end_user=None)
    except OAuth2Error as error:
        if not getattr(error, "redirect_uri", None):
            raise SignInFailed(f"the client asked wrongly: {error.error}") from None
        return _server().handle_error_response(None, error)


def _sign_in_page(grant: Any, *, refusal: str = "") -> ResponseReturnValue:
    client: oidc_provider.ProtocolClient = grant.request.client
    let_forms_lead_to(grant.redirect_uri or request.args["redirect_uri"])
    page = render_template(
        "entrance/sign_in.html",
        demo=demo_accounts.sign_ins(reading()),
        demo_password=demo_accounts.PASSWORD,
        for_client=None if client.client_id == oauth_clients.OWN_CLIENT_ID else client.name,
        form_state=FormState(
            {"username": request.form.get("username", request.args.get("fill", ""))}, refusal=refusal
        ),
        fill=request.args.get("fill"),
        fill_url=lambda name: f"{url_for('.authorize')}?{urlencode({'fill': name, **_request_parameters()})}",
    )
    return _uncached(make_response(page, 422 if refusal else 200))


def _request_parameters() -> dict[str, str]:
    """The request parameters as received; used only as text in an address, never as options."""
    return {key: value for key, value in request.args.items() if key != "fill"}


@blueprint.post("/token")
@access(PUBLIC)
@open_to_programs
@limiter.exempt
def token() -> ResponseReturnValue:
    """Tokens for a code or for an agency's system (RFC 6749, section 3.2); wrong secrets are counted."""
    try:
        response: Response = issue_tokens(lambda: _server().create_token_response())
    except OAuth2Error as error:  # request for another host name, or without TLS
        response = _server().handle_error_response(None, error)
    return _uncached(response)


@blueprint.route("/userinfo", methods=["GET", "POST"])
@access(PUBLIC)
@open_to_programs
def userinfo() -> ResponseReturnValue:
    """Claims about the token's owner (OpenID Connect Core, section 5.3)."""
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        return _token_refused()
    try:
        bearer = access_tokens.find_access_token(
            reading(), authorization.token, scope="openid", now=utc_now()
        )
    except TokenInvalid:
        return _token_refused()
    account = accounts.account_by_public_id(reading(), bearer.actor.public_id)
    return _uncached(jsonify(oidc_provider.user_claims(account, bearer.scope)))


@blueprint.get("/end-session")
@access(PUBLIC)
def end_session() -> ResponseReturnValue:
    """Sign-out from another site: redirect to its registered address; the hall keeps no session for it.

    OpenID Connect RP-Initiated Logout.
    """
    back = request.args.get("post_logout_redirect_uri", "")
    client = oauth_clients.find_oauth_client(reading(), site_settings(), request.args.get("client_id", ""))
    allowed = set() if client is None else {f"{origin(uri)}/" for uri in client.redirect_uris}
    return redirect(back if back in allowed else "/", 303)


def _token_refused() -> Response:
    response = make_response(jsonify({"error": "invalid_token"}), 401)
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return _uncached(response)


def _cached_briefly(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={METADATA_SECONDS}"
    return response


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
