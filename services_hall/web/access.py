"""Access control of routes: every route declares who may use it; a route without declaration is refused."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.views import View

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import (
    Actor,
    Role,
    access_tokens,
    sessions,
)
from services_hall.identity.errors import NotAllowed, SignInRequired, TokenInvalid
from services_hall.use_cases.sign_in import extend_session

ATTRIBUTE: Final = "access_roles"
KEPT_INPUT: Final = "kept_input"
"""In the browser's form session: whose input was saved, which is said when they sign in again."""
KEEPS: Final = "access_keeps_input"
WAY_BACK: Final = "hall_way_back"
"""In `g`: the page to which a user returns whose input was saved."""
BEFORE_TERMS: Final = "access_before_terms"
BEFORE_PASSWORD: Final = "access_before_password"  # noqa: S105 - the name of an attribute
JSON: Final = "application/json"
"""What a page's script asks for: it is told that nobody is signed in, instead of being sent to sign in."""
API_PREFIX: Final = "/api/"
API_PAGE: Final = "api_docs"
SESSION_COOKIE: Final = "hall_session"


class Entry(Enum):
    """Access without a certain role: for everybody, or for every signed-in user."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


PUBLIC: Final = Entry.PUBLIC
SIGNED_IN: Final = Entry.SIGNED_IN

Route = TypeVar("Route", bound=Callable[..., Any])


class RouteWithoutAccess(RuntimeError):
    """A route declares no access rule: a programming error, answered like an internal error."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"route {endpoint} does not declare who may enter")


def access(*who: Role | Entry) -> Callable[[Route], Route]:
    """Declares who may use a route: roles, `PUBLIC` or `SIGNED_IN`; placed below the route decorator."""
    if not who or (len(who) > 1 and not all(isinstance(one, Role) for one in who)):
        raise ValueError("name roles, or PUBLIC or SIGNED_IN alone")

    def declare_on(route: Route) -> Route:
        setattr(route, ATTRIBUTE, frozenset(who))
        return route

    return declare_on


def keeps_input(keep: Callable[[Actor], None]) -> Callable[[Route], Route]:
    """Lets a route save the input of a user whose session has expired.

    `keep` checks the form's token itself and returns nothing: the user signs in again and continues.
    """

    def declare_on(route: Route) -> Route:
        setattr(route, KEEPS, keep)
        return route

    return declare_on


def before_terms(route: Route) -> Route:
    """Lets people use a route before they have agreed to the terms of personal-data use."""
    setattr(route, BEFORE_TERMS, True)
    return route


def before_password(route: Route) -> Route:
    """Lets people use a route before they have changed a password that an administrator gave them."""
    setattr(route, BEFORE_PASSWORD, True)
    return route


def declare(app: Flask, endpoint: str, *who: Role | Entry) -> None:
    """Declares the access to a route of an extension, such as the API's documentation."""
    view = app.view_functions[endpoint]

    @wraps(view)
    def declared(*args: Any, **kwargs: Any) -> Any:
        return app.ensure_sync(view)(*args, **kwargs)

    app.view_functions[endpoint] = access(*who)(declared)


def declared_access(app: Flask, endpoint: str, method: str) -> frozenset[Role | Entry] | None:
    """The access rule of a route for an HTTP method, or None; a method's rule precedes its class's rule."""
    view = app.view_functions[endpoint]
    view_class: type[View] | None = getattr(view, "view_class", None)
    handler = getattr(view_class, method.lower(), None) or getattr(view_class, "get", None)
    for place in (handler, view_class, view):
        declared: frozenset[Role | Entry] | None = getattr(place, ATTRIBUTE, None)
        if declared is not None:
            return declared
    return None


def init_app(app: Flask) -> None:
    """Checks every request, provides `actor` to templates and prevents caching of private pages."""
    if app.has_static_folder:
        declare(app, "static", PUBLIC)
    app.before_request(check_entry)
    app.context_processor(lambda: {"actor": current_actor()})
    app.after_request(keep_private)


