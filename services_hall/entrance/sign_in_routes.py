"""Sign-in and sign-out of the hall as an OpenID client: start, callback, end."""

from typing import Any, Final, TypeVar

from flask import (
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.entrance.blueprint import blueprint
from services_hall.identity.errors import ProviderUnreachable, SignInBusy, SignInFailed
from services_hall.identity.oidc_client import (
    DEFAULT_THREADS,
    Identity,
    RelyingParty,
    SignInRequest,
)
from services_hall.use_cases.sign_in import end_session, start_session
from services_hall.web.access import (
    KEPT_INPUT,
    PUBLIC,
    access,
    delete_session_cookie,
    safe_next,
    session_token,
    set_session_cookie,
)

PARTY: Final = "hall.relying_party"
THREADS: Final = "HALL_SERVER_THREADS"
SIGN_IN_REQUESTS: Final = "sign_in"
MOST_SIGN_IN_REQUESTS: Final = 5
RETRY_SECONDS: Final = 1

Answer = TypeVar("Answer", bound=Response)


def init_app(app: Flask) -> None:
    """Configure the client; `HALL_SERVER_THREADS` is the number of server threads."""
    with app.app_context():
        settings = site_settings()
    app.extensions[PARTY] = RelyingParty(settings, threads=app.config.get(THREADS, DEFAULT_THREADS))


def _party() -> RelyingParty:
    party: RelyingParty = current_app.extensions[PARTY]
    return party


@blueprint.get("/sign-in")
@access(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Redirect to the provider; the secrets of the sign-in are stored in the browser's signed cookie."""
    attempt = SignInRequest.begin()
    target = safe_next(request.args.get("next"), default="")
    try:
        url = _party().authorization_url(attempt)
    except (SignInBusy, ProviderUnreachable):
        return _retry_page(url_for(".sign_in", next=target or None))
    attempts: dict[str, Any] = dict(session.get(SIGN_IN_REQUESTS, {}))
    attempts[attempt.state] = [attempt.nonce, attempt.verifier, target]
    session[SIGN_IN_REQUESTS] = dict(list(attempts.items())[-MOST_SIGN_IN_REQUESTS:])
    return _private(redirect(url, 303))


@blueprint.get("/callback")
@access(PUBLIC)
def callback() -> ResponseReturnValue:
    """The return from the provider: verify the identity, open a session, redirect to the requested page."""
    state = request.args.get("state", "")
    stored = session.get(SIGN_IN_REQUESTS, {}).get(state)
    if stored is None:
        raise SignInFailed("this browser began no such sign-in")
    nonce, verifier, target = stored
    if "error" in request.args or "code" not in request.args:
        _forget_request(state)
        raise SignInFailed("the provider refused the sign-in")
    try:
        identity = _party().identity(
            request.args["code"], SignInRequest(state, nonce, verifier), now=utc_now()
        )
    except SignInBusy:
        return _retry_page(request.full_path)
    except ProviderUnreachable:
        _forget_request(state)
        return _retry_page(url_for(".sign_in", next=target or None))
    except SignInFailed:
        _forget_request(state)
        raise
    return _open_session(identity, target)


def _open_session(identity: Identity, target: str) -> ResponseReturnValue:
    """Open a new session with a new CSRF cookie, so that nothing known before the sign-in remains valid."""
    new = start_session(identity, is_own_provider=_party().is_own, replacing=session_token())
    has_kept_input = session.get(KEPT_INPUT) == new.actor.public_id
    session.clear()
    if has_kept_input:
        flash(_("登录结束时您填的内容已经保存，接着填就行。"))
    response = make_response(redirect(target or new.actor.start_page, 303))
    set_session_cookie(response, new.token)
    return _private(response)


@blueprint.post("/sign-out")
@access(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End the session here and, if supported, at the external provider."""
    token = session_token()
    if token:
        end_session(token)
    session.clear()
    try:
        elsewhere = _party().end_session_url(site_settings().base_url + "/")
    except (SignInBusy, ProviderUnreachable, SignInFailed):
        elsewhere = None
    response = make_response(redirect(elsewhere or "/", 303))
    delete_session_cookie(response)
    return _private(response)


def _forget_request(state: str) -> None:
    session[SIGN_IN_REQUESTS] = {
        key: sign_in_request
        for key, sign_in_request in session.get(SIGN_IN_REQUESTS, {}).items()
        if key != state
    }


def _retry_page(url: str) -> ResponseReturnValue:
    """A page that reloads itself after a moment, for a sign-in that has to wait."""
    response = make_response(render_template("entrance/wait.html", url=url), 503)
    response.headers["Refresh"] = f"{RETRY_SECONDS}; url={url}"
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return _private(response)


def _private(response: Answer) -> Answer:
    response.headers["Cache-Control"] = "no-store"
    return response