def check_entry() -> ResponseReturnValue | None:
    """Accepts the request, redirects to the sign-in page, or raises the reason for the refusal."""
    if request.endpoint is None:
        return None
    declared = declared_access(current_app, request.endpoint, request.method)
    if declared is None:
        raise RouteWithoutAccess(request.endpoint)
    if PUBLIC in declared:
        return None
    g.hall_private = True
    actor = current_actor()
    if actor is None:
        if is_api():
            raise SignInRequired
        _keep_input()
        if request.accept_mimetypes.best == JSON:
            raise SignInRequired
        return redirect(url_for("entrance.sign_in", next=g.get(WAY_BACK) or way_back()), 303)
    if SIGNED_IN not in declared and not actor.has_any([one for one in declared if isinstance(one, Role)]):
        raise NotAllowed
    if actor.must_change_password and not is_api() and not _is_before_password():
        return redirect(url_for("password.page"), 303)
    if actor.must_agree and not is_api() and not _is_before_terms():
        return redirect(url_for("terms.page", next=way_back()), 303)
    _extend_session()
    return None


def _is_before_password() -> bool:
    return bool(getattr(current_app.view_functions[request.endpoint or ""], BEFORE_PASSWORD, False))


def _is_before_terms() -> bool:
    return bool(getattr(current_app.view_functions[request.endpoint or ""], BEFORE_TERMS, False))


def _keep_input() -> None:
    """Saves the input of a user whose session expired recently."""
    keep = getattr(current_app.view_functions[request.endpoint or ""], KEEPS, None)
    token = session_token()
    if keep is None or request.method != "POST" or not token:
        return
    idle_session = sessions.find_idle_session(reading(), token, now=utc_now())
    if idle_session is not None:
        keep(idle_session.actor)
        session[KEPT_INPUT] = idle_session.actor.public_id


def is_api() -> bool:
    """True for a request to the API: it authenticates only by bearer token and receives problem documents.

    The page that lists the API's operations is for people.
    """
    return request.path.startswith(API_PREFIX) and request.endpoint != API_PAGE


def current_actor() -> Actor | None:
    """The actor of this request, cached: by bearer token for programs, by session cookie for browsers."""
    if "hall_actor" not in g:
        g.hall_actor = None  # an error page for a failure of this function has no actor
        g.hall_actor = _bearer() if is_api() else _browser()
    actor: Actor | None = g.hall_actor
    return actor


def signed_in_actor() -> Actor:
    """The current actor of a route that requires sign-in; raises SignInRequired."""
    actor = current_actor()
    if actor is None:
        raise SignInRequired
    return actor


def _bearer() -> Actor | None:
    authorization = request.authorization
    if authorization is None:
        return None
    if authorization.type != "bearer" or not authorization.token:
        raise TokenInvalid
    access_token = access_tokens.find_access_token(
        reading(), authorization.token, scope=access_tokens.HALL_SCOPE, now=utc_now()
    )
    return access_token.actor


def _browser() -> Actor | None:
    token = session_token()
    if not token:
        return None
    now = utc_now()
    found = sessions.find_session(reading(), token, now=now)
    if found is None:
        return None
    g.hall_touch = sessions.needs_touch(found, now=now)
    return found.actor


def _extend_session() -> None:
    token = session_token()
    if token and g.pop("hall_touch", False):
        extend_session(token)


def way_back() -> str:
    """The address for the redirect after signing in: this page, or the page whose form was submitted."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def safe_next(target: str | None, default: str = "/") -> str:
    """`target` if it is a path on this site, else `default`: prevents redirects to other sites."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 0x20 or character == "\\" for character in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc or parts.path.startswith("/identity/") else target


def cookie_name() -> str:
    """The name of the session cookie; over https its prefix binds it to this host."""
    return f"__Host-{SESSION_COOKIE}" if site_settings().is_https else SESSION_COOKIE


def session_token() -> str | None:
    """The token in the browser's session cookie."""
    return request.cookies.get(cookie_name())


def set_session_cookie(response: Response, token: str) -> None:
    """Sets the session cookie, which expires with the browser or with the session."""
    response.set_cookie(
        cookie_name(), token, secure=site_settings().is_https, httponly=True, samesite="Lax", path="/"
    )


def delete_session_cookie(response: Response) -> None:
    """Deletes the session cookie."""
    response.delete_cookie(
        cookie_name(), secure=site_settings().is_https, httponly=True, samesite="Lax", path="/"
    )


def keep_private(response: Response) -> Response:
    """Prevents caching of pages for signed-in users and of pages that require sign-in."""
    if g.get("hall_private") or g.get("hall_actor"):
        response.headers["Cache-Control"] = "no-store"
    return response
